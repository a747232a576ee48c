// Bodies of the kernels over vectors of SL_LANES floats, for one instruction set. Each file that includes this defines
// SL_LANES, SL_TABLE (the name of the table) and, where the conversion is an instruction, SL_HARDWARE_F16.

#include "kernel_table.h"

#include <math.h>
#include <string.h>

#define SL_INLINE static inline __attribute__((always_inline))

typedef float vf __attribute__((vector_size(4 * SL_LANES)));
typedef int32_t vi __attribute__((vector_size(4 * SL_LANES)));
typedef uint32_t vu __attribute__((vector_size(4 * SL_LANES)));
typedef uint16_t vh __attribute__((vector_size(2 * SL_LANES)));
// The same in memory, at any alignment.
typedef vf vf_memory __attribute__((aligned(1), may_alias));
typedef vu vu_memory __attribute__((aligned(1), may_alias));
typedef vh vh_memory __attribute__((aligned(1), may_alias));

SL_INLINE vf load(const float *p) { return *(const vf_memory *)p; }
SL_INLINE void store(float *p, vf value) { *(vf_memory *)p = value; }
SL_INLINE vf splat(float value) { return value - (vf){0}; }

SL_INLINE float sum(vf v) {
  float lanes[SL_LANES];
  store(lanes, v);
  for (int width = SL_LANES / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) lanes[i] += lanes[i + width];
  }
  return lanes[0];
}

SL_INLINE size_t element_size(sl_type type) { return type == SL_F32 ? 4 : 2; }

SL_INLINE float f16_to_f32(uint16_t half) {
  uint32_t magnitude = (uint32_t)(half & 0x7FFF) << 13;
  float value;
  if (magnitude >= 0x7C00u << 13) {
    magnitude |= 0x7F800000;
    memcpy(&value, &magnitude, 4);
  } else {
    memcpy(&value, &magnitude, 4);
    value *= 0x1p112f;  // from f16's exponent bias to f32's; exact, subnormals included
  }
  return half & 0x8000 ? -value : value;
}

SL_INLINE float load_weight(sl_type type, const uint8_t *row, size_t i) {
  float value;
  uint16_t half;
  switch (type) {
    case SL_F32:
      memcpy(&value, row + 4 * i, 4);
      return value;
    case SL_BF16: {
      memcpy(&half, row + 2 * i, 2);
      uint32_t bits = (uint32_t)half << 16;
      memcpy(&value, &bits, 4);
      return value;
    }
    case SL_F16:
      memcpy(&half, row + 2 * i, 2);
      return f16_to_f32(half);
    case SL_Q8:
    case SL_Q4: break;
  }
  __builtin_unreachable();
}

SL_INLINE vf load_weights(sl_type type, const uint8_t *row, size_t i) {
  switch (type) {
    case SL_F32: return *(const vf_memory *)(row + 4 * i);
    case SL_BF16: return (vf)(__builtin_convertvector(*(const vh_memory *)(row + 2 * i), vu) << 16);
    case SL_F16: {
#ifdef SL_HARDWARE_F16
      typedef _Float16 vhf __attribute__((vector_size(2 * SL_LANES)));
      return __builtin_convertvector((vhf) * (const vh_memory *)(row + 2 * i), vf);
#else
      vu bits = __builtin_convertvector(*(const vh_memory *)(row + 2 * i), vu);
      vu magnitude = (bits & 0x7FFF) << 13;
      vf finite = (vf)magnitude * 0x1p112f;
      vu special = (vu)(magnitude >= (0x7C00u << 13));
      vu value = ((vu)finite & ~special) | ((magnitude | 0x7F800000) & special);
      return (vf)(value | (bits & 0x8000) << 16);
#endif
    }
    case SL_Q8:
    case SL_Q4: break;
  }
  __builtin_unreachable();
}

// MARK: Products

#include "product_bodies.h"
#include "packed_bodies.h"
#ifdef SL_TILES
#include "amx_bodies.h"
#endif

// MARK: Elementwise

// e^x for x <= 88, to about 2 ulp; x is held within -87...88. With n = round(x / ln 2), e^x = 2^n e^(x - n ln 2), and the second
// factor is a polynomial of degree 6 on |r| <= ln 2 / 2 (Taylor's, whose error there is below 2^-23).
SL_INLINE vf exponential(vf x) {
  x = __builtin_elementwise_min(__builtin_elementwise_max(x, splat(-87.0f)), splat(88.0f));
  const float magic = 0x1.8p23f;  // adding it leaves a rounded integer in the low bits
  vf shifted = x * 1.44269504088896341f + magic;
  vf n = shifted - magic;
  // ln 2 in two parts, so that n ln 2 is subtracted exactly.
  vf r = x - n * 0.693359375f;
  r = r - n * -2.12194440e-4f;
  vf p = splat(1.0f / 720);
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  vi exponent = ((vi)shifted - (vi)splat(magic)) << 23;
  return (vf)((vi)p + exponent);
}

