// Products with bf16 weights through AMX tiles; part of kernel_bodies.h.
//
// Each activation is split into two bf16 numbers, upper + lower, which together keep 16 bits of it: the error is about
// 2^-17 of the activation, where rounding it to one bf16 would make 2^-9. Both parts are columns of one tile, so the tile
// unit sums them in the same order wherever a token stands, and their two sums are added at the end.
//
// Weights are the first operand: 16 rows by 32 columns, straight from the row-major matrix.

typedef struct {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_configuration;

// All eight tiles are 16 rows of 64 bytes.
SL_INLINE void configure_tiles(void) {
  tile_configuration configuration = {.palette = 1};
  for (int i = 0; i < 8; i++) {
    configuration.row_bytes[i] = 64;
    configuration.rows[i] = 16;
  }
  _tile_loadconfig(&configuration);
}

SL_INLINE size_t steps_of(size_t cols) { return (cols + SL_SPLIT_STEP_COLS - 1) / SL_SPLIT_STEP_COLS; }

// rows[i][j] = rows[j][i] of words.
SL_INLINE void transpose(vu *rows) {
  vu pairs[16], fours[16], eights[16];
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i += 2) {
    pairs[i] = (vu)_mm512_unpacklo_epi32((__m512i)rows[i], (__m512i)rows[i + 1]);
    pairs[i + 1] = (vu)_mm512_unpackhi_epi32((__m512i)rows[i], (__m512i)rows[i + 1]);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 16; i += 4) {
    for (int half = 0; half < 2; half++) {
      fours[i + 2 * half] = (vu)_mm512_unpacklo_epi64((__m512i)pairs[i + half], (__m512i)pairs[i + 2 + half]);
      fours[i + 2 * half + 1] = (vu)_mm512_unpackhi_epi64((__m512i)pairs[i + half], (__m512i)pairs[i + 2 + half]);
    }
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    eights[i] = (vu)_mm512_shuffle_i32x4((__m512i)fours[i], (__m512i)fours[i + 4], 0x88);
    eights[i + 4] = (vu)_mm512_shuffle_i32x4((__m512i)fours[i], (__m512i)fours[i + 4], 0xDD);
    eights[i + 8] = (vu)_mm512_shuffle_i32x4((__m512i)fours[i + 8], (__m512i)fours[i + 12], 0x88);
    eights[i + 12] = (vu)_mm512_shuffle_i32x4((__m512i)fours[i + 8], (__m512i)fours[i + 12], 0xDD);
  }
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i++) {
    rows[i] = (vu)_mm512_shuffle_i32x4((__m512i)eights[i], (__m512i)eights[i + 8], 0x88);
    rows[i + 8] = (vu)_mm512_shuffle_i32x4((__m512i)eights[i], (__m512i)eights[i + 8], 0xDD);
  }
}

// The upper parts of 32 activations as 16 pairs; leaves what is left of them.
SL_INLINE vu take_pairs(vf *first, vf *second) {
  const vu pairs = (vu)_mm512_cvtne2ps_pbh((__m512)*second, (__m512)*first);
  *first -= (vf)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm512_castsi512_si256((__m512i)pairs)), 16);
  *second -= (vf)_mm512_slli_epi32(_mm512_cvtepu16_epi32(_mm512_extracti64x4_epi64((__m512i)pairs, 1)), 16);
  return pairs;
}

// Tiles of activations of up to SL_SPLIT_TOKENS tokens, [steps][16 pairs of columns][upper of each token, lower of each].
static void split(const float *x, size_t x_stride, size_t cols, size_t tokens, uint8_t *tiles) {
  for (size_t step = 0; step < steps_of(cols); step++, tiles += SL_SPLIT_STEP_BYTES) {
    const size_t first = step * SL_SPLIT_STEP_COLS;
    vu pairs[16] = {0};
    for (size_t t = 0; t < tokens; t++) {
      float values[SL_SPLIT_STEP_COLS] = {0};
      const float *source = x + t * x_stride + first;
      if (first + SL_SPLIT_STEP_COLS > cols) {
        memcpy(values, source, (cols - first) * sizeof(float));
        source = values;
      }
      vf low = load(source), high = load(source + 16);
      pairs[t] = take_pairs(&low, &high);
      pairs[SL_SPLIT_TOKENS + t] = take_pairs(&low, &high);
    }
    transpose(pairs);
    for (int i = 0; i < 16; i++) *(vu_memory *)(tiles + 64 * i) = pairs[i];
  }
}

