// Attention over pages, a part of kernel_bodies.h.
//
// Softmax is computed as the pages come: a running maximum, and sums that are scaled down whenever it grows. Each page is
// read once for all heads that share its keys. Keys lie across the positions, so that a page's scores need no sum over
// lanes.

// Heads that are worked on together: as many as have room in registers.
enum { HEADS_MOST = SL_LANES == 16 ? 8 : 4, PAGE_PARTS = SL_PAGE_TOKENS / SL_LANES };

// Scores of a page, [HEADS][SL_PAGE_TOKENS].
SL_INLINE void page_scores(const sl_type TYPE, const int HEADS, const uint8_t *keys, const float *q, size_t head_dim,
                           float scale, float *scores) {
  // Few heads are few chains of sums; more of them hide how long one takes.
  const int WAYS = HEADS >= 4 ? 1 : HEADS >= 2 ? 2 : 4;
  vf sums[8][4] = {0};
#pragma clang loop unroll(full)
  for (int part = 0; part < PAGE_PARTS; part++) {
#pragma clang loop unroll(full)
    for (int h = 0; h < HEADS; h++) {
#pragma clang loop unroll(full)
      for (int way = 0; way < WAYS; way++) sums[h][way] = (vf){0};
    }
    size_t d = 0;
    for (; d + WAYS <= head_dim; d += WAYS) {
#pragma clang loop unroll(full)
      for (int way = 0; way < WAYS; way++) {
        vf key = load_weights(TYPE, keys, (d + way) * SL_PAGE_TOKENS + part * SL_LANES);
#pragma clang loop unroll(full)
        for (int h = 0; h < HEADS; h++) sums[h][way] += q[h * head_dim + d + way] * key;
      }
    }
    for (; d < head_dim; d++) {
      vf key = load_weights(TYPE, keys, d * SL_PAGE_TOKENS + part * SL_LANES);
#pragma clang loop unroll(full)
      for (int h = 0; h < HEADS; h++) sums[h][0] += q[h * head_dim + d] * key;
    }
#pragma clang loop unroll(full)
    for (int h = 0; h < HEADS; h++) {
      vf total = sums[h][0];
      if (WAYS >= 2) total += sums[h][1];
      if (WAYS == 4) total += sums[h][2] + sums[h][3];
      store(scores + h * SL_PAGE_TOKENS + part * SL_LANES, total * scale);
    }
  }
}

// out[h] += the sum of weights[h][p] * values[p], for BLOCKS vectors of each head from place i on.
SL_INLINE void page_values(const sl_type TYPE, const int HEADS, const int BLOCKS, const uint8_t *values, size_t count,
                           const float *weights, size_t head_dim, size_t i, float *out) {
  vf sums[8][4];
#pragma clang loop unroll(full)
  for (int h = 0; h < HEADS; h++) {
#pragma clang loop unroll(full)
    for (int b = 0; b < BLOCKS; b++) sums[h][b] = load(out + h * head_dim + i + b * SL_LANES);
  }
  for (size_t p = 0; p < count; p++) {
#pragma clang loop unroll(full)
    for (int b = 0; b < BLOCKS; b++) {
      vf value = load_weights(TYPE, values, p * head_dim + i + b * SL_LANES);
#pragma clang loop unroll(full)
      for (int h = 0; h < HEADS; h++) sums[h][b] += weights[h * SL_PAGE_TOKENS + p] * value;
    }
  }
#pragma clang loop unroll(full)
  for (int h = 0; h < HEADS; h++) {
#pragma clang loop unroll(full)
    for (int b = 0; b < BLOCKS; b++) store(out + h * head_dim + i + b * SL_LANES, sums[h][b]);
  }
}

