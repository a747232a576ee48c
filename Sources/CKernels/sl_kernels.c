// Picks the kernels of an instruction set and spreads them over the threads of a pool.
#include "sl_kernels.h"

#include "kernel_table.h"
#include "sl_pool.h"

sl_isa sl_isa_detect(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (avx2 && avx512) return __builtin_cpu_supports("avx512vnni") ? SL_ISA_VNNI : SL_ISA_AVX512;
  if (avx2) return SL_ISA_AVX2;
#endif
  return SL_ISA_PORTABLE;
}

static const sl_kernel_table *kernels_of(sl_isa isa) {
#if defined(__x86_64__)
  if (isa == SL_ISA_VNNI) return &sl_kernels_vnni;
  if (isa == SL_ISA_AVX512) return &sl_kernels_avx512;
  if (isa == SL_ISA_AVX2) return &sl_kernels_avx2;
#endif
  return &sl_kernels_portable;
}

// MARK: Products

// Rows that a thread takes at a time: enough to pay for taking them, few enough that the threads end together.
enum { CHUNK_ROWS = 64 };

typedef struct {
  const sl_kernel_table *kernels;
  const sl_product *product;
  size_t first;   // of the tokens
  size_t tokens;  // that run now
  sl_fixed fixed;
} product_job;

static bool is_packed(const sl_matrix *matrix) { return matrix->type == SL_Q8 || matrix->type == SL_Q4; }

static size_t chunks_of(size_t rows) { return (rows + CHUNK_ROWS - 1) / CHUNK_ROWS; }

static void multiply_rows(const product_job *job, const sl_segment *segment, size_t first, size_t end) {
  const sl_product *product = job->product;
  const sl_matrix *matrix = &segment->matrix;
  const bool add = product->epilogue == SL_ADD;
  float *out = segment->out + job->first * segment->out_stride;
  if (is_packed(matrix)) {
    job->kernels->multiply_packed(matrix, first, end, &job->fixed, job->tokens, segment->bias, add, out,
                                  segment->out_stride);
    return;
  }
  const size_t row_bytes = product->cols * (matrix->type == SL_F32 ? 4 : 2);
  job->kernels->multiply(product->kind, matrix->type, (const uint8_t *)matrix->base + first * row_bytes, end - first,
                         product->cols, product->x + job->first * product->x_stride, product->x_stride, job->tokens,
                         segment->bias ? segment->bias + first : NULL, add, out + first, segment->out_stride);
}

static void run_product(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const product_job *job = context;
  const sl_product *product = job->product;
  const sl_segment *segment = product->segments;
  if (product->epilogue != SL_SWIGLU) {
    while (chunk >= chunks_of(segment->matrix.rows)) {
      chunk -= chunks_of(segment->matrix.rows);
      segment++;
    }
  }
  const size_t rows = segment->matrix.rows;
  const size_t first = chunk * CHUNK_ROWS;
  const size_t end = first + CHUNK_ROWS < rows ? first + CHUNK_ROWS : rows;
  multiply_rows(job, segment, first, end);
  if (product->epilogue == SL_SWIGLU) {
    multiply_rows(job, segment + 1, first, end);
    for (size_t t = job->first; t < job->first + job->tokens; t++) {
      job->kernels->swiglu(segment[0].out + t * segment[0].out_stride + first,
                           segment[1].out + t * segment[1].out_stride + first, end - first);
    }
  }
}

// Tokens in fixed point that a thread makes at a time.
enum { FIX_TOKENS = 4 };

static void run_fix(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const product_job *job = context;
  const sl_product *product = job->product;
  const size_t end = (chunk + 1) * FIX_TOKENS < job->tokens ? (chunk + 1) * FIX_TOKENS : job->tokens;
  for (size_t t = chunk * FIX_TOKENS; t < end; t++) {
    job->kernels->fix(product->x + (job->first + t) * product->x_stride, product->cols, t, &job->fixed);
  }
}

void sl_multiply(sl_isa isa, sl_pool *pool, const sl_product *product) {
  const size_t counted = product->epilogue == SL_SWIGLU ? 1 : product->segment_count;
  size_t chunks = 0;
  for (size_t i = 0; i < counted; i++) chunks += chunks_of(product->segments[i].matrix.rows);
  bool fixes = false;
  for (size_t i = 0; i < product->segment_count; i++) fixes = fixes || is_packed(&product->segments[i].matrix);
  product_job job = {.kernels = kernels_of(isa), .product = product};
  // As many tokens at a time as fit into the scratch in fixed point: 2 bytes for a column and 8 for a block.
  const size_t token_bytes = product->cols * 2 + product->cols / SL_BLOCK_COLS * 8;
  const size_t room = SL_SCRATCH_BYTES / token_bytes;
  sl_pool_take_turn(pool);
  for (; job.first < product->tokens; job.first += job.tokens) {
    job.tokens = product->tokens - job.first;
    if (fixes) {
      if (job.tokens > room) job.tokens = room;
      const size_t blocks = product->cols / SL_BLOCK_COLS * job.tokens;
      job.fixed.words = sl_pool_scratch(pool);
      job.fixed.scales = (float *)(job.fixed.words + blocks * (SL_BLOCK_COLS / 2));
      job.fixed.sums = (int32_t *)(job.fixed.scales + blocks);
      sl_pool_share(pool, (job.tokens + FIX_TOKENS - 1) / FIX_TOKENS, run_fix, &job);
    }
    sl_pool_share(pool, chunks, run_product, &job);
  }
  sl_pool_leave_turn(pool);
}

// MARK: Attention

typedef struct {
  const sl_kernel_table *kernels;
  const sl_attention *attention;
} attention_job;

static void run_attention(void *context, size_t chunk, size_t worker) {
  const attention_job *job = context;
  const sl_attention *a = job->attention;
  const size_t token = chunk / a->heads;
  const size_t head = chunk % a->heads;
  const size_t kv_head = head / (a->heads / a->kv_heads);
  const size_t plane = kv_head * a->capacity * a->head_dim;
  job->kernels->attend(a->q + token * a->q_stride + head * a->head_dim, a->keys + plane, a->values + plane,
                       a->first + token + 1, a->head_dim, a->scale, a->scores + worker * a->score_stride,
                       a->out + token * a->out_stride + head * a->head_dim);
}

void sl_attend(sl_isa isa, sl_pool *pool, const sl_attention *attention) {
  attention_job job = {kernels_of(isa), attention};
  sl_pool_run(pool, attention->tokens * attention->heads, run_attention, &job);
}

// MARK: What is too small to share

void sl_rms_norm(sl_isa isa, const float *x, const float *weight, float epsilon, size_t tokens, size_t width,
                 float *out) {
  const sl_kernel_table *kernels = kernels_of(isa);
  for (size_t t = 0; t < tokens; t++) kernels->rms_norm(x + t * width, weight, epsilon, width, out + t * width);
}

void sl_rotate(sl_isa isa, float *x, size_t heads, size_t head_dim, const float *cosines, const float *sines) {
  const sl_kernel_table *kernels = kernels_of(isa);
  for (size_t h = 0; h < heads; h++) kernels->rotate(x + h * head_dim, head_dim, cosines, sines);
}

double sl_masked_mass(sl_isa isa, const float *logits, size_t count, const uint32_t *allowed) {
  return kernels_of(isa)->masked_mass(logits, count, allowed);
}

void sl_widen(sl_isa isa, sl_type type, const void *weights, size_t count, float *out) {
  kernels_of(isa)->widen(type, weights, count, out);
}
