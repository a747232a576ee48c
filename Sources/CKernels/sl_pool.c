#define _GNU_SOURCE  // sched_getaffinity, SCHED_BATCH

#include "sl_pool.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

// A worker that finds no job spins this often before it sleeps: longer than the gap between two products of a
// layer, much shorter than the gap between two tokens.
enum { SL_SPINS = 2000 };

// The gate says whether a job can be joined and by how many workers it is held. A worker that wakes late finds the
// gate closed and leaves the job alone, so the caller never waits for a thread that is not running.
static const uint64_t SL_OPEN = 1ull << 31;
static const uint64_t SL_HOLDERS = SL_OPEN - 1;
static const uint64_t SL_EPOCH = 1ull << 32;

typedef struct {
  sl_pool *pool;
  size_t index;
  pthread_t thread;
} sl_worker;

struct sl_pool {
  size_t threads;
  bool uses_leftovers;
  sl_worker *workers;

  pthread_mutex_t turn;  // held by the caller whose job runs
  uint8_t *scratch;      // of whoever holds the turn
  sl_job job;
  void *context;
  size_t chunks;
  _Alignas(64) _Atomic uint64_t gate;  // epoch << 32 | open | holders
  _Alignas(64) _Atomic size_t next;

  pthread_mutex_t lock;  // for sleeping
  pthread_cond_t wake;
  _Atomic size_t sleepers;
  _Atomic bool stopping;
};

size_t sl_available_cores(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return (size_t)CPU_COUNT(&set);
#endif
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online < 1 ? 1 : (size_t)online;
}

// On Linux, a scheduling policy belongs to a thread.
#if defined(__linux__)
static void sl_take_policy(int policy) { sched_setscheduler(0, policy, &(struct sched_param){0}); }

void sl_thread_compute(void) { sl_take_policy(SCHED_BATCH); }
void sl_thread_use_leftovers(void) { sl_take_policy(SCHED_IDLE); }
#else
void sl_thread_compute(void) {}
void sl_thread_use_leftovers(void) {}
#endif

static inline void sl_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void sl_work(sl_pool *pool, size_t worker) {
  for (;;) {
    size_t chunk = atomic_fetch_add_explicit(&pool->next, 1, memory_order_relaxed);
    if (chunk >= pool->chunks) return;
    pool->job(pool->context, chunk, worker);
  }
}

// Waits until the gate's epoch is not `seen`; false when the pool stops.
static bool sl_await(sl_pool *pool, uint64_t seen) {
  for (int spin = 0; spin < SL_SPINS; spin++) {
    if (atomic_load(&pool->gate) / SL_EPOCH != seen) return true;
    sl_pause();
  }
  pthread_mutex_lock(&pool->lock);
  atomic_fetch_add(&pool->sleepers, 1);
  while (atomic_load(&pool->gate) / SL_EPOCH == seen && !atomic_load(&pool->stopping)) {
    pthread_cond_wait(&pool->wake, &pool->lock);
  }
  atomic_fetch_sub(&pool->sleepers, 1);
  pthread_mutex_unlock(&pool->lock);
  return !atomic_load(&pool->stopping);
}

static void *sl_worker_main(void *argument) {
  sl_worker *worker = argument;
  sl_pool *pool = worker->pool;
  if (pool->uses_leftovers) sl_thread_use_leftovers();
  uint64_t seen = 0;
  while (sl_await(pool, seen)) {
    uint64_t gate = atomic_load(&pool->gate);
    seen = gate / SL_EPOCH;
    bool joined = false;
    while ((gate & SL_OPEN) != 0 && gate / SL_EPOCH == seen && !joined) {
      joined = atomic_compare_exchange_weak(&pool->gate, &gate, gate + 1);
    }
    if (!joined) continue;
    sl_work(pool, worker->index);
    atomic_fetch_sub(&pool->gate, 1);
  }
  return NULL;
}

