#define SL_LANES 4
#define SL_TABLE sl_kernels_portable
#if defined(__x86_64__)
#include <emmintrin.h>
#define SL_MADD(a, b) (vi) _mm_madd_epi16((__m128i)(a), (__m128i)(b))
#endif
#include "kernel_bodies.h"
