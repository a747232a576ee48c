// Rotary positions and attention over a paged cache: keys and values [pages][kvHeads][PAGE][HEAD_DIM] of one layer. A row
// belongs to a sequence, whose pages are pages[sequence][0..<pagesEach], and has a position in it. HEAD_DIM, PAGE and
// GROUP (query heads of one key head, at most 8 in one block) are macros.

constexpr int LANES = 8;                // lanes that share a position
constexpr int WIDTH = HEAD_DIM / LANES;  // elements of each
// They lie in runs of at most 16 bytes, those of the lanes side by side, so that a warp reads whole lines.
constexpr int RUN = WIDTH % PACK == 0 ? PACK : WIDTH % 4 == 0 ? 4 : WIDTH % 2 == 0 ? 2 : 1;
constexpr int ATTEND_WARPS = 8;
static_assert(HEAD_DIM % (2 * LANES) == 0 && HEAD_DIM <= 256, "the head's width is not supported");

// qkv [rows][(heads + 2 kvHeads) * HEAD_DIM] without bias: the queries, rotated, go to `queries` [rows][heads][HEAD_DIM],
// keys and values into the cache. Where there are `norms` [2][HEAD_DIM], heads of queries and of keys are normalised before
// that. One block a row and head, HEAD_DIM / 2 threads.
extern "C" __global__ void rotate_and_store(
    const float *qkv, const float *bias, const float *norms, float epsilon, const int *sequences, const int *positions, const int *pages, int pagesEach,
    const float *cosines, const float *sines, float *queries, Element *keys, Element *values, int heads, int kvHeads) {
  const int head = blockIdx.x, row = blockIdx.y, pair = threadIdx.x, half = HEAD_DIM / 2;
  const int position = positions[row];
  const long from = ((long)row * (heads + 2 * kvHeads) + head) * HEAD_DIM;
  float a = qkv[from + pair], b = qkv[from + half + pair];
  if (bias) {
    a += bias[head * HEAD_DIM + pair];
    b += bias[head * HEAD_DIM + half + pair];
  }
  if (norms && head < heads + kvHeads) {
    // They are few, and a block need not be whole warps: each thread adds all of them up.
    __shared__ float squares[HEAD_DIM / 2];
    squares[pair] = fmaf(b, b, a * a);
    __syncthreads();
    float sum = 0;
    for (int i = 0; i < half; i++) sum += squares[i];
    const float scale = rsqrtf(sum / HEAD_DIM + epsilon);
    const float *norm = norms + (head < heads ? 0 : HEAD_DIM);
    a *= scale * norm[pair];
    b *= scale * norm[half + pair];
  }
  if (head < heads + kvHeads) {
    const float c = cosines[(long)position * half + pair], s = sines[(long)position * half + pair];
    const float x = a * c - b * s;
    b = b * c + a * s;
    a = x;
  }
  if (head < heads) {
    float *out = queries + ((long)row * heads + head) * HEAD_DIM;
    out[pair] = a;
    out[half + pair] = b;
    return;
  }
  const int kvHead = (head - heads) % kvHeads;
  const int page = pages[(long)sequences[row] * pagesEach + position / PAGE];
  Element *out = (head < heads + kvHeads ? keys : values)
      + (((long)page * kvHeads + kvHead) * PAGE + position % PAGE) * HEAD_DIM;
  out[pair] = narrow(a);
  out[half + pair] = narrow(b);
}

// The dimension of a lane's element.
__device__ __forceinline__ constexpr int dimension(int part, int i) {
  return i / RUN * (RUN * LANES) + part * RUN + i % RUN;
}

// The elements of one lane, as they lie in memory.
struct HeadBits {
  static constexpr int WORDS = WIDTH * sizeof(Element) / 4, RUN_WORDS = RUN * sizeof(Element) / 4;
  unsigned words[WORDS];

  __device__ __forceinline__ void load(const Element *head, int part) {
#pragma unroll
    for (int at = 0; at < WORDS; at += RUN_WORDS) {
      const unsigned *source = (const unsigned *)(head + dimension(part, at / RUN_WORDS * RUN));
      if constexpr (RUN_WORDS == 4) {
        *(uint4 *)&words[at] = *(const uint4 *)source;
      } else if constexpr (RUN_WORDS == 2) {
        *(uint2 *)&words[at] = *(const uint2 *)source;
      } else {
        words[at] = *source;
      }
    }
  }

