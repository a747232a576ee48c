// The bodies are those of AVX2 at twice the width.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq"))), \
                             apply_to = function)
#define SL_LANES 16
#define SL_HARDWARE_F16 1
#define SL_MADD(a, b) (vi) _mm512_madd_epi16((__m512i)(a), (__m512i)(b))
#define SL_TABLE sl_kernels_avx512
#include "kernel_bodies.h"
#pragma clang attribute pop
#endif
