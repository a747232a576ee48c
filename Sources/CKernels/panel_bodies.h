// Products of many tokens with matrices of a float type, for instruction sets of eight lanes; part of product_bodies.h.
//
// Some columns of sixteen rows are widened into a panel, a column's weights side by side, and a token's activations are
// multiplied with them one by one: no sum crosses lanes, and each load of weights serves several tokens.

enum { PANEL_ROWS = 2 * SL_LANES, PANEL_COLS = 512, PANEL_TOKENS = 6, FEW_TOKENS = 3 };
// Each column of a panel asks for a part of the panel after it: the columns that ask for one row.
enum { STEPS = PANEL_COLS / PANEL_ROWS };
// Tokens whose activations, 2 KB of a panel's columns each, stay in a second-level cache while the panels pass by.
enum { PANEL_NEAR_TOKENS = 24 * PANEL_TOKENS };

// Rows become columns.
SL_INLINE void transpose(vu *v) {
#pragma clang loop unroll(full)
  for (int i = 0; i < 4; i++) {
    const vu a = v[i], b = v[i + 4];
    v[i] = __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
    v[i + 4] = __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
  }
  // Within each half, four rows of four.
#pragma clang loop unroll(full)
  for (int i = 0; i < 8; i += 4) {
    const vu a = __builtin_shufflevector(v[i], v[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    const vu b = __builtin_shufflevector(v[i], v[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    const vu c = __builtin_shufflevector(v[i + 2], v[i + 3], 0, 8, 1, 9, 4, 12, 5, 13);
    const vu d = __builtin_shufflevector(v[i + 2], v[i + 3], 2, 10, 3, 11, 6, 14, 7, 15);
    v[i] = __builtin_shufflevector(a, c, 0, 1, 8, 9, 4, 5, 12, 13);
    v[i + 1] = __builtin_shufflevector(a, c, 2, 3, 10, 11, 6, 7, 14, 15);
    v[i + 2] = __builtin_shufflevector(b, d, 0, 1, 8, 9, 4, 5, 12, 13);
    v[i + 3] = __builtin_shufflevector(b, d, 2, 3, 10, 11, 6, 7, 14, 15);
  }
}

// Columns that are transposed at a time. Two of bf16 are one word of a row, which is taken apart once it is a column.
SL_INLINE size_t columns_at_once(const sl_type TYPE) { return TYPE == SL_BF16 ? 2 * SL_LANES : SL_LANES; }

// Columns k..<k + columns_at_once of `count` rows, up to SL_LANES; the first stands for those that are missing.
SL_INLINE void load_columns(const sl_type TYPE, const uint8_t *w, size_t row_bytes, size_t count, size_t k, vu *v) {
#pragma clang loop unroll(full)
  for (size_t r = 0; r < SL_LANES; r++) {
    const uint8_t *row = w + (r < count ? r : 0) * row_bytes;
    v[r] = TYPE == SL_BF16 ? *(const vu_memory *)(row + 2 * k) : (vu)load_weights(TYPE, row, k);
  }
  transpose(v);
}

SL_INLINE vf column(const sl_type TYPE, const vu *v, size_t c) {
  if (TYPE != SL_BF16) return (vf)v[c];
  return (vf)(c % 2 == 0 ? v[c / 2] << 16 : v[c / 2] & 0xFFFF0000);
}

SL_INLINE vf lone_column(const sl_type TYPE, const uint8_t *w, size_t row_bytes, size_t count, size_t k) {
  vf values;
  for (size_t r = 0; r < SL_LANES; r++) values[r] = load_weight(TYPE, w + (r < count ? r : 0) * row_bytes, k);
  return values;
}

// Columns of `count` rows, up to SL_LANES, as every other vector of a panel.
SL_INLINE void widen_panel(const sl_type TYPE, const uint8_t *w, size_t row_bytes, size_t count, size_t cols,
                           float *panel) {
  const size_t step = columns_at_once(TYPE);
  size_t k = 0;
  for (; k + step <= cols; k += step) {
    vu v[SL_LANES];
    load_columns(TYPE, w, row_bytes, count, k, v);
#pragma clang loop unroll(full)
    for (size_t c = 0; c < step; c++) store(panel + (k + c) * PANEL_ROWS, column(TYPE, v, c));
  }
  for (; k < cols; k++) store(panel + k * PANEL_ROWS, lone_column(TYPE, w, row_bytes, count, k));
}

typedef struct {
  const float *x;
  size_t x_stride;
  const float *bias;  // of the rows, or NULL
  bool joins;         // the sums are added to what stands at `out`
  float *out;
  size_t out_stride;
  const uint8_t *next;  // the weights of the panel after this one
  size_t row_bytes;     // of the weights
} sl_panel_product;

// Puts the sums of tokens t..<t + TOKENS where they belong.
SL_INLINE void finish_panel(const int TOKENS, size_t rows, const sl_panel_product *product, size_t first_token,
                            vf (*sums)[2]) {
#pragma clang loop unroll(full)
  for (int t = 0; t < TOKENS; t++) {
    float *place = product->out + (first_token + t) * product->out_stride;
#pragma clang loop unroll(full)
    for (int part = 0; part < 2; part++) {
      const size_t first = part * SL_LANES;
      if (first + SL_LANES <= rows) {
        vf value = sums[t][part];
        if (product->bias) value += load(product->bias + first);
        store(place + first, product->joins ? load(place + first) + value : value);
      } else {
        for (size_t r = first; r < rows; r++) {
          const float value = sums[t][part][r - first] + (product->bias ? product->bias[r] : 0);
          place[r] = product->joins ? place[r] + value : value;
        }
      }
    }
  }
}

// `rows` rows of a panel of `cols` columns times tokens t..<t + TOKENS. FETCHES asks for the next panel's weights
// meanwhile, so that memory does not rest while sums are made.
SL_INLINE void multiply_panel(const int TOKENS, const bool FETCHES, const size_t FETCHED, const float *panel,
                              size_t rows, size_t cols, const sl_panel_product *product, size_t t) {
  const size_t x_stride = product->x_stride;
  const float *x = product->x + t * x_stride;
  vf sums[PANEL_TOKENS][2];
#pragma clang loop unroll(full)
  for (int t = 0; t < TOKENS; t++) sums[t][0] = sums[t][1] = (vf){0};
  for (size_t k = 0; k < cols; k++) {
    if (FETCHES) __builtin_prefetch(product->next + k / STEPS * product->row_bytes + k % STEPS * FETCHED, 0, 2);
    const vf low = load(panel + k * PANEL_ROWS), high = load(panel + k * PANEL_ROWS + SL_LANES);
#pragma clang loop unroll(full)
    for (int t = 0; t < TOKENS; t++) {
      const vf value = splat(x[t * x_stride + k]);
      sums[t][0] += low * value;
      sums[t][1] += high * value;
    }
  }
  finish_panel(TOKENS, rows, product, t, sums);
}

// The same without a panel, for tokens that are too few to pay for one: the same sums in the same order.
SL_INLINE void multiply_columns(const sl_type TYPE, const int TOKENS, const uint8_t *w, size_t rows, size_t cols,
                                const sl_panel_product *product) {
  const size_t x_stride = product->x_stride, row_bytes = product->row_bytes;
  const float *x = product->x;
  const size_t step = columns_at_once(TYPE);
  const size_t parts = rows > SL_LANES ? 2 : 1;  // halves of a panel's rows that there are
  vf sums[PANEL_TOKENS][2];
#pragma clang loop unroll(full)
  for (int t = 0; t < TOKENS; t++) sums[t][0] = sums[t][1] = (vf){0};
  size_t k = 0;
  for (; k + step <= cols; k += step) {
#pragma clang loop unroll(full)
    for (size_t part = 0; part < 2; part++) {
      if (part == parts) continue;
      const uint8_t *own = w + part * SL_LANES * row_bytes;
      const size_t count = rows - part * SL_LANES < SL_LANES ? rows - part * SL_LANES : SL_LANES;
#pragma clang loop unroll(full)
      for (size_t r = 0; r < SL_LANES; r++) {
        __builtin_prefetch(own + r * row_bytes + k * element_size(TYPE) + PREFETCH_BYTES, 0, 2);
      }
      vu v[SL_LANES];
      load_columns(TYPE, own, row_bytes, count, k, v);
#pragma clang loop unroll(full)
      for (size_t c = 0; c < step; c++) {
        const vf weights = column(TYPE, v, c);
#pragma clang loop unroll(full)
        for (int t = 0; t < TOKENS; t++) sums[t][part] += weights * splat(x[t * x_stride + k + c]);
      }
    }
  }
  for (; k < cols; k++) {
    for (size_t part = 0; part < parts; part++) {
      const size_t count = rows - part * SL_LANES < SL_LANES ? rows - part * SL_LANES : SL_LANES;
      const vf weights = lone_column(TYPE, w + part * SL_LANES * row_bytes, row_bytes, count, k);
      for (int t = 0; t < TOKENS; t++) sums[t][part] += weights * splat(x[t * x_stride + k]);
    }
  }
  finish_panel(TOKENS, rows, product, 0, sums);
}

SL_INLINE void multiply_few(const sl_type TYPE, const uint8_t *w, size_t rows, size_t cols,
                            const sl_panel_product *product, size_t tokens) {
  switch (tokens) {
    case 1: multiply_columns(TYPE, 1, w, rows, cols, product); break;
    case 2: multiply_columns(TYPE, 2, w, rows, cols, product); break;
    case 3: multiply_columns(TYPE, 3, w, rows, cols, product); break;
  }
}

SL_INLINE void multiply_panels(const sl_type TYPE, const float *panel, size_t rows, size_t cols,
                               const sl_panel_product *product, size_t tokens) {
  const size_t FETCHED = PANEL_COLS / STEPS * element_size(TYPE);
  size_t t = 0;
  if (tokens >= PANEL_TOKENS) {
    multiply_panel(PANEL_TOKENS, true, FETCHED, panel, rows, cols, product, 0);
    for (t = PANEL_TOKENS; t + PANEL_TOKENS <= tokens; t += PANEL_TOKENS) {
      multiply_panel(PANEL_TOKENS, false, FETCHED, panel, rows, cols, product, t);
    }
  }
  switch (tokens - t) {
    case 5: multiply_panel(5, true, FETCHED, panel, rows, cols, product, t); break;
    case 4: multiply_panel(4, true, FETCHED, panel, rows, cols, product, t); break;
    case 3: multiply_panel(3, true, FETCHED, panel, rows, cols, product, t); break;
    case 2: multiply_panel(2, true, FETCHED, panel, rows, cols, product, t); break;
    case 1: multiply_panel(1, true, FETCHED, panel, rows, cols, product, t); break;
  }
}

SL_INLINE void prefill_typed(const sl_type TYPE, const uint8_t *w, size_t rows, size_t cols, const float *x,
                             size_t x_stride, size_t tokens, const float *bias, bool add, float *out,
                             size_t out_stride) {
  _Alignas(64) float panel[PANEL_COLS * PANEL_ROWS];
  const size_t row_bytes = cols * element_size(TYPE);
  // Blocks of like size, so that no panel is made for a few tokens at the end.
  const size_t blocks = (tokens + PANEL_NEAR_TOKENS - 1) / PANEL_NEAR_TOKENS;
  const size_t block = (tokens + blocks * PANEL_TOKENS - 1) / (blocks * PANEL_TOKENS) * PANEL_TOKENS;
  for (size_t first = 0; first < tokens; first += block) {
    const size_t end = first + block < tokens ? first + block : tokens;
    for (size_t k = 0; k < cols; k += PANEL_COLS) {
      const size_t width = k + PANEL_COLS < cols ? PANEL_COLS : cols - k;
      for (size_t row = 0; row < rows; row += PANEL_ROWS) {
        const size_t count = rows - row < PANEL_ROWS ? rows - row : PANEL_ROWS;
        const uint8_t *own = w + row * row_bytes + k * element_size(TYPE);
        const sl_panel_product product = {
            .x = x + first * x_stride + k,
            .x_stride = x_stride,
            .bias = bias && k == 0 ? bias + row : NULL,
            .joins = add || k > 0,
            .out = out + first * out_stride + row,
            .out_stride = out_stride,
            .next = own + PANEL_ROWS * row_bytes,
            .row_bytes = row_bytes,
        };
        if (end - first <= FEW_TOKENS) {
          multiply_few(TYPE, own, count, width, &product, end - first);
          continue;
        }
        widen_panel(TYPE, own, row_bytes, count, width, panel);
        if (count > SL_LANES) {
          widen_panel(TYPE, own + SL_LANES * row_bytes, row_bytes, count - SL_LANES, width, panel + SL_LANES);
        }
        multiply_panels(TYPE, panel, count, width, &product, end - first);
      }
    }
  }
}