SL_INLINE void attend_heads(const sl_type TYPE, const int HEADS, const uint8_t *keys, const uint8_t *values,
                            size_t page_bytes, const uint32_t *pages, size_t count, const float *q, size_t head_dim,
                            float scale, float *out) {
  const int BLOCKS = HEADS <= 2 ? 4 : HEADS <= 4 ? 2 : 1;
  float maxima[8], totals[8], weights[8 * SL_PAGE_TOKENS];
  for (int h = 0; h < HEADS; h++) {
    maxima[h] = -INFINITY;
    totals[h] = 0;
  }
  memset(out, 0, HEADS * head_dim * sizeof(float));
  for (size_t first = 0; first < count; first += SL_PAGE_TOKENS) {
    const size_t page = (size_t)pages[first / SL_PAGE_TOKENS] * page_bytes;
    const size_t filled = count - first < SL_PAGE_TOKENS ? count - first : SL_PAGE_TOKENS;
    page_scores(TYPE, HEADS, keys + page, q, head_dim, scale, weights);
    for (int h = 0; h < HEADS; h++) {
      float *scores = weights + h * SL_PAGE_TOKENS;
      float *head = out + h * head_dim;
      // What the page held before its last positions were filled is anything.
      for (size_t p = filled; p < SL_PAGE_TOKENS; p++) scores[p] = -INFINITY;
      const float maximum = largest(scores, SL_PAGE_TOKENS);
      if (maximum > maxima[h]) {
        const float factor = expf(maxima[h] - maximum);
        for (size_t i = 0; i < head_dim; i++) head[i] *= factor;
        totals[h] *= factor;
        maxima[h] = maximum;
      }
      vf sums = {0};
#pragma clang loop unroll(full)
      for (int part = 0; part < PAGE_PARTS; part++) {
        vf score = load(scores + part * SL_LANES);
        vf weight = exponential(score - maxima[h]);
        weight = (vf)((vi)weight & (vi)(score > -INFINITY));
        store(scores + part * SL_LANES, weight);
        sums += weight;
      }
      totals[h] += sum(sums);
    }
    size_t i = 0;
    for (; i + BLOCKS * SL_LANES <= head_dim; i += BLOCKS * SL_LANES) {
      page_values(TYPE, HEADS, BLOCKS, values + page, filled, weights, head_dim, i, out);
    }
    for (; i + SL_LANES <= head_dim; i += SL_LANES) {
      page_values(TYPE, HEADS, 1, values + page, filled, weights, head_dim, i, out);
    }
    for (; i < head_dim; i++) {
      for (int h = 0; h < HEADS; h++) {
        for (size_t p = 0; p < filled; p++) {
          out[h * head_dim + i] += weights[h * SL_PAGE_TOKENS + p] * load_weight(TYPE, values + page, p * head_dim + i);
        }
      }
    }
  }
  for (int h = 0; h < HEADS; h++) {
    const float factor = 1.0f / totals[h];
    for (size_t i = 0; i < head_dim; i++) out[h * head_dim + i] *= factor;
  }
}

SL_INLINE void attend_typed(const sl_type TYPE, const uint8_t *keys, const uint8_t *values, size_t page_bytes,
                            const uint32_t *pages, size_t count, const float *q, size_t heads, size_t head_dim,
                            float scale, float *out) {
  while (heads > 0) {
    const size_t taken = heads < HEADS_MOST ? heads : HEADS_MOST;
    switch (taken) {
#define SL_CASE(N) \
  case N: attend_heads(TYPE, N, keys, values, page_bytes, pages, count, q, head_dim, scale, out); break;
      SL_CASE(1)
      SL_CASE(2)
      SL_CASE(3)
      SL_CASE(4)
#if SL_LANES == 16
      SL_CASE(5)
      SL_CASE(6)
      SL_CASE(7)
      SL_CASE(8)
#endif
#undef SL_CASE
    }
    heads -= taken;
    q += taken * head_dim;
    out += taken * head_dim;
  }
}

static void attend(sl_type type, const uint8_t *keys, const uint8_t *values, size_t page_bytes, const uint32_t *pages,
                   size_t count, const float *q, size_t heads, size_t head_dim, float scale, float *out) {
  if (type == SL_F32) {
    attend_typed(SL_F32, keys, values, page_bytes, pages, count, q, heads, head_dim, scale, out);
  } else {
    attend_typed(SL_BF16, keys, values, page_bytes, pages, count, q, heads, head_dim, scale, out);
  }
}
