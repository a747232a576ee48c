/* Where CUDA's headers are installed, every signature of ccuda.h is compared with theirs. */

#if __has_include(<cuda.h>)
#include <cuda.h>
#define SL_LAUNCH_CONFIG CUlaunchConfig
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

#define SL_CUDA_SAME_PLACE(own, field, theirs, their_field) \
  _Static_assert( \
    offsetof(own, field) == offsetof(theirs, their_field), #field " is not where " #theirs " has " #their_field);
SL_CUDA_SAME_PLACE(sl_launch_config, block, CUlaunchConfig, blockDimX)
SL_CUDA_SAME_PLACE(sl_launch_config, shared_bytes, CUlaunchConfig, sharedMemBytes)
SL_CUDA_SAME_PLACE(sl_launch_config, stream, CUlaunchConfig, hStream)
SL_CUDA_SAME_PLACE(sl_launch_config, attributes, CUlaunchConfig, attrs)
SL_CUDA_SAME_PLACE(sl_launch_config, attribute_count, CUlaunchConfig, numAttrs)
SL_CUDA_SAME_PLACE(sl_launch_attribute, value, CUlaunchAttribute, value)
_Static_assert(sizeof(sl_launch_config) == sizeof(CUlaunchConfig), "CUlaunchConfig has another size");
_Static_assert(sizeof(sl_launch_attribute) == sizeof(CUlaunchAttribute), "CUlaunchAttribute has another size");
#endif
#if __has_include(<nvrtc.h>)
SL_NVRTC(SL_CUDA_SAME)
#endif
#if __has_include(<cublas_v2.h>)
SL_CUBLAS(SL_CUDA_SAME)
#endif
