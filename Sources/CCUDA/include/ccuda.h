#ifndef SLUICE_CCUDA_H
#define SLUICE_CCUDA_H

#include <stddef.h>
#include <stdint.h>

/* The parts of CUDA that Sluice calls, found at run time: nothing of CUDA is needed to build, and a machine without it
 * is told so. The type names are those of CUDA's own headers, with which signatures.c compares them where they are
 * installed. Every function returns 0 for success. */

typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUfunc_st *CUfunction;
typedef struct CUstream_st *CUstream;
typedef struct CUevent_st *CUevent;
typedef struct CUgraph_st *CUgraph;
typedef struct CUgraphExec_st *CUgraphExec;
typedef struct _nvrtcProgram *nvrtcProgram;
typedef struct cublasContext *cublasHandle_t;

/* X(name, symbol, parameters): `name` is the field, `symbol` what the library exports. */
#define SL_CUDA_DRIVER(X) \
  X(init, cuInit, (unsigned int)) \
  X(driverGetVersion, cuDriverGetVersion, (int *)) \
  X(getErrorString, cuGetErrorString, (unsigned int, const char **)) \
  X(deviceGetCount, cuDeviceGetCount, (int *)) \
  X(deviceGet, cuDeviceGet, (CUdevice *, int)) \
  X(deviceGetName, cuDeviceGetName, (char *, int, CUdevice)) \
  X(deviceTotalMem, cuDeviceTotalMem_v2, (size_t *, CUdevice)) \
  X(deviceGetAttribute, cuDeviceGetAttribute, (int *, unsigned int, CUdevice)) \
  X(primaryCtxRetain, cuDevicePrimaryCtxRetain, (CUcontext *, CUdevice)) \
  X(primaryCtxRelease, cuDevicePrimaryCtxRelease_v2, (CUdevice)) \
  X(ctxSetCurrent, cuCtxSetCurrent, (CUcontext)) \
  X(memGetInfo, cuMemGetInfo_v2, (size_t *, size_t *)) \
  X(memAlloc, cuMemAlloc_v2, (CUdeviceptr *, size_t)) \
  X(memFree, cuMemFree_v2, (CUdeviceptr)) \
  X(memAllocHost, cuMemAllocHost_v2, (void **, size_t)) \
  X(memFreeHost, cuMemFreeHost, (void *)) \
  X(memcpyHtoDAsync, cuMemcpyHtoDAsync_v2, (CUdeviceptr, const void *, size_t, CUstream)) \
  X(memcpyDtoHAsync, cuMemcpyDtoHAsync_v2, (void *, CUdeviceptr, size_t, CUstream)) \
  X(memcpyDtoDAsync, cuMemcpyDtoDAsync_v2, (CUdeviceptr, CUdeviceptr, size_t, CUstream)) \
  X(streamCreate, cuStreamCreate, (CUstream *, unsigned int)) \
  X(streamDestroy, cuStreamDestroy_v2, (CUstream)) \
  X(streamSynchronize, cuStreamSynchronize, (CUstream)) \
  X(streamBeginCapture, cuStreamBeginCapture_v2, (CUstream, unsigned int)) \
  X(streamEndCapture, cuStreamEndCapture, (CUstream, CUgraph *)) \
  X(eventCreate, cuEventCreate, (CUevent *, unsigned int)) \
  X(eventDestroy, cuEventDestroy_v2, (CUevent)) \
  X(eventRecord, cuEventRecord, (CUevent, CUstream)) \
  X(eventSynchronize, cuEventSynchronize, (CUevent)) \
  X(eventElapsedTime, cuEventElapsedTime, (float *, CUevent, CUevent)) \
  X(moduleLoadData, cuModuleLoadData, (CUmodule *, const void *)) \
  X(moduleUnload, cuModuleUnload, (CUmodule)) \
  X(moduleGetFunction, cuModuleGetFunction, (CUfunction *, CUmodule, const char *)) \
  X(launchKernel, cuLaunchKernel, \
    (CUfunction, unsigned int, unsigned int, unsigned int, unsigned int, unsigned int, unsigned int, unsigned int, \
     CUstream, void **, void **)) \
  X(graphInstantiate, cuGraphInstantiateWithFlags, (CUgraphExec *, CUgraph, unsigned long long)) \
  X(graphLaunch, cuGraphLaunch, (CUgraphExec, CUstream)) \
  X(graphExecDestroy, cuGraphExecDestroy, (CUgraphExec)) \
  X(graphDestroy, cuGraphDestroy, (CUgraph))

#define SL_NVRTC(X) \
  X(version, nvrtcVersion, (int *, int *)) \
  X(createProgram, nvrtcCreateProgram, \
    (nvrtcProgram *, const char *, const char *, int, const char *const *, const char *const *)) \
  X(destroyProgram, nvrtcDestroyProgram, (nvrtcProgram *)) \
  X(compileProgram, nvrtcCompileProgram, (nvrtcProgram, int, const char *const *)) \
  X(getProgramLogSize, nvrtcGetProgramLogSize, (nvrtcProgram, size_t *)) \
  X(getProgramLog, nvrtcGetProgramLog, (nvrtcProgram, char *)) \
  X(getCubinSize, nvrtcGetCUBINSize, (nvrtcProgram, size_t *)) \
  X(getCubin, nvrtcGetCUBIN, (nvrtcProgram, char *))

/* Enumerations of cuBLAS's headers are passed as the unsigned integers that they are. */
#define SL_CUBLAS(X) \
  X(create, cublasCreate_v2, (cublasHandle_t *)) \
  X(destroy, cublasDestroy_v2, (cublasHandle_t)) \
  X(setStream, cublasSetStream_v2, (cublasHandle_t, CUstream)) \
  X(setWorkspace, cublasSetWorkspace_v2, (cublasHandle_t, void *, size_t)) \
  X(gemmEx, cublasGemmEx, \
    (cublasHandle_t, unsigned int, unsigned int, int, int, int, const void *, const void *, unsigned int, int, \
     const void *, unsigned int, int, const void *, void *, unsigned int, int, unsigned int, int))

#define SL_CUDA_FIELD(name, symbol, parameters) unsigned int (*name) parameters;
typedef struct { SL_CUDA_DRIVER(SL_CUDA_FIELD) } sl_cuda_driver;
typedef struct { SL_NVRTC(SL_CUDA_FIELD) } sl_nvrtc;
typedef struct { SL_CUBLAS(SL_CUDA_FIELD) } sl_cublas;
#undef SL_CUDA_FIELD

/* Open the library `name` (a soname or a path) and find every function of the table. They return NULL for success; else
 * what the dynamic loader says, valid until the next call on this thread, or the name of the missing function. A library
 * that was opened stays open. */
const char *sl_cuda_driver_load(const char *name, sl_cuda_driver *table);
const char *sl_nvrtc_load(const char *name, sl_nvrtc *table);
const char *sl_cublas_load(const char *name, sl_cublas *table);

/* The text of kernels, as it stands in `kernels`. */
typedef struct {
  const uint8_t *bytes;
  size_t count;
} sl_kernel_text;

extern const sl_kernel_text sl_kernel_element, sl_kernel_rows, sl_kernel_gemv, sl_kernel_attention, sl_kernel_quantized,
    sl_kernel_sampler;

#endif
