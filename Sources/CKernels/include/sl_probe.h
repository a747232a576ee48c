// What the machine can do, for measurements.
#pragma once

#include <stddef.h>
#include <stdint.h>

struct sl_pool;

// Reads `bytes` bytes, a multiple of 1 MB, with all threads of the pool, and does next to nothing with them.
uint64_t sl_read_all(struct sl_pool *pool, const void *base, size_t bytes);