static void swiglu(float *gate, const float *up, size_t count) {
  size_t i = 0;
  for (; i + SL_LANES <= count; i += SL_LANES) {
    vf g = load(gate + i);
    store(gate + i, g / (1.0f + exponential(-g)) * load(up + i));
  }
  for (; i < count; i++) gate[i] = gate[i] / (1.0f + expf(-gate[i])) * up[i];
}

static void rms_norm(const float *x, const float *weight, float epsilon, size_t width, float *out) {
  vf squares = {0};
  size_t i = 0;
  for (; i + SL_LANES <= width; i += SL_LANES) {
    vf v = load(x + i);
    squares += v * v;
  }
  float total = sum(squares);
  for (; i < width; i++) total += x[i] * x[i];
  const float factor = 1.0f / sqrtf(total / (float)width + epsilon);
  for (i = 0; i + SL_LANES <= width; i += SL_LANES) store(out + i, load(x + i) * factor * load(weight + i));
  for (; i < width; i++) out[i] = x[i] * factor * weight[i];
}

static void rotate(float *x, size_t head_dim, const float *cosines, const float *sines) {
  const size_t half = head_dim / 2;
  size_t i = 0;
  for (; i + SL_LANES <= half; i += SL_LANES) {
    vf a = load(x + i), b = load(x + half + i), c = load(cosines + i), s = load(sines + i);
    store(x + i, a * c - b * s);
    store(x + half + i, b * c + a * s);
  }
  for (; i < half; i++) {
    float a = x[i], b = x[half + i];
    x[i] = a * cosines[i] - b * sines[i];
    x[half + i] = b * cosines[i] + a * sines[i];
  }
}

static void widen(sl_type type, const void *weights, size_t count, float *out) {
  size_t i = 0;
  for (; i + SL_LANES <= count; i += SL_LANES) store(out + i, load_weights(type, weights, i));
  for (; i < count; i++) out[i] = load_weight(type, weights, i);
}

// MARK: Masks

SL_INLINE float largest(const float *values, size_t count) {
  vf maxima = splat(-INFINITY);
  size_t i = 0;
  for (; i + SL_LANES <= count; i += SL_LANES) {
    vf v = load(values + i);
    maxima = __builtin_elementwise_max(maxima, v);  // a number, where one of the two is NaN
  }
  float lanes[SL_LANES], result = -INFINITY;
  store(lanes, maxima);
  for (int lane = 0; lane < SL_LANES; lane++) {
    if (lanes[lane] > result) result = lanes[lane];
  }
  for (; i < count; i++) {
    if (values[i] > result) result = values[i];
  }
  return result;
}

// Words of a mask whose weights are summed in f32.
enum { MASS_WORDS = 16 };

static double masked_mass(const float *logits, size_t count, const uint32_t *allowed) {
  const float maximum = largest(logits, count);
  if (maximum == -INFINITY) return 0;
  double all = 0, forbidden = 0;
  size_t i = 0;
  // Beside +infinity nothing else weighs anything, and differences mean nothing.
  if (maximum < INFINITY) {
    vu bits;
    for (uint32_t lane = 0; lane < SL_LANES; lane++) bits[lane] = 1u << lane;
    // Summed in f32 within several words of the mask, in f64 from one such block to the next.
    while (i + 32 <= count) {
      const size_t end = i + MASS_WORDS * 32 <= count ? i + MASS_WORDS * 32 : count - count % 32;
      vf sums = {0}, kept = {0};
      for (; i < end; i += 32) {
        const uint32_t word = allowed[i / 32];
        for (uint32_t shift = 0; shift < 32; shift += SL_LANES) {
          vf weights = exponential(load(logits + i + shift) - maximum);
          vu mine = bits & (word >> shift);
          sums += weights;
          kept += (vf)((vi)weights & ~(vi)(mine != 0));
        }
      }
      all += (double)sum(sums);
      forbidden += (double)sum(kept);
    }
  }
  for (; i < count; i++) {
    double weight = 0;
    if (maximum == INFINITY) {
      weight = logits[i] == INFINITY;
    } else if (logits[i] > -INFINITY) {
      weight = exp(logits[i] - maximum);
    }
    all += weight;
    if (!(allowed[i / 32] >> (i % 32) & 1)) forbidden += weight;
  }
  return forbidden / all;
}

#include "attention_bodies.h"

const sl_kernel_table SL_TABLE = {
    .multiply = multiply,
    .multiply_packed = multiply_packed,
    .fix = fix,
#ifdef SL_TILES
    .split = split,
    .multiply_split = multiply_split,
    .multiply_widened = multiply_widened,
#endif
    .swiglu = swiglu,
    .attend = attend,
    .rms_norm = rms_norm,
    .rotate = rotate,
    .masked_mass = masked_mass,
    .widen = widen,
};
