#define SL_LANES 4
#define SL_TABLE sl_kernels_portable
#include "kernel_bodies.h"
