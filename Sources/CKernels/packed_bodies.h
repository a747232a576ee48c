// Products with quantised matrices; part of kernel_bodies.h.
//
// Rows of a tile stand side by side in a vector, four columns in the word of each, and no sum crosses lanes. The sum over
// a block of 32 columns is an exact integer. A file defines SL_DOT_BYTES where there are products of unsigned with signed
// bytes, which take the upper and lower bytes of activations apart, or SL_MADD for products of pairs of 16 bits.

#include "quantized_layout.h"

SL_INLINE vu splat_word(uint32_t word) { return word - (vu){0}; }

// MARK: Activations

static void fix(const float *row, size_t cols, size_t token, const sl_fixed *x) {
  const size_t blocks = cols / SL_BLOCK_COLS;
  for (size_t block = 0; block < blocks; block++) {
    const float *values = row + block * SL_BLOCK_COLS;
    vf maxima = {0}, strange = {0};
    for (int i = 0; i < SL_BLOCK_COLS; i += SL_LANES) {
      vf v = load(values + i);
      maxima = __builtin_elementwise_max(maxima, __builtin_elementwise_abs(v));
      strange += v - v;  // NaN for NaN and infinity
    }
    float largest = 0;
    for (int lane = 0; lane < SL_LANES; lane++) {
      if (maxima[lane] > largest) largest = maxima[lane];
    }
    const bool finite = sum(strange) == 0;
    // What is too small for a reciprocal is as good as 0. What is not finite makes the result NaN.
    const bool visible = finite && largest > 0x1p-100f;
    const float inverse = visible ? 32512 / largest : 0;
    x->scales[token * blocks + block] = visible ? largest / 32512 : (finite ? 0 : NAN);
    const float magic = 0x1.8p23f;  // adding it leaves a rounded integer in the low bits
    int32_t q[SL_BLOCK_COLS];
    vi total = {0};
    for (int i = 0; i < SL_BLOCK_COLS; i += SL_LANES) {
      vf v = visible ? load(values + i) : splat(0);
      vi rounded = (vi)(v * inverse + magic) - (vi)splat(magic);
      total += rounded;
      memcpy(q + i, &rounded, sizeof rounded);
    }
    int32_t whole = 0;
    for (int lane = 0; lane < SL_LANES; lane++) whole += total[lane];
    x->sums[token * blocks + block] = whole;
    uint32_t *words = x->words + (token * blocks + block) * (SL_BLOCK_COLS / 2);
#ifdef SL_DOT_BYTES
    // The upper bytes of all columns, then the lower ones, both signed.
    int8_t *upper = (int8_t *)words, *lower = upper + SL_BLOCK_COLS;
    for (int i = 0; i < SL_BLOCK_COLS; i++) {
      const int32_t low = (int8_t)q[i];
      lower[i] = (int8_t)low;
      upper[i] = (int8_t)((q[i] - low) >> 8);
    }
#else
    // Of each four columns, the first and third, then the second and fourth: masks take the bytes of weights so.
    for (int i = 0; i < SL_BLOCK_COLS; i += 4) {
      words[i / 2] = (uint32_t)(q[i] & 0xFFFF) | (uint32_t)q[i + 2] << 16;
      words[i / 2 + 1] = (uint32_t)(q[i + 1] & 0xFFFF) | (uint32_t)q[i + 3] << 16;
    }
#endif
  }
}

// MARK: Products

#if !defined(SL_MADD) && !defined(SL_DOT_BYTES)
SL_INLINE vi pairs(vi a, vi b) { return (a & 0xFFFF) * (b << 16 >> 16) + (a >> 16) * (b >> 16); }
#define SL_MADD(a, b) pairs((vi)(a), (vi)(b))
#endif

// start + the sum of q * x over a block's 32 columns, for the rows of a vector.
SL_INLINE vi block_dot(const vu *q, const uint32_t *words, int32_t start) {
#ifdef SL_DOT_BYTES
  vi upper = {0}, lower = start - (vi){0};
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    upper = SL_DOT_BYTES(upper, q[i], splat_word(words[i]));
    lower = SL_DOT_BYTES(lower, q[i], splat_word(words[8 + i]));
  }
  return (upper << 8) + lower;
