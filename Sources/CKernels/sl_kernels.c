// Picks the kernels of an instruction set and spreads them over the threads of a pool.
#define _GNU_SOURCE  // syscall

#include "sl_kernels.h"

#include "kernel_table.h"
#include "sl_pool.h"

#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

#if defined(__x86_64__) && defined(__linux__)
// The system gives tiles to processes that ask for them.
static bool has_tiles(void) {
  enum { REQUEST_PERMISSION = 0x1023, TILE_DATA = 18 };
  return __builtin_cpu_supports("amx-bf16") && __builtin_cpu_supports("avx512bf16") &&
         syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
}
#elif defined(__x86_64__)
static bool has_tiles(void) { return false; }
#endif

sl_isa sl_isa_detect(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (avx2 && avx512) {
    if (!__builtin_cpu_supports("avx512vnni")) return SL_ISA_AVX512;
    return has_tiles() ? SL_ISA_AMX : SL_ISA_VNNI;
  }
  if (avx2) return SL_ISA_AVX2;
#endif
  return SL_ISA_PORTABLE;
}

const sl_kernel_table *sl_kernels_of(sl_isa isa) {
#if defined(__x86_64__)
  if (isa == SL_ISA_AMX) return &sl_kernels_amx;
  if (isa == SL_ISA_VNNI) return &sl_kernels_vnni;
  if (isa == SL_ISA_AVX512) return &sl_kernels_avx512;
  if (isa == SL_ISA_AVX2) return &sl_kernels_avx2;
#endif
  return &sl_kernels_portable;
}

// MARK: Products

// Rows that a thread takes at a time: enough to pay for taking them and for long streams from memory, few enough that the
// threads end together. Multiples of a packed tile's rows.
static size_t chunk_rows(size_t rows) { return rows >= 32768 ? 256 : (rows >= 4096 ? 128 : 64); }

static size_t chunks_of(size_t rows) { return (rows + chunk_rows(rows) - 1) / chunk_rows(rows); }

// How a matrix takes the activations.
typedef enum { TAKES_FLOATS, TAKES_FIXED, TAKES_SPLIT } taking;

static bool is_packed(const sl_matrix *matrix) { return matrix->type == SL_Q8 || matrix->type == SL_Q4; }

// What a worker's scratch is for: rows in bf16, and sums.
enum { SUMS_BYTES = 1 << 20, WIDENED_BYTES = SL_WORKER_BYTES - SUMS_BYTES };

static taking taking_of(const sl_kernel_table *kernels, sl_kind kind, const sl_matrix *matrix) {
  if (is_packed(matrix)) {
    const bool widens = kernels->multiply_widened && kind == SL_PREFILL &&
                        matrix->cols * SL_WIDENED_ROWS * 2 <= WIDENED_BYTES;
    return widens ? TAKES_SPLIT : TAKES_FIXED;
  }
  return matrix->type == SL_BF16 && kernels->multiply_split ? TAKES_SPLIT : TAKES_FLOATS;
}

bool sl_kinds_agree(sl_isa isa, const sl_matrix *matrix) {
  const sl_kernel_table *kernels = sl_kernels_of(isa);
  const taking decode = taking_of(kernels, SL_DECODE, matrix);
  // Only products of floats are told their kind.
  return decode != TAKES_FLOATS && decode == taking_of(kernels, SL_PREFILL, matrix);
}

typedef struct {
  const sl_kernel_table *kernels;
  const sl_product *product;
  sl_pool *pool;
  size_t first;   // of the tokens
  size_t tokens;  // that run now
  sl_fixed fixed;
  uint8_t *split;
} product_job;

static void multiply_rows(const product_job *job, const sl_segment *segment, size_t first, size_t end, size_t worker) {
  const sl_product *product = job->product;
  const sl_matrix *matrix = &segment->matrix;
  const bool add = product->epilogue == SL_ADD;
  float *out = segment->out + job->first * segment->out_stride;
  const float *bias = segment->bias ? segment->bias + first : NULL;
  const uint8_t *rows = (const uint8_t *)matrix->base + first * product->cols * (matrix->type == SL_F32 ? 4 : 2);
  uint8_t *scratch = sl_pool_scratch(job->pool, worker);
  switch (taking_of(job->kernels, product->kind, matrix)) {
    case TAKES_FIXED:
      job->kernels->multiply_packed(matrix, first, end, &job->fixed, job->tokens, segment->bias, add, out,
                                    segment->out_stride);
      break;
    case TAKES_SPLIT:
      if (is_packed(matrix)) {
        job->kernels->multiply_widened(matrix, first, end, job->split, job->tokens, segment->bias, add, out,
                                       segment->out_stride, scratch + SUMS_BYTES, (float *)scratch);
      } else {
        job->kernels->multiply_split(rows, end - first, product->cols, job->split, job->tokens, bias, add, out + first,
                                     segment->out_stride, (float *)scratch);
      }
      break;
    case TAKES_FLOATS:
      job->kernels->multiply(product->kind, matrix->type, rows, end - first, product->cols,
                             product->x + job->first * product->x_stride, product->x_stride, job->tokens, bias, add,
                             out + first, segment->out_stride);
      break;
  }
}