// A tile of sums, [16 rows][upper of each token, lower of each], into the places of its tokens. Row i of the tile is row
// i * row_step of the result.
SL_INLINE void store_sums(const float *sums, size_t rows, size_t row_step, size_t tokens, const float *bias, bool add,
                          float *out, size_t out_stride) {
  vu columns[16];
  for (int i = 0; i < 16; i++) columns[i] = *(const vu_memory *)(sums + 16 * i);
  transpose(columns);
#pragma clang loop unroll(full)
  for (int t = 0; t < SL_SPLIT_TOKENS; t++) {
    if ((size_t)t >= tokens) break;
    const vf totals = (vf)columns[t] + (vf)columns[SL_SPLIT_TOKENS + t];
    float *place = out + t * out_stride;
    if (row_step == 1 && rows == 16) {
      vf value = totals;
      if (bias) value += load(bias);
      if (add) value += load(place);
      store(place, value);
    } else {
      for (size_t i = 0; i < rows; i++) {
        const float value = totals[i] + (bias ? bias[i * row_step] : 0);
        place[i * row_step] = add ? place[i * row_step] + value : value;
      }
    }
  }
}

// 16 rows of weights from `weights` on, `stride` bytes from one to the next.
typedef struct {
  const uint8_t *weights;
  size_t stride;
  size_t rows;  // that there are, of 16
} tile_rows;

// The last columns, or rows that are fewer than 16, with zeros for what is not there.
SL_INLINE void copy_tile(const tile_rows *rows, size_t cols, size_t step, uint8_t *copy) {
  memset(copy, 0, SL_SPLIT_STEP_BYTES);
  const size_t first = step * SL_SPLIT_STEP_COLS;
  const size_t count = cols - first < SL_SPLIT_STEP_COLS ? cols - first : SL_SPLIT_STEP_COLS;
  for (size_t i = 0; i < rows->rows; i++) memcpy(copy + 64 * i, rows->weights + i * rows->stride + 2 * first, 2 * count);
}

#define SL_LOAD_WEIGHTS(TILE, ROWS, STEP)                                            \
  if ((ROWS)->rows == 16 && ((STEP) + 1) * SL_SPLIT_STEP_COLS <= cols) {                      \
    _tile_loadd(TILE, (ROWS)->weights + (STEP)*64, (ROWS)->stride);                  \
  } else {                                                                           \
    copy_tile(ROWS, cols, STEP, copy);                                               \
    _tile_loadd(TILE, copy, 64);                                                     \
  }

// Sums of 16 rows with one group of tokens.
SL_INLINE void sum_tile(const tile_rows *rows, size_t cols, const uint8_t *x, float *sums) {
  _Alignas(64) uint8_t copy[SL_SPLIT_STEP_BYTES];
  _tile_zero(0);
  for (size_t step = 0; step < steps_of(cols); step++) {
    _tile_loadd(4, x + step * SL_SPLIT_STEP_BYTES, 64);
    SL_LOAD_WEIGHTS(6, rows, step);
    _tile_dpbf16ps(0, 6, 4);
  }
  _tile_stored(0, sums, 64);
}

// A block of weights for many tokens: so many rows, in tiles, and so many steps of columns that the block stays in the
// first-level cache while all tokens pass by.
enum { BLOCK_TILES = 4, BLOCK_ROWS = 16 * BLOCK_TILES, BLOCK_STEPS = 8, BLOCK_LINES = BLOCK_ROWS * BLOCK_STEPS };

// Adds the products of a block's steps first..<end with one group of tokens to its sums, [tile of rows][16][16], or begins
// these. Asks for `lines` of the next block meanwhile, a row's 64 bytes of a step each, from line `line` on.
SL_INLINE void sum_block(const tile_rows *rows, size_t cols, size_t first, size_t end, const uint8_t *x, float *sums,
                         const uint8_t *next, size_t line, size_t lines) {
  _Alignas(64) uint8_t copy[SL_SPLIT_STEP_BYTES];
  if (first == 0) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
  } else {
    _tile_loadd(0, sums, 64);
    _tile_loadd(1, sums + 256, 64);
    _tile_loadd(2, sums + 512, 64);
    _tile_loadd(3, sums + 768, 64);
  }
  for (size_t step = first; step < end; step++) {
    for (size_t i = 0; i < lines; i++, line++) {
      __builtin_prefetch(next + line / BLOCK_STEPS * cols * 2 + line % BLOCK_STEPS * 64, 0, 2);
    }
    _tile_loadd(4, x + step * SL_SPLIT_STEP_BYTES, 64);
    SL_LOAD_WEIGHTS(5, rows, step);
    _tile_dpbf16ps(0, 5, 4);
    SL_LOAD_WEIGHTS(6, rows + 1, step);
    _tile_dpbf16ps(1, 6, 4);
    SL_LOAD_WEIGHTS(7, rows + 2, step);
    _tile_dpbf16ps(2, 7, 4);
    SL_LOAD_WEIGHTS(5, rows + 3, step);
    _tile_dpbf16ps(3, 5, 4);
  }
  _tile_stored(0, sums, 64);
  _tile_stored(1, sums + 256, 64);
  _tile_stored(2, sums + 512, 64);
  _tile_stored(3, sums + 768, 64);
}

