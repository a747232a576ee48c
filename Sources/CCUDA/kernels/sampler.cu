// Mask, bias, penalties, temperature, top-k, top-p, min-p and the draw, in one kernel: a block a row of logits. Every
// rounding is that of the CPU's sampler (compiled without fused multiply-add), so that equal logits and equal random
// numbers give equal tokens; only sums over the vocabulary are taken in another order, in double precision.

constexpr int WARP = 32;
constexpr int THREADS = 1024;
constexpr int WARPS = THREADS / WARP;
constexpr unsigned ALL = 0xffffffffu;
constexpr int ALL_TIES = 0x7fffffff;

typedef unsigned long long Fixed;  // a sum of weights in units of 2^-40: exact, whatever the order

// Sums of a histogram in four parts, for a GPU adds to 32 bits of shared memory at once, and to 64 in a loop. A weight has
// at most 41 bits, so that a part has room for those of 2^21 tokens.
constexpr int LIMB = 11, LIMBS = 4, BINS = 256;
struct Histogram {
  unsigned limbs[LIMBS][BINS];

  __device__ __forceinline__ void add(unsigned bin, Fixed value) {
#pragma unroll
    for (int i = 0; i < LIMBS; i++) {
      const unsigned limb = (unsigned)(value >> i * LIMB) & ((1u << LIMB) - 1);
      if (limb != 0) atomicAdd(&limbs[i][bin], limb);
    }
  }

  __device__ __forceinline__ Fixed operator[](int bin) const {
    Fixed sum = 0;
#pragma unroll
    for (int i = 0; i < LIMBS; i++) sum += (Fixed)limbs[i][bin] << i * LIMB;
    return sum;
  }
};

// The host writes these; the order of the fields is that of SamplerRow.swift.
struct Row {
  double unit;  // a random number within 0..<1
  double topP;  // 1 or more keeps all
  float inverseTemperature;
  float minP;
  float repetition;
  float presence;
  float frequency;
  int greedy;
  int topK;  // 0 keeps all
  int mask;  // row of the pool
  int biasBegin, biasEnd;  // entries of the list of biases
  int historyBegin, historyEnd;
  int place;        // of its logits
  int isAdjusted;   // whether biases and penalties are in them already
  int wantsMass;    // whether the masked mass is asked for
};

struct Entry {
  int token;
  float value;  // a bias, or how often the token was generated
};

__device__ __forceinline__ float exponential(float x) {
  const float lowest = -80.0f;
  const float bounded = x > lowest ? x : lowest;
  const float shifted = bounded * 1.442695f + 12582912.0f;
  const float n = shifted - 12582912.0f;
  const float r = (bounded - n * 0.693359375f) + n * 2.12194440e-4f;
  float p = 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  const unsigned exponent = (__float_as_uint(shifted) - 0x4b400000u) << 23;
  return x > lowest ? __uint_as_float(__float_as_uint(p) + exponent) : 0.0f;
}

__device__ __forceinline__ float known(float logit) { return logit == logit ? logit : -__int_as_float(0x7f800000); }

__device__ __forceinline__ bool allows(const unsigned *mask, int words, int token) {
  return token >> 5 < words && mask[token >> 5] >> (token & 31) & 1;
}

// The part of the vocabulary that a warp goes through, in order of ids.
struct Part {
  const unsigned *mask;
  int vocabulary, firstWord, lastWord;

  // The word's bits. The lanes read a word each of 32, of which `held` are those of the last one read.
  __device__ __forceinline__ unsigned bits(int word, unsigned &held) const {
    const int number = (word - firstWord) % WARP;
    if (number == 0) {
      const int own = word + threadIdx.x % WARP;
      held = own < lastWord ? mask[own] : 0;
    }
    return __shfl_sync(ALL, held, number);
  }

  // Calls body(token) in each lane for the allowed tokens; a word that allows nothing costs next to nothing.
  template <typename Body>
  __device__ __forceinline__ void eachAllowed(Body body) const {
    const int lane = threadIdx.x % WARP;
    unsigned held = 0;
    for (int word = firstWord; word < lastWord; word++) {
      const unsigned bits = this->bits(word, held);
      if (bits == 0) continue;
      const int token = word * 32 + lane;
      if (bits >> lane & 1 && token < vocabulary) body(token);
    }
  }
};

