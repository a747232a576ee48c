// A fixed set of worker threads for fork and join with little latency.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Cores that this process may use; at least 1.
size_t sl_available_cores(void);

typedef struct sl_pool sl_pool;

// Runs one chunk of a job. `worker` is below the pool's thread count and belongs to this thread during the job.
typedef void (*sl_job)(void *context, size_t chunk, size_t worker);

// The calling thread computes for long, from now on: it interrupts nobody when it wakes. What the system refuses, of
// this and the next one, is left as it was.
void sl_thread_compute(void);

// The calling thread gets, from now on, what other threads leave of the cores: whoever wakes interrupts it at once.
void sl_thread_use_leftovers(void);

// A pool of `threads` threads, the caller of sl_pool_run included. Where the others use leftovers, the caller takes all
// chunks that they do not get to. NULL with errno's value in *error on failure.
sl_pool *sl_pool_create(size_t threads, bool uses_leftovers, int *error);

// Ends the workers. No job may be running.
void sl_pool_destroy(sl_pool *pool);

size_t sl_pool_threads(const sl_pool *pool);

// Runs chunks 0..<chunks and returns when all are done. Callers on several threads take turns.
void sl_pool_run(sl_pool *pool, size_t chunks, sl_job job, void *context);

// A turn for several jobs, which use the pool's scratch between them: begins when it is the caller's.
void sl_pool_take_turn(sl_pool *pool);
void sl_pool_leave_turn(sl_pool *pool);

// Runs a job as sl_pool_run does, in a turn that was taken.
void sl_pool_share(sl_pool *pool, size_t chunks, sl_job job, void *context);

// Memory that belongs to whoever has the turn: SL_SHARED_BYTES for all, then SL_WORKER_BYTES for each worker. All begin at
// multiples of 64 bytes. It takes up what was ever used of it.
enum { SL_SHARED_BYTES = 64 << 20, SL_WORKER_BYTES = 8 << 20 };
uint8_t *sl_pool_shared(const sl_pool *pool);
uint8_t *sl_pool_scratch(const sl_pool *pool, size_t worker);