// Few tokens wait for memory alone, which gives most when several places are read at once: the 16 rows of a tile are
// then as far from each other as the rows of the call allow.
SL_INLINE void multiply_few(const uint8_t *weights, size_t rows, size_t cols, const uint8_t *x, size_t tokens,
                            const float *bias, bool add, float *out, size_t out_stride) {
  _Alignas(64) float sums[256];
  const size_t group_bytes = steps_of(cols) * SL_SPLIT_STEP_BYTES;
  const size_t distance = rows / 16;
  for (size_t r = 0; r < distance; r++) {
    const tile_rows tile = {weights + r * cols * 2, distance * cols * 2, 16};
    for (size_t t = 0; t < tokens; t += SL_SPLIT_TOKENS) {
      sum_tile(&tile, cols, x + t / SL_SPLIT_TOKENS * group_bytes, sums);
      store_sums(sums, 16, distance, tokens - t, bias ? bias + r : NULL, add, out + t * out_stride + r, out_stride);
    }
  }
  const size_t done = distance * 16;
  if (done == rows) return;
  const tile_rows tile = {weights + done * cols * 2, cols * 2, rows - done};
  for (size_t t = 0; t < tokens; t += SL_SPLIT_TOKENS) {
    sum_tile(&tile, cols, x + t / SL_SPLIT_TOKENS * group_bytes, sums);
    store_sums(sums, rows - done, 1, tokens - t, bias ? bias + done : NULL, add, out + t * out_stride + done,
               out_stride);
  }
}

// `sums` has room for SL_SPLIT_SUMS_BYTES for each group of tokens. With `fetches`, each block is asked for while the one
// before is computed with.
SL_INLINE void multiply_many(const uint8_t *weights, size_t rows, size_t cols, const uint8_t *x, size_t tokens,
                             const float *bias, bool add, float *out, size_t out_stride, float *sums, bool fetches) {
  const size_t group_bytes = steps_of(cols) * SL_SPLIT_STEP_BYTES;
  const size_t groups = (tokens + SL_SPLIT_TOKENS - 1) / SL_SPLIT_TOKENS;
  const size_t lines = fetches ? (BLOCK_LINES + groups * BLOCK_STEPS - 1) / (groups * BLOCK_STEPS) : 0;
  for (size_t r = 0; r < rows; r += BLOCK_ROWS) {
    tile_rows tiles[BLOCK_TILES];
    for (size_t i = 0; i < BLOCK_TILES; i++) {
      const size_t first = r + 16 * i;
      const size_t count = first >= rows ? 0 : (rows - first < 16 ? rows - first : 16);
      tiles[i] = (tile_rows){weights + (count ? first : r) * cols * 2, cols * 2, count};
    }
    for (size_t step = 0; step < steps_of(cols); step += BLOCK_STEPS) {
      const size_t end = step + BLOCK_STEPS < steps_of(cols) ? step + BLOCK_STEPS : steps_of(cols);
      const uint8_t *block = weights + r * cols * 2 + step * 64;
      const uint8_t *next = end < steps_of(cols) ? block + BLOCK_STEPS * 64 : weights + (r + BLOCK_ROWS) * cols * 2;
      for (size_t g = 0; g < groups; g++) {
        sum_block(tiles, cols, step, end, x + g * group_bytes, sums + g * BLOCK_TILES * 256, next,
                  g * BLOCK_STEPS * lines, lines);
      }
    }
    for (size_t g = 0; g < groups; g++) {
      const size_t token = g * SL_SPLIT_TOKENS;
      for (size_t i = 0; i < BLOCK_TILES; i++) {
        const size_t first = r + 16 * i;
        store_sums(sums + (g * BLOCK_TILES + i) * 256, tiles[i].rows, 1, tokens - token, bias ? bias + first : NULL,
                   add, out + token * out_stride + first, out_stride);
      }
    }
  }
}

