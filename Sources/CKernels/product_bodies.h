// Products with matrices of a float type; part of kernel_bodies.h.

// Bytes ahead of the current weights that are asked for, in each row. Few tokens wait for memory alone, and the
// hardware's own prefetching stops at each page.
enum { PREFETCH_BYTES = 512 };

// ROWS rows, `distance` bytes apart, times TOKENS tokens, each in two sums.
SL_INLINE void decode_rows(const sl_type TYPE, const int ROWS, const int TOKENS, const uint8_t *w, size_t distance,
                           size_t cols, const float *x, size_t x_stride, float (*totals)[4]) {
  vf sums[8][4][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) sums[r][t][0] = sums[r][t][1] = (vf){0};
  }
  size_t i = 0;
  for (; i + 2 * SL_LANES <= cols; i += 2 * SL_LANES) {
#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++) {
      __builtin_prefetch(w + r * distance + i * element_size(TYPE) + PREFETCH_BYTES, 0, 2);
#pragma clang loop unroll(full)
      for (int part = 0; part < 2; part++) {
        const vf weights = load_weights(TYPE, w + r * distance, i + part * SL_LANES);
#pragma clang loop unroll(full)
        for (int t = 0; t < TOKENS; t++) sums[r][t][part] += weights * load(x + t * x_stride + i + part * SL_LANES);
      }
    }
  }
  const size_t paired = i;
  if (i + SL_LANES <= cols) i += SL_LANES;
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) {
      if (i > paired) sums[r][t][0] += load_weights(TYPE, w + r * distance, paired) * load(x + t * x_stride + paired);
      float total = sum(sums[r][t][0] + sums[r][t][1]);
      for (size_t k = i; k < cols; k++) total += load_weight(TYPE, w + r * distance, k) * x[t * x_stride + k];
      totals[r][t] = total;
    }
  }
}

// TOKENS tokens, ROWS rows at a time. Memory gives most when several places are read at once, each a long stream: the
// rows are as far from each other as the call allows.
SL_INLINE void decode_tokens(const sl_type TYPE, const int ROWS, const int TOKENS, const uint8_t *w, size_t rows,
                             size_t cols, const float *x, size_t x_stride, const float *bias, bool add, float *out,
                             size_t out_stride) {
  const size_t row_bytes = cols * element_size(TYPE);
  const size_t distance = rows / ROWS;
  float totals[8][4];
  for (size_t r = 0; r < distance; r++) {
    decode_rows(TYPE, ROWS, TOKENS, w + r * row_bytes, distance * row_bytes, cols, x, x_stride, totals);
    for (int t = 0; t < TOKENS; t++) {
      for (int n = 0; n < ROWS; n++) {
        const size_t row = r + n * distance;
        const float value = totals[n][t] + (bias ? bias[row] : 0);
        float *place = out + t * out_stride + row;
        *place = add ? *place + value : value;
      }
    }
  }
  for (size_t row = distance * ROWS; row < rows; row++) {
    decode_rows(TYPE, 1, TOKENS, w + row * row_bytes, 0, cols, x, x_stride, totals);
    for (int t = 0; t < TOKENS; t++) {
      const float value = totals[0][t] + (bias ? bias[row] : 0);
      float *place = out + t * out_stride + row;
      *place = add ? *place + value : value;
    }
  }
}

// As many sums as there are registers for: half of AVX-512's 32, or of the 16 that others have.
#if SL_LANES == 16
enum { DECODE_ROWS = 8 };
#else
enum { DECODE_ROWS = 4 };
#endif

SL_INLINE void decode_typed(const sl_type TYPE, const uint8_t *w, size_t rows, size_t cols, const float *x,
                            size_t x_stride, size_t tokens, const float *bias, bool add, float *out,
                            size_t out_stride) {
  size_t t = 0;
  for (; t + 4 <= tokens; t += 4) {
    decode_tokens(TYPE, DECODE_ROWS / 4, 4, w, rows, cols, x + t * x_stride, x_stride, bias, add, out + t * out_stride,
                  out_stride);
  }
  if (t + 2 <= tokens) {
    decode_tokens(TYPE, DECODE_ROWS / 2, 2, w, rows, cols, x + t * x_stride, x_stride, bias, add, out + t * out_stride,
                  out_stride);
    t += 2;
  }
  if (t < tokens) {
    decode_tokens(TYPE, DECODE_ROWS, 1, w, rows, cols, x + t * x_stride, x_stride, bias, add, out + t * out_stride,
                  out_stride);
  }
}

