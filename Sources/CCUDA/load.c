#include "ccuda.h"

#include <dlfcn.h>

/* Data and function pointers have one size on every system that has dlsym. */
#define SL_CUDA_FIND(name, symbol, parameters) \
  *(void **)&table->name = dlsym(library, #symbol); \
  if (!table->name) return #symbol;

#define SL_CUDA_LOADER(function, type, list) \
  const char *function(const char *name, type *table) { \
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL); \
    if (!library) return dlerror(); \
    list(SL_CUDA_FIND) \
    return NULL; \
  }

SL_CUDA_LOADER(sl_cuda_driver_load, sl_cuda_driver, SL_CUDA_DRIVER)
SL_CUDA_LOADER(sl_nvrtc_load, sl_nvrtc, SL_NVRTC)
SL_CUDA_LOADER(sl_cublas_load, sl_cublas, SL_CUBLAS)
