// The cache of keys and values, and attention over it on the threads of a pool.
#include "kernel_table.h"
#include "sl_kernels.h"
#include "sl_pool.h"

#include <string.h>

static size_t element_bytes(const sl_cache *cache) { return cache->type == SL_F32 ? 4 : 2; }

// Bytes of the keys, or values, of one head of one layer in a page.
static size_t head_bytes(const sl_cache *cache) { return SL_PAGE_TOKENS * cache->head_dim * element_bytes(cache); }

static size_t page_bytes(const sl_cache *cache) { return cache->layers * 2 * cache->kv_heads * head_bytes(cache); }

// Bytes from a page's start to the keys of a layer.
static size_t layer_offset(const sl_cache *cache, size_t layer) { return layer * 2 * cache->kv_heads * head_bytes(cache); }

// To the nearest, to even where two are as near; NaN stays NaN.
static uint16_t bf16(float value) {
  uint32_t bits;
  memcpy(&bits, &value, 4);
  if ((bits & 0x7FFFFFFF) > 0x7F800000) return (uint16_t)(bits >> 16) | 0x40;
  return (uint16_t)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

void sl_cache_store(const sl_cache *cache, size_t layer, sl_place place, const float *keys, const float *values) {
  const size_t plane = cache->kv_heads * head_bytes(cache);
  const size_t slot = place.position % SL_PAGE_TOKENS;
  uint8_t *page = (uint8_t *)cache->memory + place.pages[place.position / SL_PAGE_TOKENS] * page_bytes(cache) +
                  layer_offset(cache, layer);
  for (size_t h = 0; h < cache->kv_heads; h++) {
    uint8_t *key = page + h * head_bytes(cache), *value = key + plane;
    const float *k = keys + h * cache->head_dim, *v = values + h * cache->head_dim;
    if (cache->type == SL_F32) {
      for (size_t d = 0; d < cache->head_dim; d++) ((float *)key)[d * SL_PAGE_TOKENS + slot] = k[d];
      memcpy((float *)value + slot * cache->head_dim, v, cache->head_dim * sizeof(float));
    } else {
      for (size_t d = 0; d < cache->head_dim; d++) {
        ((uint16_t *)key)[d * SL_PAGE_TOKENS + slot] = bf16(k[d]);
        ((uint16_t *)value)[slot * cache->head_dim + d] = bf16(v[d]);
      }
    }
  }
}

typedef struct {
  const sl_kernel_table *kernels;
  const sl_attention *attention;
} attention_job;

// A chunk is one row with the heads that share keys and values. Rows of one sequence come one after another, while their
// pages are near.
static void run_attention(void *context, size_t chunk, size_t worker) {
  (void)worker;
  const attention_job *job = context;
  const sl_attention *a = job->attention;
  const sl_cache *cache = a->cache;
  const size_t row = chunk % a->rows, kv_head = chunk / a->rows;
  const size_t group = a->heads / cache->kv_heads;
  const size_t first = (row * a->heads + kv_head * group) * cache->head_dim;
  const uint8_t *keys = (const uint8_t *)cache->memory + layer_offset(cache, a->layer) + kv_head * head_bytes(cache);
  job->kernels->attend(cache->type, keys, keys + cache->kv_heads * head_bytes(cache), page_bytes(cache),
                       a->places[row].pages, a->places[row].position + 1, a->q + first, group, cache->head_dim,
                       a->scale, a->out + first);
}

void sl_attend(sl_isa isa, sl_pool *pool, const sl_attention *attention) {
  attention_job job = {sl_kernels_of(isa), attention};
  sl_pool_run(pool, attention->rows * attention->cache->kv_heads, run_attention, &job);
}