static void run_product(void *context, size_t chunk, size_t worker) {
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
  const size_t first = chunk * chunk_rows(rows);
  const size_t end = first + chunk_rows(rows) < rows ? first + chunk_rows(rows) : rows;
  multiply_rows(job, segment, first, end, worker);
  if (product->epilogue == SL_SWIGLU) {
    multiply_rows(job, segment + 1, first, end, worker);
    for (size_t t = job->first; t < job->first + job->tokens; t++) {
      job->kernels->swiglu(segment[0].out + t * segment[0].out_stride + first,
                           segment[1].out + t * segment[1].out_stride + first, end - first);
    }
  }
}

// MARK: Activations

static void run_fix(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const product_job *job = context;
  const sl_product *product = job->product;
  job->kernels->fix(product->x + (job->first + chunk) * product->x_stride, product->cols, chunk, &job->fixed);
}

static size_t split_bytes(size_t cols) {
  return (cols + SL_SPLIT_STEP_COLS - 1) / SL_SPLIT_STEP_COLS * SL_SPLIT_STEP_BYTES;
}

static void run_split(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const product_job *job = context;
  const sl_product *product = job->product;
  const size_t first = chunk * SL_SPLIT_TOKENS;
  const size_t count = job->tokens - first < SL_SPLIT_TOKENS ? job->tokens - first : SL_SPLIT_TOKENS;
  job->kernels->split(product->x + (job->first + first) * product->x_stride, product->x_stride, product->cols, count,
                      job->split + chunk * split_bytes(product->cols));
}

// Bytes of split activations that are kept near while the rows pass by, in a second-level cache of 2 MB.
enum { SPLIT_NEAR_BYTES = 1536 << 10, LEAST_SPLIT_TOKENS = 64 };

// Tokens that run at a time.
static size_t tokens_at_a_time(const sl_product *product, bool fixes, bool splits) {
  size_t most = product->tokens;
  if (splits) {
    size_t near = SPLIT_NEAR_BYTES / split_bytes(product->cols) * SL_SPLIT_TOKENS;
    if (near < LEAST_SPLIT_TOKENS) near = LEAST_SPLIT_TOKENS;
    const size_t room = SL_SHARED_BYTES / 2 / split_bytes(product->cols) * SL_SPLIT_TOKENS;
    if (near > room) near = room;
    const size_t summed = SUMS_BYTES / SL_SPLIT_SUMS_BYTES * SL_SPLIT_TOKENS;
    if (near > summed) near = summed;
    if (most > near) most = near;
  }
  if (fixes) {
    // 2 bytes for a column and 8 for a block.
    const size_t room = SL_SHARED_BYTES / 2 / (product->cols * 2 + product->cols / SL_BLOCK_COLS * 8);
    if (most > room) most = room;
  }
  return most;
}

void sl_multiply(sl_isa isa, sl_pool *pool, const sl_product *product) {
  product_job job = {.kernels = sl_kernels_of(isa), .product = product, .pool = pool};
  const size_t counted = product->epilogue == SL_SWIGLU ? 1 : product->segment_count;
  size_t chunks = 0;
  for (size_t i = 0; i < counted; i++) chunks += chunks_of(product->segments[i].matrix.rows);
  bool fixes = false, splits = false;
  for (size_t i = 0; i < product->segment_count; i++) {
    const taking takes = taking_of(job.kernels, product->kind, &product->segments[i].matrix);
    fixes = fixes || takes == TAKES_FIXED;
    splits = splits || takes == TAKES_SPLIT;
  }
  const size_t most = tokens_at_a_time(product, fixes, splits);
  sl_pool_take_turn(pool);
  job.split = sl_pool_shared(pool);
  job.fixed.words = (uint32_t *)(sl_pool_shared(pool) + SL_SHARED_BYTES / 2);
  for (; job.first < product->tokens; job.first += job.tokens) {
    job.tokens = product->tokens - job.first < most ? product->tokens - job.first : most;
    if (fixes) {
      const size_t blocks = product->cols / SL_BLOCK_COLS * job.tokens;
      job.fixed.scales = (float *)(job.fixed.words + blocks * (SL_BLOCK_COLS / 2));
      job.fixed.sums = (int32_t *)(job.fixed.scales + blocks);
      sl_pool_share(pool, job.tokens, run_fix, &job);
    }
    if (splits) sl_pool_share(pool, (job.tokens + SL_SPLIT_TOKENS - 1) / SL_SPLIT_TOKENS, run_split, &job);
    sl_pool_share(pool, chunks, run_product, &job);
  }
  sl_pool_leave_turn(pool);
}

// MARK: What is too small to share

void sl_rms_norm(sl_isa isa, const float *x, const float *weight, float epsilon, size_t tokens, size_t width,
                 float *out) {
  const sl_kernel_table *kernels = sl_kernels_of(isa);
  for (size_t t = 0; t < tokens; t++) kernels->rms_norm(x + t * width, weight, epsilon, width, out + t * width);
}

void sl_rotate(sl_isa isa, float *x, size_t heads, size_t head_dim, const float *cosines, const float *sines) {
  const sl_kernel_table *kernels = sl_kernels_of(isa);
  for (size_t h = 0; h < heads; h++) kernels->rotate(x + h * head_dim, head_dim, cosines, sines);
}

double sl_masked_mass(sl_isa isa, const float *logits, size_t count, const uint32_t *allowed) {
  return sl_kernels_of(isa)->masked_mass(logits, count, allowed);
}

void sl_widen(sl_isa isa, sl_type type, const void *weights, size_t count, float *out) {
  sl_kernels_of(isa)->widen(type, weights, count, out);
}
