/* Where CUDA's headers are installed, every signature of ccuda.h is compared with theirs. */

#if __has_include(<cuda.h>)
#include <cuda.h>
#endif
#if __has_include(<nvrtc.h>)
#include <nvrtc.h>
#endif
#if __has_include(<cublas_v2.h>)
#include <cublas_v2.h>
#endif

#include "ccuda.h"

#define SL_CUDA_SAME(name, symbol, parameters) \
  _Static_assert( \
    __builtin_types_compatible_p(__typeof__(&symbol), unsigned int (*) parameters), \
    #symbol " differs from its declaration in ccuda.h");

#if __has_include(<cuda.h>)
SL_CUDA_DRIVER(SL_CUDA_SAME)
#endif
#if __has_include(<nvrtc.h>)
SL_NVRTC(SL_CUDA_SAME)
#endif
#if __has_include(<cublas_v2.h>)
SL_CUBLAS(SL_CUDA_SAME)
#endif
