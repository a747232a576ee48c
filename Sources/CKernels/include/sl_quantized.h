// Quantised matrices in memory.
//
// A weight is scale * q + offset with an unsigned q of 8 or 4 bits, where scale and offset belong to a group of columns
// of one row. Without offsets, the offset is -128 * scale or -8 * scale: q is then signed with the middle as its zero.
//
// Rows lie in tiles of 16, so that a vector has a number of each row and no sum crosses its lanes. The rows that the last
// tile lacks have scale 0. A tile is
//
//   scales   [cols / group][16] of scale_type, padded to 64 bytes
//   offsets  the same, where there are any
//   q        SL_Q8: [cols / 4][16] words of four columns, the first in the lowest byte
//            SL_Q4: [cols / 8][16] words of eight columns: the first four in the low halves of the bytes, the others in
//            the high ones
//
// and starts at a multiple of 64 bytes.
#pragma once

#include "sl_kernels.h"

enum {
  SL_TILE_ROWS = 16,
  SL_MAX_GROUP = 256,
};

typedef struct {
  size_t offsets;  // bytes from the start of a tile
  size_t q;
  size_t bytes;  // of a tile
} sl_layout;

// Where the parts of a tile lie; `base` does not count.
sl_layout sl_tile_layout(const sl_matrix *matrix);

// Bytes of a packed matrix; `base` does not count.
size_t sl_packed_bytes(const sl_matrix *matrix);

// Puts one row into the zeroed memory at `base`. `q` has a byte for each column, below 16 for SL_Q4; `scales` and
// `offsets` a number for each group. `offsets` is NULL if and only if the matrix has none.
void sl_pack_row(const sl_matrix *matrix, void *base, size_t row, const uint8_t *q, const float *scales,
                 const float *offsets);

// Rounds weights of a float type, [rows][cols], to the type of `matrix` and packs them at `base`.
void sl_quantize(sl_isa isa, struct sl_pool *pool, sl_type type, const void *weights, const sl_matrix *matrix,
                 void *base);
