// AVX-512 with products of bytes, and tiles of bf16.
#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avx512f,avx512bw,avx512vl,avx512dq,avx512vnni,avx512bf16,amx-tile,amx-bf16"))), \
                             apply_to = function)
#define SL_LANES 16
#define SL_HARDWARE_F16 1
#define SL_DOT_BYTES(sum, a, b) (vi) _mm512_dpbusd_epi32((__m512i)(sum), (__m512i)(a), (__m512i)(b))
#define SL_TILES 1
#define SL_TABLE sl_kernels_amx
#include "kernel_bodies.h"
#pragma clang attribute pop
#endif
