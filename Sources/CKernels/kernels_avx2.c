#if defined(__x86_64__)
#include <immintrin.h>
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define SL_LANES 8
#define SL_HARDWARE_F16 1
#define SL_PANELS 1
#define SL_MADD(a, b) (vi) _mm256_madd_epi16((__m256i)(a), (__m256i)(b))
#define SL_PACKED_NEARNESS 0
#define SL_TABLE sl_kernels_avx2
#include "kernel_bodies.h"
#pragma clang attribute pop
#endif