#else
  vi even = start - (vi){0}, odd = {0};
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    even += SL_MADD(q[i] & 0x00FF00FF, splat_word(words[2 * i]));
    odd += SL_MADD(q[i] >> 8 & 0x00FF00FF, splat_word(words[2 * i + 1]));
  }
  return even + odd;
#endif
}

SL_INLINE vf load_scales(sl_type type, const uint8_t *plane, size_t place) {
  return type == SL_F32 ? load_weights(SL_F32, plane, place) : load_weights(SL_F16, plane, place);
}

// The words of four columns each of a block of 32.
SL_INLINE void load_q(const sl_type TYPE, const uint8_t *words, vu *q) {
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    if (TYPE == SL_Q8) {
      q[i] = *(const vu_memory *)(words + i * 4 * SL_TILE_ROWS);
    } else {
      const vu both = *(const vu_memory *)(words + i / 2 * 4 * SL_TILE_ROWS);
      q[i] = (i % 2 == 0 ? both : both >> 4) & 0x0F0F0F0F;
    }
  }
}

// Bytes ahead of the current weights that are asked for in each tile, and how near they are kept: what reads best depends
// on the processors that have the instruction set.
enum { PACKED_PREFETCH = 1024 };
#ifndef SL_PACKED_NEARNESS
#define SL_PACKED_NEARNESS 2
#endif

// Dot products of PARTS * SL_LANES rows, from first_row on, of TILES tiles, `distance` bytes apart, with TOKENS tokens.
SL_INLINE void packed_dots(const sl_type TYPE, const int TILES, const int PARTS, const int TOKENS,
                           const sl_matrix *matrix, const uint8_t *tiles, size_t distance, size_t first_row,
                           const sl_fixed *x, size_t token, vf (*sums)[8]) {
  const sl_layout layout = sl_layout_of(matrix);
  const size_t blocks = matrix->cols / SL_BLOCK_COLS;
  const size_t group_blocks = matrix->group / SL_BLOCK_COLS;
  const size_t block_bytes = SL_BLOCK_COLS * SL_TILE_ROWS / (TYPE == SL_Q8 ? 1 : 2);
  const int32_t middle = sl_middle(matrix);
#pragma clang loop unroll(full)
  for (int n = 0; n < TILES * PARTS; n++) {
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) sums[n][t] = (vf){0};
  }
  for (size_t block = 0; block < blocks; block++) {
#pragma clang loop unroll(full)
    for (int n = 0; n < TILES; n++) {
      const uint8_t *tile = tiles + n * distance;
      const uint8_t *lines = tile + layout.q + block * block_bytes;
      for (size_t line = 0; line < block_bytes; line += 64) {
        __builtin_prefetch(lines + line + PACKED_PREFETCH, 0, SL_PACKED_NEARNESS);
      }
#pragma clang loop unroll(full)
      for (int p = 0; p < PARTS; p++) {
        const size_t row = first_row + p * SL_LANES;
        const size_t place = block / group_blocks * SL_TILE_ROWS + row;
        const vf scale = load_scales(matrix->scale_type, tile, place);
        vf *own = sums[n * PARTS + p];
        vu q[8];
        load_q(TYPE, lines + 4 * row, q);
#pragma clang loop unroll(full)
        for (int t = 0; t < TOKENS; t++) {
          const size_t at = (token + t) * blocks + block;
          const int32_t whole = x->sums[at];
          const vi dots = block_dot(q, x->words + at * (SL_BLOCK_COLS / 2), -middle * whole);
          own[t] += __builtin_convertvector(dots, vf) * x->scales[at] * scale;
          if (matrix->has_offsets) {
            own[t] += load_scales(matrix->scale_type, tile + layout.offsets, place) * ((float)whole * x->scales[at]);
          }
        }
      }
    }
  }
}

