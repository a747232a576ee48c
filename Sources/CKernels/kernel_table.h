// The kernels that are compiled once for each instruction set.
#pragma once

#include "sl_kernels.h"

typedef struct {
  // out[t][r] = weights[r] . x[t] for rows 0..<rows and tokens 0..<tokens; adds to out when `add`.
  void (*multiply)(sl_type type, const void *weights, size_t rows, size_t cols, const float *x, size_t x_stride,
                   size_t tokens, const float *bias, bool add, float *out, size_t out_stride);
  // gate[i] = silu(gate[i]) * up[i]
  void (*swiglu)(float *gate, const float *up, size_t count);
  // One head of one token over `count` cached positions.
  void (*attend)(const float *q, const float *keys, const float *values, size_t count, size_t head_dim, float scale,
                 float *scores, float *out);
  void (*rms_norm)(const float *x, const float *weight, float epsilon, size_t width, float *out);
  void (*rotate)(float *x, size_t head_dim, const float *cosines, const float *sines);
  double (*masked_mass)(const float *logits, size_t count, const uint32_t *allowed);
  void (*widen)(sl_type type, const void *weights, size_t count, float *out);
} sl_kernel_table;

extern const sl_kernel_table sl_kernels_portable;
#if defined(__x86_64__)
extern const sl_kernel_table sl_kernels_avx2;
extern const sl_kernel_table sl_kernels_avx512;
#endif
