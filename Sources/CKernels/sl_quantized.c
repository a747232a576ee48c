// Packing, unpacking and rounding of quantised matrices. None of it is in the way of a token.
#include "sl_quantized.h"

#include "quantized_layout.h"
#include "sl_pool.h"

#include <math.h>
#include <string.h>

sl_layout sl_tile_layout(const sl_matrix *matrix) { return sl_layout_of(matrix); }

size_t sl_packed_bytes(const sl_matrix *matrix) {
  const size_t tiles = (matrix->rows + SL_TILE_ROWS - 1) / SL_TILE_ROWS;
  return tiles * sl_layout_of(matrix).bytes;
}

// MARK: Scales

// To the nearest, ties to even; what is too large becomes the largest finite number.
static uint16_t f32_to_f16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  const uint16_t sign = (uint16_t)(bits >> 16 & 0x8000);
  const float magnitude = fabsf(value);
  if (!(magnitude < 65504)) return isnan(value) ? 0x7E00 : sign | 0x7BFF;
  // Below 2^-14 the steps are 2^-24; adding 0.5 leaves a multiple of that in the low bits.
  if (magnitude < 0x1p-14f) {
    const float shifted = magnitude + 0.5f;
    memcpy(&bits, &shifted, 4);
    return (uint16_t)(sign | (bits - 0x3F000000));
  }
  bits &= 0x7FFFFFFF;
  bits += 0x0FFF + (bits >> 13 & 1);
  return (uint16_t)(sign | ((bits >> 13) - (112u << 10)));
}

static float f16_to_f32(uint16_t half) {
  const uint32_t bits = (uint32_t)(half & 0x7FFF) << 13;
  float value;
  memcpy(&value, &bits, 4);
  value *= 0x1p112f;  // from f16's exponent bias to f32's; exact, subnormals included
  return half & 0x8000 ? -value : value;
}

static float rounded(sl_type type, float value) { return type == SL_F32 ? value : f16_to_f32(f32_to_f16(value)); }

static void store_scale(sl_type type, uint8_t *plane, size_t place, float value) {
  if (type == SL_F32) {
    memcpy(plane + 4 * place, &value, 4);
  } else {
    const uint16_t half = f32_to_f16(value);
    memcpy(plane + 2 * place, &half, 2);
  }
}

static float load_scale(sl_type type, const uint8_t *plane, size_t place) {
  if (type == SL_F32) {
    float value;
    memcpy(&value, plane + 4 * place, 4);
    return value;
  }
  uint16_t half;
  memcpy(&half, plane + 2 * place, 2);
  return f16_to_f32(half);
}

// MARK: Rows

// Puts the q of columns first..<first + count of a row into its tile.
static void store_q(const sl_matrix *matrix, uint8_t *tile, size_t lane, size_t first, size_t count,
                    const uint8_t *q) {
  uint8_t *words = tile + sl_layout_of(matrix).q + 4 * lane;
  if (matrix->type == SL_Q8) {
    for (size_t c = 0; c < count; c += 4) memcpy(words + (first + c) * SL_TILE_ROWS, q + c, 4);
    return;
  }
  for (size_t c = 0; c < count; c += 8) {
    uint8_t *word = words + (first + c) / 2 * SL_TILE_ROWS;
    for (size_t i = 0; i < 4; i++) word[i] = (uint8_t)((q[c + i] & 15) | q[c + 4 + i] << 4);
  }
}

static void store_group(const sl_matrix *matrix, uint8_t *tile, size_t lane, size_t group, const uint8_t *q,
                        float scale, float offset) {
  const size_t place = group * SL_TILE_ROWS + lane;
  store_scale(matrix->scale_type, tile, place, scale);
  if (matrix->has_offsets) store_scale(matrix->scale_type, tile + sl_layout_of(matrix).offsets, place, offset);
  store_q(matrix, tile, lane, group * matrix->group, matrix->group, q);
}

void sl_pack_row(const sl_matrix *matrix, void *base, size_t row, const uint8_t *q, const float *scales,
                 const float *offsets) {
  uint8_t *tile = (uint8_t *)base + row / SL_TILE_ROWS * sl_layout_of(matrix).bytes;
  for (size_t g = 0; g < matrix->cols / matrix->group; g++) {
    store_group(matrix, tile, row % SL_TILE_ROWS, g, q + g * matrix->group, scales[g], offsets ? offsets[g] : 0);
  }
}

static void unpack_row(const sl_matrix *matrix, size_t row, float *out) {
  const sl_layout layout = sl_layout_of(matrix);
  const uint8_t *tile = (const uint8_t *)matrix->base + row / SL_TILE_ROWS * layout.bytes;
  const size_t lane = row % SL_TILE_ROWS;
  const uint8_t *words = tile + layout.q + 4 * lane;
  for (size_t c = 0; c < matrix->cols; c++) {
    const size_t place = c / matrix->group * SL_TILE_ROWS + lane;
    const float scale = load_scale(matrix->scale_type, tile, place);
    const float offset = matrix->has_offsets ? load_scale(matrix->scale_type, tile + layout.offsets, place)
                                             : -(float)sl_middle(matrix) * scale;
    uint8_t q;
    if (matrix->type == SL_Q8) {
      q = words[c / 4 * 4 * SL_TILE_ROWS + c % 4];
    } else {
      const uint8_t pair = words[c / 8 * 4 * SL_TILE_ROWS + c % 4];
      q = c % 8 < 4 ? pair & 15 : pair >> 4;
    }
    out[c] = scale * q + offset;
  }
}

