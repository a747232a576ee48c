#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define SL_LANES 8
#define SL_HARDWARE_F16 1
#define SL_TABLE sl_kernels_avx2
#include "kernel_bodies.h"
#pragma clang attribute pop
#endif
