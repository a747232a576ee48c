// What is done row by row: a block for each row.

// hidden [rows][width] = embedding[tokens]
extern "C" __global__ void embed(const int *tokens, const Element *embedding, float *hidden, int width) {
  const Element *source = embedding + (long)tokens[blockIdx.x] * width;
  float *out = hidden + (long)blockIdx.x * width;
  for (int i = threadIdx.x; i < width; i += blockDim.x) out[i] = widen(source[i]);
}

// out[row] = x[places[row]] / rms * weight; places null means every row.
extern "C" __global__ void rms_norm(
    const float *x, const float *weight, float epsilon, const int *places, Element *out, int width) {
  const float *source = x + (long)(places ? places[blockIdx.x] : blockIdx.x) * width;
  Element *target = out + (long)blockIdx.x * width;
  // What fits in registers is read once; the weights come while the sum is taken.
  constexpr int HELD = 8;
  float held[HELD], factors[HELD];
  float squares = 0;
#pragma unroll
  for (int h = 0; h < HELD; h++) {
    const int i = threadIdx.x + h * blockDim.x;
    held[h] = i < width ? source[i] : 0.0f;
    factors[h] = i < width ? weight[i] : 0.0f;
  }
#pragma unroll
  for (int h = 0; h < HELD; h++) squares = fmaf(held[h], held[h], squares);
  const int rest = threadIdx.x + HELD * blockDim.x;
  for (int i = rest; i < width; i += blockDim.x) squares = fmaf(source[i], source[i], squares);
  const float scale = rsqrtf(sumOfBlock(squares) / width + epsilon);
#pragma unroll
  for (int h = 0; h < HELD; h++) {
    const int i = threadIdx.x + h * blockDim.x;
    if (i < width) target[i] = narrow(held[h] * scale * factors[h]);
  }
  for (int i = rest; i < width; i += blockDim.x) target[i] = narrow(source[i] * scale * weight[i]);
}

// hidden [rows][width] += bias
extern "C" __global__ void add_bias(const float *bias, float *hidden, int width) {
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < width) hidden[(long)blockIdx.y * width + i] += bias[i];
}

// out [rows][width] = silu(both[row][0..<width]) * both[row][width..<2 width]
extern "C" __global__ void swiglu(const float *both, Element *out, int width) {
  const float *gate = both + (long)blockIdx.y * 2 * width;
  const int i = blockIdx.x * blockDim.x + threadIdx.x;
  if (i < width) out[(long)blockIdx.y * width + i] = narrow(silu(gate[i]) * gate[width + i]);
}

// Fills with values spread evenly within (-scale, scale): weights for measurements.
extern "C" __global__ void fill_random(Element *out, long count, float scale, unsigned seed) {
  for (long i = (long)blockIdx.x * blockDim.x + threadIdx.x; i < count; i += (long)gridDim.x * blockDim.x) {
    unsigned long long z = ((unsigned long long)seed << 40) + (unsigned long long)i * 0x9E3779B97F4A7C15ull;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    z ^= z >> 31;
    out[i] = narrow(((float)(z >> 40) * 0x1p-23f - 1.0f) * scale);
  }
}