void sl_widen_row(sl_isa isa, const sl_matrix *matrix, size_t row, float *out) {
  if (matrix->type == SL_Q8 || matrix->type == SL_Q4) {
    unpack_row(matrix, row, out);
  } else {
    const size_t row_bytes = matrix->cols * (matrix->type == SL_F32 ? 4 : 2);
    sl_widen(isa, matrix->type, (const uint8_t *)matrix->base + row * row_bytes, matrix->cols, out);
  }
}

// MARK: Rounding

// The nearest integer within low...high, which are within 0...255; NaN becomes low.
static inline uint8_t nearest(float value, float low, float high) {
  value = value > low ? (value < high ? value : high) : low;
  return (uint8_t)(value + 0.5f);
}

// Rounds a group with the middle as its zero. The largest weight of 4 bits is at -8, which has no counterpart.
static void round_about_middle(const sl_matrix *matrix, const float *w, uint8_t *q, float *scale) {
  float largest = 0;
  for (size_t i = 0; i < matrix->group; i++) {
    if (fabsf(w[i]) > fabsf(largest)) largest = w[i];
  }
  const bool wide = matrix->type == SL_Q8;
  *scale = rounded(matrix->scale_type, wide ? fabsf(largest) / 127 : largest / -8);
  const float inverse = *scale != 0 ? 1 / *scale : 0;
  for (size_t i = 0; i < matrix->group; i++) {
    q[i] = wide ? nearest(w[i] * inverse + 128, 1, 255) : nearest(w[i] * inverse + 8, 0, 15);
  }
}

// Rounds to q by a scale and an offset; returns the sum of squared errors.
static float round_by(const float *w, size_t count, float steps, float scale, float offset, uint8_t *q) {
  const float inverse = scale > 0 ? 1 / scale : 0;
  float error = 0;
  for (size_t i = 0; i < count; i++) {
    q[i] = nearest((w[i] - offset) * inverse, 0, steps);
    const float difference = scale * q[i] + offset - w[i];
    error += difference * difference;
  }
  return error;
}

// The scale and offset with the least squared error for given q; false where all q are equal.
static bool fit(const float *w, const uint8_t *q, size_t count, float *scale, float *offset) {
  float n = (float)count, sum_q = 0, sum_qq = 0, sum_w = 0, sum_qw = 0;
  for (size_t i = 0; i < count; i++) {
    sum_q += q[i];
    sum_qq += (float)q[i] * q[i];
    sum_w += w[i];
    sum_qw += q[i] * w[i];
  }
  const float determinant = n * sum_qq - sum_q * sum_q;
  if (!(determinant > 0)) return false;
  *scale = (n * sum_qw - sum_q * sum_w) / determinant;
  *offset = (sum_w - *scale * sum_q) / n;
  return true;
}

// Fits after rounding and roundings after fitting: more of them hardly change the error any more.
enum { REFINEMENTS = 4 };

// Rounds a group between its smallest and its largest weight, or a little within, where that is nearer to the others.
static void round_between(const sl_matrix *matrix, const float *w, uint8_t *q, float *scale, float *offset) {
  const size_t count = matrix->group;
  const float steps = matrix->type == SL_Q8 ? 255 : 15;
  float smallest = w[0], largest = w[0];
  for (size_t i = 1; i < count; i++) {
    smallest = fminf(smallest, w[i]);
    largest = fmaxf(largest, w[i]);
  }
  *offset = rounded(matrix->scale_type, smallest);
  *scale = rounded(matrix->scale_type, (largest - *offset) / steps);
  float least = round_by(w, count, steps, *scale, *offset, q);
  for (int i = 0; i < REFINEMENTS; i++) {
    uint8_t trial[SL_MAX_GROUP];
    float trial_scale, trial_offset;
    if (!fit(w, q, count, &trial_scale, &trial_offset)) return;
    trial_scale = rounded(matrix->scale_type, trial_scale);
    trial_offset = rounded(matrix->scale_type, trial_offset);
    const float error = round_by(w, count, steps, trial_scale, trial_offset, trial);
    if (!(error < least)) return;
    least = error;
    *scale = trial_scale;
    *offset = trial_offset;
    memcpy(q, trial, count);
  }
}

typedef struct {
  sl_isa isa;
  sl_type type;
  const uint8_t *weights;
  const sl_matrix *matrix;
  uint8_t *base;
} rounding_job;

static void round_tile(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const rounding_job *job = context;
  const sl_matrix *matrix = job->matrix;
  const size_t size = job->type == SL_F32 ? 4 : 2;
  uint8_t *tile = job->base + chunk * sl_layout_of(matrix).bytes;
  for (size_t lane = 0; lane < SL_TILE_ROWS && chunk * SL_TILE_ROWS + lane < matrix->rows; lane++) {
    const uint8_t *row = job->weights + (chunk * SL_TILE_ROWS + lane) * matrix->cols * size;
    for (size_t g = 0; g < matrix->cols / matrix->group; g++) {
      float w[SL_MAX_GROUP];
      uint8_t q[SL_MAX_GROUP];
      float scale, offset = 0;
      sl_widen(job->isa, job->type, row + g * matrix->group * size, matrix->group, w);
      if (matrix->has_offsets) {
        round_between(matrix, w, q, &scale, &offset);
      } else {
        round_about_middle(matrix, w, q, &scale);
      }
      store_group(matrix, tile, lane, g, q, scale, offset);
    }
  }
}

void sl_quantize(sl_isa isa, sl_pool *pool, sl_type type, const void *weights, const sl_matrix *matrix, void *base) {
  rounding_job job = {isa, type, weights, matrix, base};
  sl_pool_run(pool, (matrix->rows + SL_TILE_ROWS - 1) / SL_TILE_ROWS, round_tile, &job);
}