struct Weigher {
  const float *logits;
  float maximum, inverse;

  __device__ __forceinline__ float operator()(int token) const {
    const float logit = known(logits[token]);
    if (maximum == __int_as_float(0x7f800000)) return logit == maximum ? 1.0f : 0.0f;
    return exponential((logit - maximum) * inverse);
  }
};

__device__ __forceinline__ Fixed fixed(float weight) { return (Fixed)((double)weight * 1099511627776.0); }

// Where a prefix of the order "larger weights first, equal ones by id" ends.
struct Cut {
  unsigned weight;  // bits of the least weight that stays
  int ties;         // how many of that weight stay, the first by id
};

// Calls body(word, token, weight) in all lanes together for each word that allows anything, until it returns true; the
// weight is 0 for what the mask or the cut leaves out. `seen` is how many of the cut's own weight lie before the part.
template <typename Body>
__device__ __forceinline__ void eachKept(const Weigher &weigh, const Part &part, const Cut &cut, int seen, Body body) {
  const int lane = threadIdx.x % WARP;
  unsigned held = 0;
  for (int word = part.firstWord; word < part.lastWord; word++) {
    const unsigned bits = part.bits(word, held);
    if (bits == 0) continue;
    const int token = word * 32 + lane;
    const bool allowed = bits >> lane & 1 && token < part.vocabulary;
    const float weight = allowed ? weigh(token) : 0.0f;
    const unsigned own = __float_as_uint(weight);
    const unsigned ties = __ballot_sync(ALL, allowed && own == cut.weight);
    const int rank = seen + __popc(ties & ((1u << lane) - 1));
    seen += __popc(ties);
    const bool keeps = own > cut.weight || (own == cut.weight && rank < cut.ties);
    if (body(word, token, allowed && keeps ? weight : 0.0f)) return;
  }
}

// Finds the shortest prefix with at least `limit` members, or with a mass of at least `limit` when `byMass`. Four
// histograms narrow the weight down byte by byte.
__device__ Cut findCut(
    const Weigher &weigh, const Part &part, Fixed limit, bool byMass, Histogram &histogram) {
  __shared__ unsigned prefix;
  __shared__ Fixed rest;
  if (threadIdx.x == 0) {
    prefix = 0;
    rest = limit;
  }
  for (int shift = 24; shift >= 0; shift -= 8) {
    for (int i = threadIdx.x; i < LIMBS * BINS; i += THREADS) histogram.limbs[i / BINS][i % BINS] = 0;
    __syncthreads();
    const unsigned above = prefix, settled = shift == 24 ? 0 : ALL << (shift + 8);
    part.eachAllowed([&](int token) {
      const float weight = weigh(token);
      const unsigned bits = __float_as_uint(weight);
      if (weight > 0 && (bits & settled) == above)
        histogram.add(bits >> shift & 255, byMass ? fixed(weight) : 1);
    });
    __syncthreads();
    if (threadIdx.x == 0) {
      int last = -1;
      Fixed passed = 0, lastPassed = 0;
      for (int bin = BINS - 1; bin >= 0; bin--) {
        const Fixed sum = histogram[bin];
        if (sum == 0) continue;
        last = bin;
        lastPassed = passed;
        if (passed + sum >= rest) break;
        passed += sum;
      }
      // When all of it falls short, the last bin that has any.
      prefix = above | (unsigned)(last < 0 ? 0 : last) << shift;
      rest = rest > lastPassed ? rest - lastPassed : 0;
    }
    __syncthreads();
  }
  const float weight = __uint_as_float(prefix);
  Cut cut;
  cut.weight = prefix;
  const Fixed one = byMass ? fixed(weight) : 1;
  const Fixed ties = one == 0 ? ALL_TIES : (rest + one - 1) / one;
  cut.ties = (int)min(max(ties, (Fixed)1), (Fixed)ALL_TIES);
  __syncthreads();
  return cut;
}

