#include "ccuda.h"

// C23's #embed, which clang has in C11 as well.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t element[] = {
#embed "kernels/element.cuh"
};

static const uint8_t rows[] = {
#embed "kernels/rows.cu"
};

static const uint8_t gemv[] = {
#embed "kernels/gemv.cu"
};

static const uint8_t attention[] = {
#embed "kernels/attention.cu"
};

static const uint8_t quantized[] = {
#embed "kernels/quantized.cu"
};

static const uint8_t sampler[] = {
#embed "kernels/sampler.cu"
};

#define SL_KERNEL_TEXT(name) \
  const sl_kernel_text sl_kernel_##name = {name, sizeof name};
SL_KERNEL_TEXT(element)
SL_KERNEL_TEXT(rows)
SL_KERNEL_TEXT(gemv)
SL_KERNEL_TEXT(attention)
SL_KERNEL_TEXT(quantized)
SL_KERNEL_TEXT(sampler)
