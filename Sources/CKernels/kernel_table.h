// The kernels that are compiled once for each instruction set.
#pragma once

#include "sl_kernels.h"

// Activations in fixed point, for products with quantised matrices: x[c] is about scale * q[c] with |q| <= 32512, where
// the scale belongs to a block of 32 columns. 16 bits keep what the weights cannot resolve, and sums of a block are exact.
typedef struct {
  uint32_t *words;  // [tokens][cols / 2]: 16 for each block, in the order that the kernels take them
  float *scales;    // [tokens][cols / 32]
  int32_t *sums;    // [tokens][cols / 32], of the block's q
} sl_fixed;

enum {
  SL_BLOCK_COLS = 32,
  SL_SPLIT_TOKENS = 8,
  SL_SPLIT_STEP_COLS = 32,
  SL_SPLIT_STEP_BYTES = 1024,
  SL_SPLIT_SUMS_BYTES = 4096,
  SL_WIDENED_ROWS = 64,
};

typedef struct {
  // out[t][r] = weights[r] . x[t] for rows 0..<rows and tokens 0..<tokens; adds to out when `add`. Float types.
  void (*multiply)(sl_kind kind, sl_type type, const void *weights, size_t rows, size_t cols, const float *x,
                   size_t x_stride, size_t tokens, const float *bias, bool add, float *out, size_t out_stride);
  // The same for rows first..<end of a quantised matrix; `first` begins a tile, and `out` and `bias` begin at row 0.
  void (*multiply_packed)(const sl_matrix *matrix, size_t first, size_t end, const sl_fixed *x, size_t tokens,
                          const float *bias, bool add, float *out, size_t out_stride);
  // Token `token` of x from one row of activations.
  void (*fix)(const float *row, size_t cols, size_t token, const sl_fixed *x);
  // With tile products, else NULL: up to SL_SPLIT_TOKENS tokens as tiles of bf16, SL_SPLIT_STEP_BYTES for each
  // SL_SPLIT_STEP_COLS columns begun, and products of bf16 and of quantised weights with these. `sums` has room for
  // SL_SPLIT_SUMS_BYTES for each SL_SPLIT_TOKENS tokens begun, `widened` for SL_WIDENED_ROWS rows in bf16.
  void (*split)(const float *x, size_t x_stride, size_t cols, size_t tokens, uint8_t *tiles);
  void (*multiply_split)(const void *weights, size_t rows, size_t cols, const uint8_t *x, size_t tokens,
                         const float *bias, bool add, float *out, size_t out_stride, float *sums);
  void (*multiply_widened)(const sl_matrix *matrix, size_t first, size_t end, const uint8_t *x, size_t tokens,
                           const float *bias, bool add, float *out, size_t out_stride, uint8_t *widened,
                           float *sums);
  // gate[i] = silu(gate[i]) * up[i]
  void (*swiglu)(float *gate, const float *up, size_t count);
  // `heads` queries [heads][head_dim] that share keys and values, over the first `count` positions of a sequence. A page's
  // part of the keys and of the values stands `page_bytes` behind the part of the page before it.
  void (*attend)(sl_type type, const uint8_t *keys, const uint8_t *values, size_t page_bytes, const uint32_t *pages,
                 size_t count, const float *q, size_t heads, size_t head_dim, float scale, float *out);
  void (*rms_norm)(const float *x, const float *weight, float epsilon, size_t width, float *out);
  void (*rotate)(float *x, size_t head_dim, const float *cosines, const float *sines);
  double (*masked_mass)(const float *logits, size_t count, const uint32_t *allowed);
  void (*widen)(sl_type type, const void *weights, size_t count, float *out);
} sl_kernel_table;

extern const sl_kernel_table sl_kernels_portable;
#if defined(__x86_64__)
extern const sl_kernel_table sl_kernels_avx2;
extern const sl_kernel_table sl_kernels_avx512;
extern const sl_kernel_table sl_kernels_vnni;
extern const sl_kernel_table sl_kernels_amx;
#endif

// The kernels of an instruction set.
const sl_kernel_table *sl_kernels_of(sl_isa isa);
