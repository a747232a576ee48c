// Products of a weight matrix with one or two rows of activations, bound by the reading of the weights: a warp computes
// one output for all rows. Measured on an H200 in the shape of 7B: four loads of 16 bytes under way in a lane give 1% more
// than eight, and as much as four with the next four behind them.

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

// acc[w][m] = weights[w] · x[m]. `inputs` is a multiple of PACK.
template <int DEPTH, int W, int ROWS>
__device__ __forceinline__ void dot(
    const Element *const (&weights)[W], const Element *x, int inputs, int count, float (&acc)[W][ROWS]) {
  constexpr int STRIDE = Fetch<W, DEPTH>::STRIDE;
#pragma unroll
  for (int w = 0; w < W; w++) {
#pragma unroll
    for (int m = 0; m < ROWS; m++) acc[w][m] = 0;
  }
  for (int at = threadIdx.x % WARP * PACK; at < inputs; at += DEPTH * STRIDE) {
    Fetch<W, DEPTH> fetch;
    fetch.load(weights, at, inputs);
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
  const int row = blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP;
  if (row >= outputs) return;
  const Element *const own[1] = {weights + (long)row * inputs};
  float acc[1][ROWS];
  dot<4>(own, x, inputs, count, acc);
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
  const int row = blockIdx.x * (blockDim.x / WARP) + threadIdx.x / WARP;
  if (row >= outputs) return;
  const Element *const own[2] = {weights + (long)row * inputs, weights + (long)(outputs + row) * inputs};
  float acc[2][ROWS];
  dot<2>(own, x, inputs, count, acc);
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
