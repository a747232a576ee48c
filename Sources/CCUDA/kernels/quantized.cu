// Products with quantised matrices, which lie in a GPU's memory as in a processor's (CKernels/include/sl_quantized.h):
// weight = scale * q + offset, in tiles of 16 rows. A tile has the scales [inputs / group][16], in some matrices offsets
// behind them, and then words [..][16] of four columns of 8 bits, or of eight of 4 bits where the macro NARROW is 1.

// Where the parts of a tile lie.
struct Layout {
  const unsigned char *tiles;
  long tileBytes;
  int offsetsAt;   // bytes from the start of a tile; 0 where there are none
  int codesAt;
  int group;       // columns that share a scale, a multiple of 32
  int wideScales;  // in f32, else in f16
};

constexpr int TILE = 16;    // rows
constexpr int BLOCK = 32;   // columns that a thread takes at a time
constexpr int SLICES = 16;  // threads that share a row

#define SL_LAYOUT_PARAMETERS \
  const unsigned char *tiles, long tileBytes, int offsetsAt, int codesAt, int group, int wideScales
#define SL_LAYOUT {tiles, tileBytes, offsetsAt, codesAt, group, wideScales}

__device__ __forceinline__ float scaleAt(const unsigned char *plane, int place, int wide) {
  return wide ? ((const float *)plane)[place] : floatFromF16(((const unsigned short *)plane)[place]);
}

// What a group of a row is scaled by and shifted by, the latter 0 without offsets.
__device__ __forceinline__ void readGroup(
    const Layout &layout, const unsigned char *tile, int lane, int column, float &scale, float &offset) {
  const int place = column / layout.group * TILE + lane;
  scale = scaleAt(tile, place, layout.wideScales);
  offset = layout.offsetsAt ? scaleAt(tile + layout.offsetsAt, place, layout.wideScales) : 0.0f;
}

// The q of COLUMNS columns of a row, from one that is a multiple of them on; without offsets, their distance from the
// middle.
template <int COLUMNS>
__device__ __forceinline__ void readCodes(
    const Layout &layout, const unsigned char *tile, int lane, int column, float (&out)[COLUMNS]) {
  constexpr int EACH = NARROW ? 8 : 4;  // columns of a word
  const unsigned *words = (const unsigned *)(tile + layout.codesAt) + (long)(column / EACH) * TILE + lane;
  unsigned held[COLUMNS / EACH];
#pragma unroll
  for (int i = 0; i < COLUMNS / EACH; i++) held[i] = words[i * TILE];
  // As the last bits of 2^23 + q, which takes no conversion of integers.
  const float zero = 8388608.0f + (layout.offsetsAt ? 0.0f : NARROW ? 8.0f : 128.0f);
#pragma unroll
  for (int i = 0; i < COLUMNS; i++) {
    // Of eight columns of 4 bits, the first four are in the lower halves of the bytes.
    const int shift = i % 4 * 8 + (NARROW ? i % 8 / 4 * 4 : 0);
    out[i] = __int_as_float((int)((held[i / EACH] >> shift & (NARROW ? 15u : 255u)) | 0x4b000000u)) - zero;
  }
}