// TILES tiles, the first of which begins at `row`, `row_distance` rows apart.
SL_INLINE void packed_tiles(const sl_type TYPE, const int TILES, const int TOKENS, const sl_matrix *matrix, size_t row,
                            size_t row_distance, const sl_fixed *x, size_t token, const float *bias, bool add,
                            float *out, size_t out_stride) {
  // For a single token all rows of a tile at once, so that memory is read in whole lines.
  enum { ALL = SL_TILE_ROWS / SL_LANES };
  const int PARTS = TOKENS == 1 ? ALL : 1;
  const size_t tile_bytes = sl_layout_of(matrix).bytes;
  const uint8_t *tiles = (const uint8_t *)matrix->base + row / SL_TILE_ROWS * tile_bytes;
  for (size_t part = 0; part < SL_TILE_ROWS; part += PARTS * SL_LANES) {
    vf sums[4 * ALL][8];
    packed_dots(TYPE, TILES, PARTS, TOKENS, matrix, tiles, row_distance / SL_TILE_ROWS * tile_bytes, part, x, token,
                sums);
    for (int n = 0; n < TILES * PARTS; n++) {
      const size_t first = row + n / PARTS * row_distance + part + n % PARTS * SL_LANES;
      if (first >= matrix->rows) continue;
      const size_t rows = matrix->rows - first < SL_LANES ? matrix->rows - first : SL_LANES;
      for (int t = 0; t < TOKENS; t++) {
        float values[SL_LANES];
        store(values, sums[n][t]);
        float *place = out + (token + t) * out_stride + first;
        for (size_t r = 0; r < rows; r++) {
          const float value = values[r] + (bias ? bias[first + r] : 0);
          place[r] = add ? place[r] + value : value;
        }
      }
    }
  }
}

// Rows first..<end of TOKENS tokens, TILES tiles at a time. Memory gives most when several places are read at once, each
// a long stream: the tiles are as far from each other as the rows allow.
SL_INLINE void packed_rows(const sl_type TYPE, const int TILES, const int TOKENS, const sl_matrix *matrix, size_t first,
                           size_t end, const sl_fixed *x, size_t token, const float *bias, bool add, float *out,
                           size_t out_stride) {
  const size_t distance = (end - first) / SL_TILE_ROWS / TILES * SL_TILE_ROWS;
  for (size_t row = first; row < first + distance; row += SL_TILE_ROWS) {
    packed_tiles(TYPE, TILES, TOKENS, matrix, row, distance, x, token, bias, add, out, out_stride);
  }
  for (size_t row = first + TILES * distance; row < end; row += SL_TILE_ROWS) {
    packed_tiles(TYPE, 1, TOKENS, matrix, row, 0, x, token, bias, add, out, out_stride);
  }
}

SL_INLINE void multiply_packed_typed(const sl_type TYPE, const sl_matrix *matrix, size_t first, size_t end,
                                     const sl_fixed *x, size_t tokens, const float *bias, bool add, float *out,
                                     size_t out_stride) {
  size_t t = 0;
  for (; t + 8 <= tokens; t += 8) packed_rows(TYPE, 1, 8, matrix, first, end, x, t, bias, add, out, out_stride);
  if (t + 4 <= tokens) {
    packed_rows(TYPE, 1, 4, matrix, first, end, x, t, bias, add, out, out_stride);
    t += 4;
  }
  if (t + 2 <= tokens) {
    packed_rows(TYPE, 2, 2, matrix, first, end, x, t, bias, add, out, out_stride);
    t += 2;
  }
  // As many vectors of sums in any instruction set.
  if (t < tokens) packed_rows(TYPE, SL_LANES / 4, 1, matrix, first, end, x, t, bias, add, out, out_stride);
}

static void multiply_packed(const sl_matrix *matrix, size_t first, size_t end, const sl_fixed *x, size_t tokens,
                            const float *bias, bool add, float *out, size_t out_stride) {
  if (matrix->type == SL_Q8) {
    multiply_packed_typed(SL_Q8, matrix, first, end, x, tokens, bias, add, out, out_stride);
  } else {
    multiply_packed_typed(SL_Q4, matrix, first, end, x, tokens, bias, add, out, out_stride);
  }
}
