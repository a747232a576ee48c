// Products of a weight matrix with one or two rows of activations, bound by the reading of the weights. A warp computes
// one output for all rows. Its first loads are under way before it waits for the activations: weights don't depend on what
// ran before, so that the memory stays busy from one kernel to the next.

#ifndef SL_DEPTH
#define SL_DEPTH 8
#endif
#ifndef SL_DOUBLE
#define SL_DOUBLE 0
#endif

// W rows of weights that are multiplied with the same activations, DEPTH loads of 16 bytes of each under way.
template <int W, int DEPTH>
struct Fetch {
  static constexpr int STRIDE = WARP * PACK;
  Pack packs[W][DEPTH];

  __device__ __forceinline__ void load(const Element *const (&weights)[W], int at, int inputs) {
#pragma unroll
    for (int w = 0; w < W; w++) {
#pragma unroll
      for (int d = 0; d < DEPTH; d++) {
        if (at + d * STRIDE < inputs) packs[w][d] = loadStreamed(weights[w] + at + d * STRIDE);
      }
    }
  }
};

// acc[w][m] = weights[w] · x[m], the first loads taken from `fetch`. `inputs` is a multiple of PACK.
template <int W, int DEPTH, int ROWS>
__device__ __forceinline__ void dot(
    Fetch<W, DEPTH> &fetch, const Element *const (&weights)[W], const Element *x, int inputs, int count,
    float (&acc)[W][ROWS]) {
  constexpr int STRIDE = Fetch<W, DEPTH>::STRIDE;
#pragma unroll
  for (int w = 0; w < W; w++) {
#pragma unroll
    for (int m = 0; m < ROWS; m++) acc[w][m] = 0;
  }
  int at = threadIdx.x % WARP * PACK;
  while (true) {
#if SL_DOUBLE
    Fetch<W, DEPTH> next;
    if (at + DEPTH * STRIDE < inputs) next.load(weights, at + DEPTH * STRIDE, inputs);
#endif
#pragma unroll
    for (int d = 0; d < DEPTH; d++) {
      if (at + d * STRIDE >= inputs) break;
      float w[W][PACK];
#pragma unroll
      for (int i = 0; i < W; i++) unpack(fetch.packs[i][d], w[i]);
#pragma unroll
      for (int m = 0; m < ROWS; m++) {
        float v[PACK];
        unpack(load(x + (long)(m < count ? m : 0) * inputs + at + d * STRIDE), v);
#pragma unroll
        for (int j = 0; j < W; j++) {
#pragma unroll
          for (int i = 0; i < PACK; i++) acc[j][m] = fmaf(w[j][i], v[i], acc[j][m]);
        }
      }
    }
    at += DEPTH * STRIDE;
    if (at >= inputs) break;
#if SL_DOUBLE
    fetch = next;
#else
    fetch.load(weights, at, inputs);
#endif
  }
#pragma unroll
  for (int w = 0; w < W; w++) {
#pragma unroll
    for (int m = 0; m < ROWS; m++) acc[w][m] = sumOfWarp(acc[w][m]);
  }
}

// out [count][outputs] = x Wᵀ, or += when `adding`.
template <int ROWS>
__device__ __forceinline__ void gemv(
    const Element *weights, const Element *x, float *out, int outputs, int inputs, int count, int adding) {
  letNextBegin();
  const int row = blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP;
  if (row >= outputs) return;
  const Element *const own[1] = {weights + (long)row * inputs};
  Fetch<1, SL_DEPTH> fetch;
  fetch.load(own, threadIdx.x % WARP * PACK, inputs);
  awaitResults();
  float acc[1][ROWS];
  dot(fetch, own, x, inputs, count, acc);
  if (threadIdx.x % WARP != 0) return;
#pragma unroll
  for (int m = 0; m < ROWS; m++) {
    if (m >= count) break;
    float *place = out + (long)m * outputs + row;
    *place = adding ? *place + acc[0][m] : acc[0][m];
  }
}

// out [count][outputs] = silu(x Gᵀ) * (x Uᵀ) where `weights` has the rows of G and then those of U.
template <int ROWS>
__device__ __forceinline__ void gemvSwiglu(
    const Element *weights, const Element *x, Element *out, int outputs, int inputs, int count) {
  letNextBegin();
  const int row = blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP;
  if (row >= outputs) return;
  const Element *const own[2] = {weights + (long)row * inputs, weights + (long)(outputs + row) * inputs};
  Fetch<2, SL_DEPTH / 2> fetch;
  fetch.load(own, threadIdx.x % WARP * PACK, inputs);
  awaitResults();
  float acc[2][ROWS];
  dot(fetch, own, x, inputs, count, acc);
  if (threadIdx.x % WARP != 0) return;
#pragma unroll
  for (int m = 0; m < ROWS; m++) {
    if (m < count) out[(long)m * outputs + row] = narrow(silu(acc[0][m]) * acc[1][m]);
  }
}

#define SL_GEMV(ROWS) \
  extern "C" __global__ void gemv_##ROWS( \
      const Element *weights, const Element *x, float *out, int outputs, int inputs, int count, int adding) { \
    gemv<ROWS>(weights, x, out, outputs, inputs, count, adding); \
  } \
  extern "C" __global__ void gemv_swiglu_##ROWS( \
      const Element *weights, const Element *x, Element *out, int outputs, int inputs, int count) { \
    gemvSwiglu<ROWS>(weights, x, out, outputs, inputs, count); \
  }
SL_GEMV(1)
SL_GEMV(2)
