// The files of the console, as they stand in `page`, within the binary.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct {
  const char *name;
  const uint8_t *bytes;
  size_t count;
} sl_console_file;

// All of them, `count` in number, for as long as the process runs.
const sl_console_file *sl_console_files(size_t *count);