// MARK: Quantised weights

// Pairs of columns of 16 rows in bf16: the lower half of each word is of the first.
SL_INLINE vu pair_columns(vf first, vf second) {
  const __m512i interleaved = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24, 8, 23, 7, 22,
                                               6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  return (vu)_mm512_permutexvar_epi16(interleaved, (__m512i)_mm512_cvtne2ps_pbh((__m512)second, (__m512)first));
}

enum { WIDENING_PREFETCH = 4096 };

// The rows of one packed tile in bf16, row-major, [16][cols].
SL_INLINE void widen_tile(const sl_type TYPE, const sl_matrix *matrix, const uint8_t *tile, uint8_t *out) {
  const sl_layout layout = sl_layout_of(matrix);
  const size_t group_blocks = matrix->group / SL_BLOCK_COLS;
  const size_t block_bytes = SL_BLOCK_COLS * SL_TILE_ROWS / (TYPE == SL_Q8 ? 1 : 2);
  const float middle = (float)sl_middle(matrix);
  const uint8_t *words = tile + layout.q;
  for (size_t block = 0; block < matrix->cols / SL_BLOCK_COLS; block++, words += block_bytes) {
    const size_t place = block / group_blocks * SL_TILE_ROWS;
    const vf scale = load_scales(matrix->scale_type, tile, place);
    const vf offset =
        matrix->has_offsets ? load_scales(matrix->scale_type, tile + layout.offsets, place) : scale * -middle;
    for (size_t line = 0; line < block_bytes; line += 64) __builtin_prefetch(words + line + WIDENING_PREFETCH, 0, 2);
    vu q[8], pairs[16];
    load_q(TYPE, words, q);
#pragma clang loop unroll(full)
    for (int i = 0; i < 8; i++) {
      vf columns[4];
#pragma clang loop unroll(full)
      for (int c = 0; c < 4; c++) {
        columns[c] = __builtin_convertvector((vi)(q[i] >> (8 * c) & 0xFF), vf) * scale + offset;
      }
      pairs[2 * i] = pair_columns(columns[0], columns[1]);
      pairs[2 * i + 1] = pair_columns(columns[2], columns[3]);
    }
    transpose(pairs);
    for (int r = 0; r < 16; r++) *(vu_memory *)(out + (r * matrix->cols + block * SL_BLOCK_COLS) * 2) = pairs[r];
  }
}

static void multiply_widened(const sl_matrix *matrix, size_t first, size_t end, const uint8_t *x, size_t tokens,
                             const float *bias, bool add, float *out, size_t out_stride, uint8_t *widened,
                             float *sums) {
  configure_tiles();
  const size_t tile_bytes = sl_layout_of(matrix).bytes;
  for (size_t row = first; row < end; row += SL_WIDENED_ROWS) {
    const size_t rows = end - row < SL_WIDENED_ROWS ? end - row : SL_WIDENED_ROWS;
    for (size_t part = 0; part < rows; part += SL_TILE_ROWS) {
      const uint8_t *tile = (const uint8_t *)matrix->base + (row + part) / SL_TILE_ROWS * tile_bytes;
      if (matrix->type == SL_Q8) {
        widen_tile(SL_Q8, matrix, tile, widened + part * matrix->cols * 2);
      } else {
        widen_tile(SL_Q4, matrix, tile, widened + part * matrix->cols * 2);
      }
    }
    multiply_many(widened, rows, matrix->cols, x, tokens, bias ? bias + row : NULL, add, out + row, out_stride, sums,
                  false);
  }
  _tile_release();
}

// MARK: Weights in bf16

// Fewer tokens than these leave the tiles time to wait for memory.
enum { FEW_TOKENS = 16 };

static void multiply_split(const void *weights, size_t rows, size_t cols, const uint8_t *x, size_t tokens,
                           const float *bias, bool add, float *out, size_t out_stride, float *sums) {
  configure_tiles();
  if (tokens <= FEW_TOKENS) {
    multiply_few(weights, rows, cols, x, tokens, bias, add, out, out_stride);
  } else {
    const uint8_t *start = weights;
    for (size_t line = 0; line < BLOCK_LINES; line++) {
      __builtin_prefetch(start + line / BLOCK_STEPS * cols * 2 + line % BLOCK_STEPS * 64, 0, 2);
    }
    multiply_many(weights, rows, cols, x, tokens, bias, add, out, out_stride, sums, true);
  }
  _tile_release();
}
