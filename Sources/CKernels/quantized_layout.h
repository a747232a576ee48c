// Where the parts of a packed tile lie: see sl_quantized.h.
#pragma once

#include "sl_quantized.h"

static inline sl_layout sl_layout_of(const sl_matrix *matrix) {
  const size_t plane = matrix->cols / matrix->group * SL_TILE_ROWS * (matrix->scale_type == SL_F32 ? 4 : 2);
  const size_t padded = (plane + 63) & ~(size_t)63;
  sl_layout layout;
  layout.offsets = padded;
  layout.q = matrix->has_offsets ? 2 * padded : padded;
  // A multiple of 64 bytes, as cols is one of 32.
  layout.bytes = layout.q + matrix->cols * SL_TILE_ROWS / (matrix->type == SL_Q8 ? 1 : 2);
  return layout;
}

// The number of which q is the distance where there are no offsets.
static inline int32_t sl_middle(const sl_matrix *matrix) {
  if (matrix->has_offsets) return 0;
  return matrix->type == SL_Q8 ? 128 : 8;
}
