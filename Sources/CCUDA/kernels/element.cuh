// The element type of weights and activations, chosen by a macro, and what all kernels share. Sums are in f32. No header
// of CUDA is needed: 16-bit types are read as their bits.

// Instructions of the GPU. The emulation (Tests/KernelEmulation) has its own.
#if !defined(SL_EMULATED)
__device__ __forceinline__ unsigned short bf16FromFloat(float x) {
  unsigned short out;
  asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(out) : "f"(x));
  return out;
}
__device__ __forceinline__ unsigned short f16FromFloat(float x) {
  unsigned short out;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(out) : "f"(x));
  return out;
}
__device__ __forceinline__ float floatFromF16(unsigned short x) {
  float out;
  asm("cvt.f32.f16 %0, %1;" : "=f"(out) : "h"(x));
  return out;
}
// Past the first cache.
__device__ __forceinline__ uint4 loadOnce(const void *place) {
  uint4 out;
  asm volatile("ld.global.nc.L1::no_allocate.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(out.x), "=r"(out.y), "=r"(out.z), "=r"(out.w)
               : "l"(place));
  return out;
}
#endif

#if defined(SL_F32)
typedef float Element;
__device__ __forceinline__ float widen(Element x) { return x; }
__device__ __forceinline__ Element narrow(float x) { return x; }
#elif defined(SL_BF16)
typedef unsigned short Element;
__device__ __forceinline__ float widen(Element x) { return __uint_as_float((unsigned)x << 16); }
__device__ __forceinline__ Element narrow(float x) { return bf16FromFloat(x); }
#else
typedef unsigned short Element;
__device__ __forceinline__ float widen(Element x) { return floatFromF16(x); }
__device__ __forceinline__ Element narrow(float x) { return f16FromFloat(x); }
#endif

// Elements of 16 bytes.
constexpr int PACK = 16 / sizeof(Element);
constexpr int WARP = 32;
#define SL_INFINITY __int_as_float(0x7f800000)

struct Pack {
  uint4 bits;
};

__device__ __forceinline__ void unpack(const Pack &pack, float (&out)[PACK]) {
  const unsigned words[4] = {pack.bits.x, pack.bits.y, pack.bits.z, pack.bits.w};
#pragma unroll
  for (int i = 0; i < 4; i++) {
#if defined(SL_F32)
    out[i] = __uint_as_float(words[i]);
#elif defined(SL_BF16)
    out[2 * i] = __uint_as_float(words[i] << 16);
    out[2 * i + 1] = __uint_as_float(words[i] & 0xffff0000u);
#else
    out[2 * i] = widen((Element)(words[i] & 0xffffu));
    out[2 * i + 1] = widen((Element)(words[i] >> 16));
#endif
  }
}

__device__ __forceinline__ Pack packed(const float (&in)[PACK]) {
  unsigned words[4];
#pragma unroll
  for (int i = 0; i < 4; i++) {
#if defined(SL_F32)
    words[i] = __float_as_uint(in[i]);
#else
    words[i] = (unsigned)narrow(in[2 * i]) | (unsigned)narrow(in[2 * i + 1]) << 16;
#endif
  }
  Pack pack;
  pack.bits.x = words[0];
  pack.bits.y = words[1];
  pack.bits.z = words[2];
  pack.bits.w = words[3];
  return pack;
}

// Weights are read once: they pass the first cache by.
__device__ __forceinline__ Pack loadStreamed(const Element *place) {
  Pack pack;
  pack.bits = loadOnce(place);
  return pack;
}

__device__ __forceinline__ Pack load(const Element *place) {
  Pack pack;
  pack.bits = *(const uint4 *)place;
  return pack;
}

__device__ __forceinline__ float sumOfWarp(float x) {
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) x += __shfl_xor_sync(0xffffffffu, x, offset);
  return x;
}

// The sum over a block of at most 1,024 threads, in every thread.
__device__ __forceinline__ float sumOfBlock(float x) {
  __shared__ float parts[WARP];
  const int lane = threadIdx.x % WARP, warp = threadIdx.x / WARP, warps = (blockDim.x + WARP - 1) / WARP;
  x = sumOfWarp(x);
  if (lane == 0) parts[warp] = x;
  __syncthreads();
  x = sumOfWarp(lane < warps ? parts[lane] : 0.0f);
  __syncthreads();
  return x;
}

__device__ __forceinline__ float silu(float x) { return x / (1.0f + expf(-x)); }
