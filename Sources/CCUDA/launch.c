#include "ccuda.h"

/* CU_LAUNCH_ATTRIBUTE_PROGRAMMATIC_STREAM_SERIALIZATION */
enum { SL_LAUNCH_OVERLAPS = 6 };

unsigned int sl_cuda_launch(
    const sl_cuda_driver *driver, CUfunction function, const unsigned int blocks[3], unsigned int threads,
    CUstream stream, void **arguments, int overlaps) {
  sl_launch_attribute attribute = {.id = SL_LAUNCH_OVERLAPS, .value.flag = 1};
  sl_launch_config config = {
    .grid = {blocks[0], blocks[1], blocks[2]},
    .block = {threads, 1, 1},
    .stream = stream,
    .attributes = &attribute,
    .attribute_count = overlaps ? 1 : 0,
  };
  return driver->launchKernelEx(&config, function, arguments, NULL);
}
