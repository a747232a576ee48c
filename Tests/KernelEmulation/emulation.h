// Runs the text of CUDA kernels on a CPU: a block at a time, a thread of the system for each of its threads, barriers for
// the synchronisation of blocks and the exchanges of warps. For checks of what kernels compute; slow.
#pragma once

#include <algorithm>
#include <barrier>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

using std::max;
using std::min;

struct Place {
  unsigned x, y, z;
};
inline thread_local Place threadIdx;
inline Place blockIdx, blockDim, gridDim;

#define __device__
#define __global__
#define __forceinline__ inline
#define __shared__ static
#define __launch_bounds__(...)

struct uint4 {
  unsigned x, y, z, w;
};
struct uint2 {
  unsigned x, y;
};
struct float2 {
  float x, y;
};

inline float __uint_as_float(unsigned bits) {
  float value;
  memcpy(&value, &bits, 4);
  return value;
}
inline float __int_as_float(int bits) { return __uint_as_float((unsigned)bits); }
inline unsigned __float_as_uint(float value) {
  unsigned bits;
  memcpy(&bits, &value, 4);
  return bits;
}
inline float rsqrtf(float x) { return 1 / sqrtf(x); }

constexpr unsigned WARP_THREADS = 32;

// What the threads of the running block share.
struct Block {
  std::barrier<> all;
  std::vector<std::unique_ptr<std::barrier<>>> warps;
  std::vector<float> exchanged;

  explicit Block(unsigned threads) : all(threads), exchanged((threads + 31) / 32 * 32) {
    for (unsigned first = 0; first < threads; first += WARP_THREADS)
      warps.push_back(std::make_unique<std::barrier<>>(min(WARP_THREADS, threads - first)));
  }
};
inline Block *block;

inline void __syncthreads() { block->all.arrive_and_wait(); }

inline float __shfl_xor_sync(unsigned, float value, int offset) {
  const unsigned thread = threadIdx.x, warp = thread / WARP_THREADS;
  block->exchanged[thread] = value;
  block->warps[warp]->arrive_and_wait();
  const float other = block->exchanged[warp * WARP_THREADS + (thread % WARP_THREADS ^ offset)];
  block->warps[warp]->arrive_and_wait();
  return other;
}

template <typename Kernel>
void launch(Place grid, unsigned threads, Kernel kernel) {
  gridDim = grid;
  blockDim = {threads, 1, 1};
  for (unsigned z = 0; z < grid.z; z++) {
    for (unsigned y = 0; y < grid.y; y++) {
      for (unsigned x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        Block current(threads);
        block = &current;
        std::vector<std::thread> running;
        for (unsigned thread = 0; thread < threads; thread++) {
          running.emplace_back([=] {
            threadIdx = {thread, 0, 0};
            kernel();
          });
        }
        for (std::thread &thread : running) thread.join();
      }
    }
  }
}