void sl_pool_take_turn(sl_pool *pool) { pthread_mutex_lock(&pool->turn); }
void sl_pool_leave_turn(sl_pool *pool) { pthread_mutex_unlock(&pool->turn); }
uint8_t *sl_pool_shared(const sl_pool *pool) { return pool->scratch; }
uint8_t *sl_pool_scratch(const sl_pool *pool, size_t worker) {
  return pool->scratch + SL_SHARED_BYTES + worker * (size_t)SL_WORKER_BYTES;
}

static size_t sl_scratch_bytes(const sl_pool *pool) { return SL_SHARED_BYTES + pool->threads * (size_t)SL_WORKER_BYTES; }

void sl_pool_share(sl_pool *pool, size_t chunks, sl_job job, void *context) {
  if (pool->threads == 1 || chunks <= 1) {
    for (size_t chunk = 0; chunk < chunks; chunk++) job(context, chunk, 0);
    return;
  }
  pool->job = job;
  pool->context = context;
  pool->chunks = chunks;
  atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
  atomic_fetch_add(&pool->gate, SL_EPOCH + SL_OPEN);
  // A sleeper counts itself before it looks at the gate, and the gate was changed before this look at the count:
  // one of the two sees the other.
  if (atomic_load(&pool->sleepers) > 0) {
    pthread_mutex_lock(&pool->lock);
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
  }
  sl_work(pool, 0);
  atomic_fetch_and(&pool->gate, ~SL_OPEN);
  for (int spin = 0; (atomic_load(&pool->gate) & SL_HOLDERS) != 0; spin++) {
    if (spin < SL_SPINS) sl_pause(); else sched_yield();
  }
}

void sl_pool_run(sl_pool *pool, size_t chunks, sl_job job, void *context) {
  // Worker 0's scratch belongs to the caller's turn, so even a job without helpers waits for it.
  sl_pool_take_turn(pool);
  sl_pool_share(pool, chunks, job, context);
  sl_pool_leave_turn(pool);
}

size_t sl_pool_threads(const sl_pool *pool) { return pool->threads; }

// Stops the workers 1...last and frees everything.
static void sl_pool_end(sl_pool *pool, size_t last) {
  pthread_mutex_lock(&pool->lock);
  atomic_store(&pool->stopping, true);
  pthread_cond_broadcast(&pool->wake);
  pthread_mutex_unlock(&pool->lock);
  for (size_t index = 1; index <= last; index++) pthread_join(pool->workers[index].thread, NULL);
  pthread_cond_destroy(&pool->wake);
  pthread_mutex_destroy(&pool->lock);
  pthread_mutex_destroy(&pool->turn);
  munmap(pool->scratch, sl_scratch_bytes(pool));
  free(pool->workers);
  free(pool);
}

void sl_pool_destroy(sl_pool *pool) { sl_pool_end(pool, pool->threads - 1); }

sl_pool *sl_pool_create(size_t threads, bool uses_leftovers, int *error) {
  sl_pool *pool = NULL;
  if (posix_memalign((void **)&pool, 64, sizeof(sl_pool)) != 0) {
    *error = ENOMEM;
    return NULL;
  }
  *pool = (sl_pool){.threads = threads < 1 ? 1 : threads, .uses_leftovers = uses_leftovers};
  pool->workers = calloc(pool->threads, sizeof(sl_worker));
  // The system gives pages on their first use.
  const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
  pool->scratch = mmap(NULL, sl_scratch_bytes(pool), PROT_READ | PROT_WRITE, flags, -1, 0);
  if (pool->workers == NULL || (void *)pool->scratch == MAP_FAILED) {
    if ((void *)pool->scratch != MAP_FAILED) munmap(pool->scratch, sl_scratch_bytes(pool));
    free(pool->workers);
    free(pool);
    *error = ENOMEM;
    return NULL;
  }
  pthread_mutex_init(&pool->turn, NULL);
  pthread_mutex_init(&pool->lock, NULL);
  pthread_cond_init(&pool->wake, NULL);
  for (size_t index = 1; index < pool->threads; index++) {
    pool->workers[index] = (sl_worker){.pool = pool, .index = index};
    *error = pthread_create(&pool->workers[index].thread, NULL, sl_worker_main, &pool->workers[index]);
    if (*error != 0) {
      sl_pool_end(pool, index - 1);
      return NULL;
    }
  }
  return pool;
}
