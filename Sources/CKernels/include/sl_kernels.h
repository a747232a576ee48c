// Numeric kernels over f32 activations and weights in f32, bf16, f16, or quantised.
//
// A matrix of weights in a float type is row-major, [rows][cols], without padding, at any alignment; a quantised one is
// packed as sl_quantized.h says. Every matrix of activations is [tokens][stride] in f32.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sl_pool;

// SL_Q8 and SL_Q4 are unsigned integers of 8 and 4 bits with scales: see sl_quantized.h.
typedef enum { SL_F32 = 0, SL_BF16 = 1, SL_F16 = 2, SL_Q8 = 3, SL_Q4 = 4 } sl_type;

// The instruction sets that the kernels are compiled for, from the least to the most capable.
typedef enum {
  SL_ISA_PORTABLE = 0,
  SL_ISA_AVX2 = 1,
  SL_ISA_AVX512 = 2,
  SL_ISA_VNNI = 3,  // with AVX-512's products of bytes
  SL_ISA_AMX = 4,   // with tiles of bf16 as well
} sl_isa;

// The most capable instruction set of this machine for which there are kernels.
sl_isa sl_isa_detect(void);

// A matrix of weights.
typedef struct {
  sl_type type;
  const void *base;
  size_t rows;
  size_t cols;
  // Of SL_Q8 and SL_Q4 alone:
  size_t group;        // columns of a row that share a scale: a multiple of 32 up to SL_MAX_GROUP that divides cols
  sl_type scale_type;  // SL_F16 or SL_F32
  bool has_offsets;
} sl_matrix;

// One weight matrix of a product and the place of its result.
typedef struct {
  sl_matrix matrix;
  const float *bias;    // [rows] or NULL
  float *out;           // [tokens][out_stride]
  size_t out_stride;
} sl_segment;

enum { SL_MAX_SEGMENTS = 3 };

// What happens to a product's rows.
typedef enum {
  SL_STORE = 0,   // out = W x + bias
  SL_ADD = 1,     // out += W x + bias
  SL_SWIGLU = 2,  // two segments of equal shape: out[0] = silu(W0 x) * (W1 x); out[1] is scratch
} sl_epilogue;

// What a product is for. The result for a row of activations depends on that row, the weights, the instruction set and
// this, and not on what other rows are in the call: within a kind, the order of every sum is fixed.
typedef enum {
  SL_DECODE = 0,   // few rows: as fast as the weights come from memory
  SL_PREFILL = 1,  // many rows
} sl_kind;

// Several weight matrices of as many columns times the same activations.
typedef struct {
  sl_segment segments[SL_MAX_SEGMENTS];
  size_t segment_count;
  sl_epilogue epilogue;
  sl_kind kind;
  size_t cols;
  const float *x;  // [tokens][x_stride]
  size_t x_stride;
  size_t tokens;
} sl_product;

// Positions of a page: those of a vector of the widest instruction set, so that one key's place in all of them is one load.
enum { SL_PAGE_TOKENS = 16 };

// Keys and values of many sequences. A page has, for each layer, the keys [kv_heads][head_dim][SL_PAGE_TOKENS] and behind
// them the values [kv_heads][SL_PAGE_TOKENS][head_dim].
typedef struct {
  sl_type type;  // SL_F32 or SL_BF16
  void *memory;  // [pages][layers][2][kv_heads][SL_PAGE_TOKENS * head_dim]
  size_t layers;
  size_t kv_heads;
  size_t head_dim;
} sl_cache;

// Where a row stands: a position of a sequence, whose pages are listed from position 0 on.
typedef struct {
  const uint32_t *pages;
  size_t position;
} sl_place;

// Causal attention of one layer's rows, each over its own sequence up to its own position. What a row gets depends on
// its sequence alone.
typedef struct {
  const sl_cache *cache;
  size_t layer;
  const sl_place *places;  // [rows]; the keys and values of all rows are stored
  size_t rows;
  size_t heads;
  const float *q;  // [rows][heads * head_dim]
  float scale;
  float *out;  // [rows][heads * head_dim]
} sl_attention;

void sl_multiply(sl_isa isa, struct sl_pool *pool, const sl_product *product);
// Whether both kinds give the same bits for this matrix, so that rows of both may be in one call.
bool sl_kinds_agree(sl_isa isa, const sl_matrix *matrix);
// Stores the keys and values [kv_heads][head_dim] of one row.
void sl_cache_store(const sl_cache *cache, size_t layer, sl_place place, const float *keys, const float *values);

void sl_attend(sl_isa isa, struct sl_pool *pool, const sl_attention *attention);

// out[t] = x[t] / rms(x[t]) * weight, with rms(x) = sqrt(mean(x^2) + epsilon).
void sl_rms_norm(sl_isa isa, const float *x, const float *weight, float epsilon, size_t tokens, size_t width,
                 float *out);

// Rotates `heads` vectors of head_dim in place; the pairs are (i, i + head_dim / 2). `cosines` and `sines` hold
// head_dim / 2 numbers.
void sl_rotate(sl_isa isa, float *x, size_t heads, size_t head_dim, const float *cosines, const float *sines);

// The share that softmax(logits) gives to those whose bit i % 32 of allowed[i / 32] is 0. NaN counts as -infinity; 0 when
// no logit is above -infinity. Right to about 1e-6, and a share below e^-87 of the likeliest may count as e^-87.
double sl_masked_mass(sl_isa isa, const float *logits, size_t count, const uint32_t *allowed);

// Copies `count` weights of a float type to f32.
void sl_widen(sl_isa isa, sl_type type, const void *weights, size_t count, float *out);

// Copies one row of a matrix of any type to f32.
void sl_widen_row(sl_isa isa, const sl_matrix *matrix, size_t row, float *out);
