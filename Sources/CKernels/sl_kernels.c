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
  if (avx2 && avx512) return SL_ISA_AVX512;
  if (avx2) return SL_ISA_AVX2;
#endif
  return SL_ISA_PORTABLE;
}

static const sl_kernel_table *kernels_of(sl_isa isa) {
#if defined(__x86_64__)
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
} product_job;

static size_t chunks_of(size_t rows) { return (rows + CHUNK_ROWS - 1) / CHUNK_ROWS; }

static void multiply_rows(const product_job *job, const sl_segment *segment, size_t first, size_t end) {
  const sl_product *product = job->product;
  const size_t row_bytes = product->cols * (segment->type == SL_F32 ? 4 : 2);
  job->kernels->multiply(segment->type, (const uint8_t *)segment->weights + first * row_bytes, end - first,
                         product->cols, product->x, product->x_stride, product->tokens,
                         segment->bias ? segment->bias + first : NULL, product->epilogue == SL_ADD,
                         segment->out + first, segment->out_stride);
}

static void run_product(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const product_job *job = context;
  const sl_product *product = job->product;
  const sl_segment *segment = product->segments;
  if (product->epilogue != SL_SWIGLU) {
    while (chunk >= chunks_of(segment->rows)) {
      chunk -= chunks_of(segment->rows);
      segment++;
    }
  }
  const size_t first = chunk * CHUNK_ROWS;
  const size_t end = first + CHUNK_ROWS < segment->rows ? first + CHUNK_ROWS : segment->rows;
  multiply_rows(job, segment, first, end);
  if (product->epilogue == SL_SWIGLU) {
    multiply_rows(job, segment + 1, first, end);
    for (size_t t = 0; t < product->tokens; t++) {
      job->kernels->swiglu(segment[0].out + t * segment[0].out_stride + first,
                           segment[1].out + t * segment[1].out_stride + first, end - first);
    }
  }
}

void sl_multiply(sl_isa isa, sl_pool *pool, const sl_product *product) {
  size_t chunks = chunks_of(product->segments[0].rows);
  if (product->epilogue != SL_SWIGLU) {
    for (size_t i = 1; i < product->segment_count; i++) chunks += chunks_of(product->segments[i].rows);
  }
  product_job job = {kernels_of(isa), product};
  sl_pool_run(pool, chunks, run_product, &job);
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