// The probability of all tokens that the mask forbids, of logits as the model gave them, in every thread; 0 with nothing
// above -infinity.
__device__ double maskedMass(const float *logits, const unsigned *mask, int words, int vocabulary) {
  __shared__ float maxima[WARPS];
  __shared__ double sums[WARPS][2];
  const int lane = threadIdx.x % WARP, warp = threadIdx.x / WARP;
  float maximum = -__int_as_float(0x7f800000);
  for (int token = threadIdx.x; token < vocabulary; token += THREADS) maximum = fmaxf(maximum, known(logits[token]));
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) maximum = fmaxf(maximum, __shfl_xor_sync(ALL, maximum, offset));
  if (lane == 0) maxima[warp] = maximum;
  __syncthreads();
  for (int w = 0; w < WARPS; w++) maximum = fmaxf(maximum, maxima[w]);
  if (maximum == -__int_as_float(0x7f800000)) return 0;
  double all = 0, forbidden = 0;
  for (int token = threadIdx.x; token < vocabulary; token += THREADS) {
    const float logit = known(logits[token]);
    const double weight = logit == maximum ? 1.0 : (double)exponential(logit - maximum);
    all += weight;
    if (!allows(mask, words, token)) forbidden += weight;
  }
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) {
    all += __shfl_xor_sync(ALL, all, offset);
    forbidden += __shfl_xor_sync(ALL, forbidden, offset);
  }
  if (lane == 0) {
    sums[warp][0] = all;
    sums[warp][1] = forbidden;
  }
  __syncthreads();
  all = forbidden = 0;
  for (int w = 0; w < WARPS; w++) {
    all += sums[w][0];
    forbidden += sums[w][1];
  }
  __syncthreads();
  return forbidden / all;
}

extern "C" __global__ void __launch_bounds__(THREADS) sample(
    float *allLogits, const unsigned *masks, int words, const Row *rows, const Entry *biases, const Entry *history,
    int *tokens, float *masses, int vocabulary) {
  const Row row = rows[blockIdx.x];
  float *logits = allLogits + (long)row.place * vocabulary;
  const unsigned *mask = masks + (long)row.mask * words;
  const int lane = threadIdx.x % WARP, warp = threadIdx.x / WARP;
  const int used = min(words, (vocabulary + 31) / 32), each = (used + WARPS - 1) / WARPS;
  const int firstWord = min(warp * each, used);
  const Part part{mask, vocabulary, firstWord, min(firstWord + each, used)};
  __shared__ Histogram histogram;
  __shared__ float warpMaxima[WARPS];
  __shared__ int warpPlaces[WARPS], warpCounts[WARPS];
  __shared__ double warpSums[WARPS];

  if (row.wantsMass) {
    const double mass = maskedMass(logits, mask, words, vocabulary);
    if (threadIdx.x == 0) masses[blockIdx.x] = (float)mass;
  }
  if (!row.isAdjusted) {
    for (int i = row.biasBegin + threadIdx.x; i < row.biasEnd; i += THREADS) {
      const Entry entry = biases[i];
      if (allows(mask, words, entry.token)) logits[entry.token] = known(known(logits[entry.token]) + entry.value);
    }
  }
  __syncthreads();
  if (!row.isAdjusted && (row.repetition != 1 || row.presence != 0 || row.frequency != 0)) {
    for (int i = row.historyBegin + threadIdx.x; i < row.historyEnd; i += THREADS) {
      const Entry entry = history[i];
      if (!allows(mask, words, entry.token)) continue;
      float logit = known(logits[entry.token]);
      logit = logit > 0 ? logit / row.repetition : logit * row.repetition;
      if (entry.value > 0) logit -= row.presence + row.frequency * entry.value;
      logits[entry.token] = logit;
    }
  }
  __syncthreads();

  // The largest logit and its first place; with nothing above -infinity, the first place that is allowed.
  const float nothing = -__int_as_float(0x7f800000);
  float maximum = nothing;
  int best = 0x7fffffff, count = 0;
  part.eachAllowed([&](int token) {
    const float logit = known(logits[token]);
    if (logit > maximum || best == 0x7fffffff) {
      maximum = logit;
      best = token;
    }
    count++;
  });
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) {
    const float otherMaximum = __shfl_xor_sync(ALL, maximum, offset);
    const int otherBest = __shfl_xor_sync(ALL, best, offset);
    count += __shfl_xor_sync(ALL, count, offset);
    if (otherMaximum > maximum || (otherMaximum == maximum && otherBest < best)) {
      maximum = otherMaximum;
      best = otherBest;
    }
  }
  if (lane == 0) {
    warpMaxima[warp] = maximum;
    warpPlaces[warp] = best;
    warpCounts[warp] = count;
  }
  __syncthreads();
  count = 0;
  best = 0x7fffffff;
  maximum = nothing;
  for (int w = 0; w < WARPS; w++) {
    count += warpCounts[w];
    if (warpMaxima[w] > maximum || (warpMaxima[w] == maximum && warpPlaces[w] < best)) {
      maximum = warpMaxima[w];
      best = warpPlaces[w];
    }
  }
  if (count == 0 || row.greedy || maximum == nothing) {
    if (threadIdx.x == 0) tokens[blockIdx.x] = count == 0 ? -1 : best;
    return;
  }
  __syncthreads();

  const Weigher weigh{logits, maximum, row.inverseTemperature};
  Cut cut{0, ALL_TIES};
  // How many of the cut's own weight the warps before this one have. All threads of the block take part.
  auto tiesBefore = [&]() {
    if (cut.ties == ALL_TIES) return 0;
    int mine = 0;
    part.eachAllowed([&](int token) { mine += __float_as_uint(weigh(token)) == cut.weight; });
#pragma unroll
    for (int offset = WARP / 2; offset > 0; offset /= 2) mine += __shfl_xor_sync(ALL, mine, offset);
    if (lane == 0) warpCounts[warp] = mine;
    __syncthreads();
    int before = 0;
    for (int w = 0; w < warp; w++) before += warpCounts[w];
    __syncthreads();
    return before;
  };
  if (row.topK > 0 && row.topK < count) cut = findCut(weigh, part, (Fixed)row.topK, false, histogram);
  if (row.topP < 1) {
    __shared__ Fixed mass;
    if (threadIdx.x == 0) mass = 0;
    __syncthreads();
    Fixed mine = 0;
    eachKept(weigh, part, cut, tiesBefore(), [&](int, int, float weight) {
      mine += fixed(weight);
      return false;
    });
    atomicAdd(&mass, mine);
    __syncthreads();
    // Both cuts are prefixes of one order, and this one is within the first.
    cut = findCut(weigh, part, (Fixed)ceil(row.topP * (double)mass), true, histogram);
  }

  const float least = fmaxf(row.minP, __uint_as_float(1));
  const int seen = tiesBefore();
  double sum = 0;
  eachKept(weigh, part, cut, seen, [&](int, int, float weight) {
    if (weight >= least) sum += (double)weight;
    return false;
  });