  __device__ __forceinline__ void widenTo(float (&out)[WIDTH]) const {
#pragma unroll
    for (int i = 0; i < WORDS; i++) {
#if defined(SL_F32)
      out[i] = __uint_as_float(words[i]);
#else
      out[2 * i] = widen((Element)(words[i] & 0xffffu));
      out[2 * i + 1] = widen((Element)(words[i] >> 16));
#endif
    }
  }
};

// Each group of LANES lanes goes through its own positions with its own running softmax (arXiv 1805.02867); the groups'
// results are put together at the end. A block has one row, one key head (and up to GROUP of its query heads) and the
// positions of one split. With one split, `out` [rows][heads][HEAD_DIM] is written; with several, the unnormalised sums go
// to `sums` [rows][heads][splits][HEAD_DIM], maxima and totals to `scales` [rows][heads][splits][2].
extern "C" __global__ void __launch_bounds__(ATTEND_WARPS *WARP) attend(
    const float *queries, const Element *keys, const Element *values, const int *sequences, const int *positions,
    const int *pages, int pagesEach, float scale, Element *out, float *sums, float *scales, int heads, int kvHeads,
    int splitLength) {
  const int split = blockIdx.x, splits = gridDim.x, row = blockIdx.z;
  const int perHead = heads / kvHeads, chunks = (perHead + GROUP - 1) / GROUP;
  const int kvHead = blockIdx.y / chunks, firstHead = kvHead * perHead + blockIdx.y % chunks * GROUP;
  const int group = min(GROUP, (kvHead + 1) * perHead - firstHead);
  const int length = positions[row] + 1, begin = split * splitLength;
  const int end = splits == 1 ? length : min(length, begin + splitLength);
  const int lane = threadIdx.x % WARP, warp = threadIdx.x / WARP, part = lane % LANES;
  if (splits > 1 && begin >= length) {
    // Of a row that is shorter than others.
    if (threadIdx.x < group) {
      float *place = scales + (((long)row * heads + firstHead + threadIdx.x) * splits + split) * 2;
      place[0] = -SL_INFINITY;
      place[1] = 0;
    }
    return;
  }

  // The lanes' elements of one number side by side: lanes that read at once read from different banks.
  __shared__ float q[GROUP][WIDTH][LANES];
  for (int i = threadIdx.x; i < GROUP * HEAD_DIM; i += blockDim.x) {
    const int g = i / HEAD_DIM, element = i % HEAD_DIM / LANES, owner = i % LANES;
    const long head = (long)row * heads + firstHead + g;
    q[g][element][owner] = g < group ? queries[head * HEAD_DIM + dimension(owner, element)] * scale : 0.0f;
  }
  __syncthreads();

  float acc[GROUP][WIDTH], maximum[GROUP], total[GROUP];
#pragma unroll
  for (int g = 0; g < GROUP; g++) {
    maximum[g] = -SL_INFINITY;
    total[g] = 0;
#pragma unroll
    for (int i = 0; i < WIDTH; i++) acc[g][i] = 0;
  }
  const int *table = pages + (long)sequences[row] * pagesEach;
  const int step = ATTEND_WARPS * (WARP / LANES);
  HeadBits keyBits, valueBits;
  // All lanes of a warp take part in the exchange; those past the end count for nothing.
  auto fetch = [&](int position) {
    const int safe = position < end ? position : begin;
    const long place =
        (((long)table[safe / PAGE] * kvHeads + kvHead) * PAGE + safe % PAGE) * HEAD_DIM;
    keyBits.load(keys + place, part);
    valueBits.load(values + place, part);
  };
  int position = begin + warp * (WARP / LANES) + lane / LANES;
  if (begin < end) fetch(position);
  for (int base = begin; base < end; base += step, position += step) {
    const bool counts = position < end;
    float k[WIDTH], v[WIDTH];
    keyBits.widenTo(k);
    valueBits.widenTo(v);
    // The next positions are on their way while these are computed with.
    if (base + step < end) fetch(position + step);
#pragma unroll
    for (int g = 0; g < GROUP; g++) {
      float score = 0;
#pragma unroll
      for (int i = 0; i < WIDTH; i++) score = fmaf(q[g][i][part], k[i], score);
#pragma unroll
      for (int offset = LANES / 2; offset > 0; offset /= 2) score += __shfl_xor_sync(0xffffffffu, score, offset);
      if (!counts) continue;
      const float next = fmaxf(maximum[g], score);
      const float keep = expf(maximum[g] - next), weight = expf(score - next);
      maximum[g] = next;
      total[g] = fmaf(total[g], keep, weight);
#pragma unroll
      for (int i = 0; i < WIDTH; i++) acc[g][i] = fmaf(acc[g][i], keep, weight * v[i]);
    }
  }

  __shared__ float partSums[ATTEND_WARPS][HEAD_DIM], partMaxima[ATTEND_WARPS], partTotals[ATTEND_WARPS];
#pragma unroll
  for (int g = 0; g < GROUP; g++) {
    // Within the warp.
#pragma unroll
    for (int offset = LANES; offset < WARP; offset *= 2) {
      const float other = __shfl_xor_sync(0xffffffffu, maximum[g], offset);
      const float next = fmaxf(maximum[g], other);
      const float mine = maximum[g] == -SL_INFINITY ? 0.0f : expf(maximum[g] - next);
      const float theirs = other == -SL_INFINITY ? 0.0f : expf(other - next);
      total[g] = total[g] * mine + __shfl_xor_sync(0xffffffffu, total[g], offset) * theirs;
#pragma unroll
      for (int i = 0; i < WIDTH; i++)
        acc[g][i] = acc[g][i] * mine + __shfl_xor_sync(0xffffffffu, acc[g][i], offset) * theirs;
      maximum[g] = next;
    }
    // Across the warps.
    if (lane < LANES) {
#pragma unroll
      for (int i = 0; i < WIDTH; i++) partSums[warp][dimension(part, i)] = acc[g][i];
      if (lane == 0) {
        partMaxima[warp] = maximum[g];
        partTotals[warp] = total[g];
      }
    }
    __syncthreads();
    if (g < group) {
      float best = -SL_INFINITY;
      for (int w = 0; w < ATTEND_WARPS; w++) best = fmaxf(best, partMaxima[w]);
      float all = 0;
      for (int w = 0; w < ATTEND_WARPS; w++)
        all += partMaxima[w] == -SL_INFINITY ? 0.0f : partTotals[w] * expf(partMaxima[w] - best);
      const long head = (long)row * heads + firstHead + g;
      for (int i = threadIdx.x; i < HEAD_DIM; i += blockDim.x) {
        float sum = 0;
        for (int w = 0; w < ATTEND_WARPS; w++)
          sum += partMaxima[w] == -SL_INFINITY ? 0.0f : partSums[w][i] * expf(partMaxima[w] - best);
        if (splits == 1) {
          out[head * HEAD_DIM + i] = narrow(sum / all);
        } else {
          sums[(head * splits + split) * HEAD_DIM + i] = sum;
        }
      }
      if (splits > 1 && threadIdx.x == 0) {
        scales[(head * splits + split) * 2] = best;
        scales[(head * splits + split) * 2 + 1] = all;
      }
    }
    __syncthreads();
  }
}

// Puts the splits of `attend` together: a block for each head and row, HEAD_DIM threads. Splits past a row's length have
// a total of 0.
extern "C" __global__ void combine(const float *sums, const float *scales, Element *out, int heads, int splits) {
  const long head = (long)blockIdx.y * heads + blockIdx.x;
  float best = -SL_INFINITY;
  for (int s = 0; s < splits; s++) best = fmaxf(best, scales[(head * splits + s) * 2]);
  float sum = 0, all = 0;
  for (int s = 0; s < splits; s++) {
    const float maximum = scales[(head * splits + s) * 2];
    if (maximum == -SL_INFINITY) continue;
    const float weight = expf(maximum - best);
    all += scales[(head * splits + s) * 2 + 1] * weight;
    sum += sums[(head * splits + s) * HEAD_DIM + threadIdx.x] * weight;
  }
  out[head * HEAD_DIM + threadIdx.x] = narrow(sum / all);
}
