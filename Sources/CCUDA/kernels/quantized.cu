// Weights in int8 or int4 with a scale for each group of GROUP_SIZE inputs of a row (a macro, a multiple of 32):
// weight = (q - zero) * scale. int8: q signed, zero 0. int4: two a byte, the lower first, q and zero within 0...15.
// Scales (and zeros, before the scale in one pair) are f32, [outputs][inputs / GROUP_SIZE].

// 16 weights as f32, without their scale.
__device__ __forceinline__ void unpackInt8(const unsigned char *place, float (&out)[16]) {
  const uint4 bits = *(const uint4 *)place;
  const unsigned words[4] = {bits.x, bits.y, bits.z, bits.w};
#pragma unroll
  for (int i = 0; i < 16; i++) out[i] = (float)(signed char)(words[i / 4] >> (i % 4 * 8) & 255u);
}

__device__ __forceinline__ void unpackInt4(const unsigned char *place, float (&out)[16]) {
  const uint2 bits = *(const uint2 *)place;
  const unsigned words[2] = {bits.x, bits.y};
#pragma unroll
  for (int i = 0; i < 16; i++) out[i] = (float)(words[i / 8] >> (i % 8 * 4) & 15u);
}

template <bool NARROW>
__device__ __forceinline__ void unpackQuantized(
    const unsigned char *row, const float *scales, int at, float (&out)[16]) {
  if constexpr (NARROW) {
    unpackInt4(row + at / 2, out);
    const float2 pair = ((const float2 *)scales)[at / GROUP_SIZE];
#pragma unroll
    for (int i = 0; i < 16; i++) out[i] = (out[i] - pair.x) * pair.y;
  } else {
    unpackInt8(row + at, out);
    const float scale = scales[at / GROUP_SIZE];
#pragma unroll
    for (int i = 0; i < 16; i++) out[i] *= scale;
  }
}

// out [outputs] = W x, or += when `adding`: a warp for each output.
template <bool NARROW>
__device__ __forceinline__ void gemvQuantized(
    const unsigned char *weights, const float *scales, const Element *x, float *out, int outputs, int inputs, int adding) {
  const int row = blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP, lane = threadIdx.x % WARP;
  if (row >= outputs) return;
  const unsigned char *own = weights + (long)row * (NARROW ? inputs / 2 : inputs);
  const float *ownScales = scales + (long)row * (inputs / GROUP_SIZE) * (NARROW ? 2 : 1);
  float acc = 0;
#pragma unroll 4
  for (int at = lane * 16; at < inputs; at += WARP * 16) {
    float w[16];
    unpackQuantized<NARROW>(own, ownScales, at, w);
#pragma unroll
    for (int i = 0; i < 16; i += PACK) {
      float v[PACK];
      unpack(load(x + at + i), v);
#pragma unroll
      for (int j = 0; j < PACK; j++) acc = fmaf(w[i + j], v[j], acc);
    }
  }
  acc = sumOfWarp(acc);
  if (lane == 0) out[row] = adding ? out[row] + acc : acc;
}

// The weights in the element type, for products with many rows.
template <bool NARROW>
__device__ __forceinline__ void dequantize(
    const unsigned char *weights, const float *scales, Element *out, int inputs) {
  const long row = blockIdx.y;
  const int at = (blockIdx.x * blockDim.x + threadIdx.x) * 16;
  if (at >= inputs) return;
  float w[16];
  unpackQuantized<NARROW>(
      weights + row * (NARROW ? inputs / 2 : inputs), scales + row * (inputs / GROUP_SIZE) * (NARROW ? 2 : 1), at, w);
#pragma unroll
  for (int i = 0; i < 16; i++) out[row * inputs + at + i] = narrow(w[i]);
}

extern "C" __global__ void gemv_int8(
    const unsigned char *weights, const float *scales, const Element *x, float *out, int outputs, int inputs, int adding) {
  gemvQuantized<false>(weights, scales, x, out, outputs, inputs, adding);
}
extern "C" __global__ void gemv_int4(
    const unsigned char *weights, const float *scales, const Element *x, float *out, int outputs, int inputs, int adding) {
  gemvQuantized<true>(weights, scales, x, out, outputs, inputs, adding);
}
extern "C" __global__ void dequantize_int8(
    const unsigned char *weights, const float *scales, Element *out, int inputs) {
  dequantize<false>(weights, scales, out, inputs);
}
extern "C" __global__ void dequantize_int4(
    const unsigned char *weights, const float *scales, Element *out, int inputs) {
  dequantize<true>(weights, scales, out, inputs);
}