#pragma unroll
  for (int offset = WARP / 2; offset > 0; offset /= 2) sum += __shfl_xor_sync(ALL, sum, offset);
  if (lane == 0) warpSums[warp] = sum;
  __syncthreads();
  double total = 0;
  for (int w = 0; w < WARPS; w++) total += warpSums[w];
  const double target = row.unit * total;
  // The warp in whose part the target falls finds the token; the last that keeps any, when rounding leaves none.
  double reached = 0, passed = 0;
  int chosen = -1;
  for (int w = 0; w < WARPS; w++) {
    if (warpSums[w] == 0) continue;
    chosen = w;
    reached = passed;
    passed += warpSums[w];
    if (passed > target) break;
  }
  if (chosen < 0) {
    if (threadIdx.x == 0) tokens[blockIdx.x] = best;
    return;
  }
  if (warp != chosen) return;
  int found = best;
  eachKept(weigh, part, cut, seen, [&](int word, int, float weight) {
    const bool keeps = weight >= least;
    const unsigned kept = __ballot_sync(ALL, keeps);
    if (kept == 0) return false;
    double prefix = keeps ? (double)weight : 0.0;
#pragma unroll
    for (int offset = 1; offset < WARP; offset *= 2) {
      const double other = __shfl_up_sync(ALL, prefix, offset);
      if (lane >= offset) prefix += other;
    }
    const unsigned past = __ballot_sync(ALL, keeps && reached + prefix > target);
    reached += __shfl_sync(ALL, prefix, WARP - 1);
    found = word * 32 + (past != 0 ? __ffs(past) - 1 : 31 - __clz(kept));
    return past != 0;
  });
  if (lane == 0) tokens[blockIdx.x] = found;
}