#ifdef SL_PANELS
#include "panel_bodies.h"
#else
// ROWS x TOKENS dot products that share their loads. The arguments in capitals are constants at every call, so the
// accumulators live in registers.
SL_INLINE void tile(const sl_type TYPE, const int ROWS, const int TOKENS, const uint8_t *w, size_t cols,
                    const float *x, size_t x_stride, const float *bias, bool add, float *out, size_t out_stride) {
  vf sums[4][4];
  const size_t row_bytes = cols * element_size(TYPE);
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) sums[r][t] = (vf){0};
  }
  size_t i = 0;
  for (; i + SL_LANES <= cols; i += SL_LANES) {
    vf activations[4];
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) activations[t] = load(x + t * x_stride + i);
#pragma clang loop unroll(full)
    for (int r = 0; r < ROWS; r++) {
      vf weights = load_weights(TYPE, w + r * row_bytes, i);
#pragma clang loop unroll(full)
      for (int t = 0; t < TOKENS; t++) sums[r][t] += weights * activations[t];
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < ROWS; r++) {
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) {
      float total = sum(sums[r][t]);
      for (size_t k = i; k < cols; k++) total += load_weight(TYPE, w + r * row_bytes, k) * x[t * x_stride + k];
      if (bias) total += bias[r];
      float *place = out + t * out_stride + r;
      *place = add ? *place + total : total;
    }
  }
}

// Bytes of activations that are kept near while the rows pass by: about half of a small second-level cache.
enum { NEAR_BYTES = 192 * 1024 };

SL_INLINE void prefill_typed(const sl_type TYPE, const uint8_t *w, size_t rows, size_t cols, const float *x,
                             size_t x_stride, size_t tokens, const float *bias, bool add, float *out,
                             size_t out_stride) {
  const size_t row_bytes = cols * element_size(TYPE);
  size_t block = NEAR_BYTES / (cols * 4 + 1) / 3 * 3;
  if (block < 12) block = 12;
  for (size_t first = 0; first < tokens; first += block) {
    const size_t end = first + block < tokens ? first + block : tokens;
    size_t r = 0;
    for (; r + 4 <= rows; r += 4) {
      const uint8_t *row = w + r * row_bytes;
      const float *row_bias = bias ? bias + r : NULL;
      size_t t = first;
      for (; t + 3 <= end; t += 3) {
        tile(TYPE, 4, 3, row, cols, x + t * x_stride, x_stride, row_bias, add, out + t * out_stride + r, out_stride);
      }
      if (t + 2 == end) {
        tile(TYPE, 4, 2, row, cols, x + t * x_stride, x_stride, row_bias, add, out + t * out_stride + r, out_stride);
      } else if (t + 1 == end) {
        tile(TYPE, 4, 1, row, cols, x + t * x_stride, x_stride, row_bias, add, out + t * out_stride + r, out_stride);
      }
    }
    for (; r < rows; r++) {
      for (size_t t = first; t < end; t++) {
        tile(TYPE, 1, 1, w + r * row_bytes, cols, x + t * x_stride, x_stride, bias ? bias + r : NULL, add,
             out + t * out_stride + r, out_stride);
      }
    }
  }
}
#endif

SL_INLINE void multiply_typed(sl_kind kind, const sl_type TYPE, const uint8_t *w, size_t rows, size_t cols,
                              const float *x, size_t x_stride, size_t tokens, const float *bias, bool add, float *out,
                              size_t out_stride) {
  if (kind == SL_DECODE) {
    decode_typed(TYPE, w, rows, cols, x, x_stride, tokens, bias, add, out, out_stride);
  } else {
    prefill_typed(TYPE, w, rows, cols, x, x_stride, tokens, bias, add, out, out_stride);
  }
}

static void multiply(sl_kind kind, sl_type type, const void *weights, size_t rows, size_t cols, const float *x,
                     size_t x_stride, size_t tokens, const float *bias, bool add, float *out, size_t out_stride) {
  switch (type) {
    case SL_F32:
      multiply_typed(kind, SL_F32, weights, rows, cols, x, x_stride, tokens, bias, add, out, out_stride);
      break;
    case SL_BF16:
      multiply_typed(kind, SL_BF16, weights, rows, cols, x, x_stride, tokens, bias, add, out, out_stride);
      break;
    case SL_F16:
      multiply_typed(kind, SL_F16, weights, rows, cols, x, x_stride, tokens, bias, add, out, out_stride);
      break;
    case SL_Q8:
    case SL_Q4: __builtin_unreachable();
  }
}
