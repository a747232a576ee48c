#include "sl_probe.h"

#include "sl_pool.h"

#include <stdatomic.h>

// Places that a thread reads at once, each a long stream: more than one, as memory gives most then.
enum { STREAMS = 8, CHUNK_BYTES = 1 << 20, STREAM_BYTES = CHUNK_BYTES / STREAMS };

typedef struct {
  const uint8_t *base;
  _Atomic uint64_t total;
} read_job;

typedef uint64_t words __attribute__((vector_size(64), aligned(1), may_alias));

static void run_read(void *context, size_t chunk, size_t worker) {
  (void)worker;
  read_job *job = context;
  const uint8_t *start = job->base + chunk * CHUNK_BYTES;
  words seen = {0};
  for (size_t i = 0; i < STREAM_BYTES; i += sizeof(words)) {
    for (size_t stream = 0; stream < STREAMS; stream++) seen |= *(const words *)(start + stream * STREAM_BYTES + i);
  }
  uint64_t total = 0;
  for (int i = 0; i < 8; i++) total |= seen[i];
  atomic_fetch_or(&job->total, total);
}

uint64_t sl_read_all(sl_pool *pool, const void *base, size_t bytes) {
  read_job job = {.base = base};
  sl_pool_run(pool, bytes / CHUNK_BYTES, run_read, &job);
  return job.total;
}
