// Runs the threads of a block of a CUDA kernel on one thread of the system, each on a stack of its own: one goes on until it
// waits for the others of its warp or block.
#pragma once

#include <sys/mman.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#if !defined(__x86_64__)
#include <ucontext.h>
#endif

constexpr unsigned WARP_THREADS = 32;

namespace fibers {

constexpr unsigned min(unsigned a, unsigned b) { return a < b ? a : b; }

enum class State : uint8_t { ready, atWarp, atBlock, done };

#if defined(__x86_64__)
// Saves the registers that a call preserves on the stack of `from`, and goes on where `to` was left.
extern "C" void sl_switch_fiber(void **from, void *to);
asm(R"(
.text
.type sl_switch_fiber, @function
.hidden sl_switch_fiber
.globl sl_switch_fiber
sl_switch_fiber:
  pushq %rbp
  pushq %rbx
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, (%rdi)
  movq %rsi, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %rbx
  popq %rbp
  ret
.size sl_switch_fiber, .-sl_switch_fiber
)");
#endif

// The threads of the block that this thread of the system runs.
class Block {
public:
  static constexpr size_t STACK = 128 << 10;
  static constexpr unsigned MOST = 1024;

  unsigned current = 0;

  Block() {
    stacks = (char *)mmap(nullptr, STACK * MOST, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (stacks == MAP_FAILED) {
      perror("stacks of an emulated block");
      abort();
    }
  }

  // `enter` is called in each thread, with its number in `current`.
  void run(unsigned threads, void (*enter)()) {
    count = threads;
    body = enter;
    for (unsigned thread = 0; thread < threads; thread++) {
      states[thread] = State::ready;
      prepare(thread);
    }
    while (true) {
      // A warp goes on by itself until all of it waits for the block or has ended.
      for (unsigned first = 0; first < threads; first += WARP_THREADS)
        for (unsigned thread = first; thread < min(first + WARP_THREADS, threads); thread++)
          if (states[thread] == State::ready) resume(thread);
      unsigned waiting = 0;
      for (unsigned thread = 0; thread < threads; thread++) {
        if (states[thread] == State::atWarp) {
          fprintf(stderr, "emulated GPU: a thread waits for others of its warp that wait for the block\n");
          abort();
        }
        // Threads that have ended count as arrived, as on a GPU since Volta.
        if (states[thread] == State::atBlock) {
          states[thread] = State::ready;
          waiting++;
        }
      }
      if (waiting == 0) return;
    }
  }

  // The next thread of the warp goes on; the last one to wait for the warp lets all go on.
  void wait(State kind) {
    const unsigned self = current, first = self / WARP_THREADS * WARP_THREADS, end = min(first + WARP_THREADS, count);
    states[self] = kind;
    unsigned next = self + 1;
    while (next < end && states[next] != State::ready) next++;
    if (next == end) {
      unsigned others = 0;
      for (unsigned thread = first; thread < end; thread++)
        others += states[thread] == State::ready || states[thread] == State::atBlock;
      if (others == 0) {
        for (unsigned thread = end; thread-- > first;) {
          if (states[thread] != State::atWarp) continue;
          states[thread] = State::ready;
          next = thread;
        }
      }
    }
    if (next == self) return;
    if (next < end) {
      current = next;
      pass(self, next);
    } else {
      suspend();
    }
  }

  // Gives a value to the warp, and calls `read` when all of it have. There are two places for each thread, since the fastest
  // may be one exchange ahead of the slowest.
  template <typename Read>
  auto exchange(uint64_t bits, Read read) {
    const unsigned turn = turns[current]++ & 1;
    exchanged[turn][current] = bits;
    wait(State::atWarp);
    const unsigned first = current / WARP_THREADS * WARP_THREADS;
    return read(&exchanged[turn][first]);
  }
  unsigned lanes() const {
    const unsigned first = current / WARP_THREADS * WARP_THREADS;
    return count - first < WARP_THREADS ? count - first : WARP_THREADS;
  }

private:
  char *stacks;
  unsigned count = 0;
  void (*body)() = nullptr;
  State states[MOST];
  uint64_t exchanged[2][MOST] = {};
  unsigned turns[MOST] = {};

#if defined(__x86_64__)
  void *places[MOST] = {};
  void *home = nullptr;

  static void start();
  void prepare(unsigned thread) {
    turns[thread] = 0;
    void **top = (void **)(stacks + STACK * (thread + 1));
    *--top = nullptr;          // keeps the stack aligned as a call leaves it
    *--top = (void *)&start;   // where the first switch returns to
    for (int i = 0; i < 6; i++) *--top = nullptr;
    places[thread] = top;
  }
  void resume(unsigned thread) {
    current = thread;
    sl_switch_fiber(&home, places[thread]);
  }
  void suspend() { sl_switch_fiber(&places[current], home); }
  void pass(unsigned from, unsigned to) { sl_switch_fiber(&places[from], places[to]); }
#else
  ucontext_t places[MOST] = {};
  ucontext_t home = {};

  static void start();
  void prepare(unsigned thread) {
    turns[thread] = 0;
    getcontext(&places[thread]);
    places[thread].uc_stack = {stacks + STACK * thread, 0, STACK};
    places[thread].uc_link = nullptr;
    makecontext(&places[thread], &start, 0);
  }
  void resume(unsigned thread) {
    current = thread;
    swapcontext(&home, &places[thread]);
  }
  void suspend() { swapcontext(&places[current], &home); }
  void pass(unsigned from, unsigned to) { swapcontext(&places[from], &places[to]); }
#endif

};

// One block runs at a time.
inline Block &block = *new Block;

inline void Block::start() {
  block.body();
  block.wait(State::done);
}

}  // namespace fibers