// out [count][stride] = x Wᵀ from column `first` on, or += when `adding`, for up to ROWS rows x [count][inputs]: a block
// for each tile. The order of each sum is the same whatever ROWS is.
template <int ROWS>
__device__ __forceinline__ void multiplyTile(
    const Layout &layout, const Element *x, float *out, int outputs, int inputs, int count, int first, int stride,
    int adding) {
  __shared__ float parts[ROWS][SLICES][TILE];
  const int lane = threadIdx.x % TILE, slice = threadIdx.x / TILE;
  const unsigned char *tile = layout.tiles + blockIdx.x * layout.tileBytes;
  float acc[ROWS];
#pragma unroll
  for (int m = 0; m < ROWS; m++) acc[m] = 0;
  for (int column = slice * BLOCK; column < inputs; column += SLICES * BLOCK) {
    float scale, offset, q[BLOCK];
    readGroup(layout, tile, lane, column, scale, offset);
    readCodes(layout, tile, lane, column, q);
#pragma unroll
    for (int m = 0; m < ROWS; m++) {
      const Element *values = x + (long)(m < count ? m : 0) * inputs + column;
      float dot = 0, sum = 0;
#pragma unroll
      for (int i = 0; i < BLOCK; i += PACK) {
        float v[PACK];
        unpack(load(values + i), v);
#pragma unroll
        for (int j = 0; j < PACK; j++) dot = fmaf(q[i + j], v[j], dot);
        if (!layout.offsetsAt) continue;
#pragma unroll
        for (int j = 0; j < PACK; j++) sum += v[j];
      }
      acc[m] = fmaf(scale, dot, fmaf(offset, sum, acc[m]));
    }
  }
#pragma unroll
  for (int m = 0; m < ROWS; m++) parts[m][slice][lane] = acc[m];
  __syncthreads();
  const int row = blockIdx.x * TILE + lane;
  // Threads of a slice put a row of activations together.
  for (int m = slice; m < count; m += SLICES) {
    if (row >= outputs) break;
    float total = 0;
#pragma unroll
    for (int i = 0; i < SLICES; i++) total += parts[m][i][lane];
    float *place = out + (long)m * stride + first + row;
    *place = adding ? *place + total : total;
  }
}

// Rows of a tile in the element type, [outputs][inputs], for products with many rows. A thread widens 16 columns, which
// it stores in words of 16 bytes.
extern "C" __global__ void widen_rows(SL_LAYOUT_PARAMETERS, Element *out, int outputs, int inputs) {
  const Layout layout = SL_LAYOUT;
  const int lane = threadIdx.x % TILE, column = (blockIdx.y * SLICES + threadIdx.x / TILE) * 16;
  const int row = blockIdx.x * TILE + lane;
  if (row >= outputs || column >= inputs) return;
  const unsigned char *tile = layout.tiles + blockIdx.x * layout.tileBytes;
  float scale, offset, q[16];
  readGroup(layout, tile, lane, column, scale, offset);
  readCodes(layout, tile, lane, column, q);
  Element *target = out + (long)row * inputs + column;
#pragma unroll
  for (int i = 0; i < 16; i += PACK) {
    float values[PACK];
#pragma unroll
    for (int j = 0; j < PACK; j++) values[j] = fmaf(scale, q[i + j], offset);
    *(uint4 *)(target + i) = packed(values).bits;
  }
}

// hidden [rows][inputs] = the rows that tokens name.
extern "C" __global__ void embed(SL_LAYOUT_PARAMETERS, const int *tokens, float *hidden, int inputs) {
  const Layout layout = SL_LAYOUT;
  const int row = tokens[blockIdx.x], lane = row % TILE;
  const unsigned char *tile = layout.tiles + (long)(row / TILE) * layout.tileBytes;
  float *out = hidden + (long)blockIdx.x * inputs;
  for (int column = threadIdx.x * 8; column < inputs; column += blockDim.x * 8) {
    float scale, offset, q[8];
    readGroup(layout, tile, lane, column, scale, offset);
    readCodes(layout, tile, lane, column, q);
#pragma unroll
    for (int i = 0; i < 8; i++) out[column + i] = fmaf(scale, q[i], offset);
  }
}

#define SL_MULTIPLY(ROWS) \
  extern "C" __global__ void multiply_##ROWS( \
      SL_LAYOUT_PARAMETERS, const Element *x, float *out, int outputs, int inputs, int count, int first, int stride, \
      int adding) { \
    multiplyTile<ROWS>(SL_LAYOUT, x, out, outputs, inputs, count, first, stride, adding); \
  }
SL_MULTIPLY(1)
SL_MULTIPLY(2)
SL_MULTIPLY(4)
SL_MULTIPLY(8)
