#pragma once

#include "sl_kernels.h"
#include "sl_pool.h"
#include "sl_probe.h"
#include "sl_quantized.h"
