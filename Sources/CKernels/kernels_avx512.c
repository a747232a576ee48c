// The bodies are those of AVX2 at twice the width. The bf16 dot product (vdpbf16ps) is left alone: it would round the
// activations to bf16, and a decode step waits for memory, not for arithmetic.
#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq"))), \
                             apply_to = function)
#define SL_LANES 16
#define SL_HARDWARE_F16 1
#define SL_TABLE sl_kernels_avx512
#include "kernel_bodies.h"
#pragma clang attribute pop
#endif
