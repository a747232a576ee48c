// What the text of CUDA kernels takes for granted, for a C++ compiler: a block runs at a time, its threads as `fibers`.
#pragma once

#define SL_EMULATED

#include "fibers.h"
#include "half.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <utility>

using std::max;
using std::min;

struct Place {
  unsigned x, y, z;
};
inline Place blockIdx, blockDim, gridDim;

// The number of the running thread.
struct ThreadPlace {
  struct X {
    operator unsigned() const { return fibers::block.current; }
  } x;
};
inline ThreadPlace threadIdx;

#define __device__
#define __global__
#define __forceinline__ inline
#define __shared__ static
#define __launch_bounds__(...)

struct alignas(16) uint4 {
  unsigned x, y, z, w;
};
struct alignas(8) uint2 {
  unsigned x, y;
};
struct alignas(8) float2 {
  float x, y;
};

inline float __uint_as_float(unsigned bits) { return std::bit_cast<float>(bits); }
inline float __int_as_float(int bits) { return std::bit_cast<float>(bits); }
inline unsigned __float_as_uint(float value) { return std::bit_cast<unsigned>(value); }
inline float rsqrtf(float x) { return 1 / sqrtf(x); }
inline int __popc(unsigned bits) { return std::popcount(bits); }
inline int __clz(unsigned bits) { return std::countl_zero(bits); }
inline int __ffs(unsigned bits) { return bits == 0 ? 0 : std::countr_zero(bits) + 1; }

inline unsigned short bf16FromFloat(float x) {
  const unsigned bits = __float_as_uint(x);
  return x == x ? (bits + 0x7fff + (bits >> 16 & 1)) >> 16 : bits >> 16 | 0x40;
}
inline uint4 loadOnce(const void *place) { return *(const uint4 *)place; }

inline void __syncthreads() { fibers::block.wait(fibers::State::atBlock); }

// The value of the lane that `from` names, given one's own; the own one where there is no such lane.
template <typename Value, typename From>
Value exchangeInWarp(Value value, From from) {
  static_assert(sizeof(Value) <= 8);
  uint64_t bits = 0;
  memcpy(&bits, &value, sizeof(Value));
  return fibers::block.exchange(bits, [&](const uint64_t *given) {
    const int lane = fibers::block.current % WARP_THREADS, other = from(lane);
    Value found;
    memcpy(&found, &given[other >= 0 && other < (int)fibers::block.lanes() ? other : lane], sizeof(Value));
    return found;
  });
}

template <typename Value>
Value __shfl_xor_sync(unsigned, Value value, int offset) {
  return exchangeInWarp(value, [=](int lane) { return lane ^ offset; });
}
template <typename Value>
Value __shfl_up_sync(unsigned, Value value, int offset) {
  return exchangeInWarp(value, [=](int lane) { return lane - offset; });
}
template <typename Value>
Value __shfl_sync(unsigned, Value value, int source) {
  return exchangeInWarp(value, [=](int) { return source; });
}
inline unsigned __ballot_sync(unsigned, bool holds) {
  return fibers::block.exchange(holds, [&](const uint64_t *given) {
    unsigned bits = 0;
    for (unsigned lane = 0; lane < fibers::block.lanes(); lane++) bits |= (unsigned)(given[lane] != 0) << lane;
    return bits;
  });
}

// One thread runs at a time.
template <typename Value, typename Added>
Value atomicAdd(Value *place, Added added) {
  const Value before = *place;
  *place += (Value)added;
  return before;
}

inline const void *runningKernel;

template <typename Kernel>
void launch(Place grid, unsigned threads, Kernel kernel) {
  gridDim = grid;
  blockDim = {threads, 1, 1};
  runningKernel = &kernel;
  for (unsigned z = 0; z < grid.z; z++) {
    for (unsigned y = 0; y < grid.y; y++) {
      for (unsigned x = 0; x < grid.x; x++) {
        blockIdx = {x, y, z};
        fibers::block.run(threads, [] { (*(const Kernel *)runningKernel)(); });
      }
    }
  }
}

// How a driver launches a kernel: by the addresses of its arguments.
template <typename... Parameters, size_t... I>
void launchByPlaces(
    void (*kernel)(Parameters...), Place grid, unsigned threads, void **places, std::index_sequence<I...>) {
  launch(grid, threads, [&] { kernel(*(Parameters *)places[I]...); });
}
template <typename... Parameters>
void launchByPlaces(void (*kernel)(Parameters...), const unsigned *grid, unsigned threads, void **places) {
  launchByPlaces(kernel, {grid[0], grid[1], grid[2]}, threads, places, std::index_sequence_for<Parameters...>());
}
template <typename... Parameters>
constexpr unsigned parameterCount(void (*)(Parameters...)) {
  return sizeof...(Parameters);
}
