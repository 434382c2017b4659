/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The benchmark on the desktop: tinyxs-bench log-mel FRAMES, or tinyxs-bench model FRAMES OUTPUTS MODEL INPUT... Files must be
 * right: `tinyxs bench` has looked at them.
 */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MEMORY = 1 << 28, MOST_INPUTS = 64 };

void tinyxs_bench_write(const char *bytes, size_t count) { fwrite(bytes, 1, count, stdout); }

uint8_t *tinyxs_bench_memory(size_t *bytes) {
  *bytes = MEMORY;
  return aligned_alloc(16, MEMORY);
}

bool tinyxs_bench_stack(uint32_t **limit, uint32_t **top) {
  (void)limit, (void)top;
  return false;
}

static uint8_t *read_file(const char *path, uint32_t *bytes) {
  FILE *file = fopen(path, "rb");
  if (!file || fseek(file, 0, SEEK_END) != 0) return NULL;
  *bytes = (uint32_t)ftell(file);
  rewind(file);
  uint8_t *data = aligned_alloc(16, (*bytes / 16 + 1) * 16);
  if (data && fread(data, 1, *bytes, file) != *bytes) data = NULL;
  fclose(file);
  return data;
}

int main(int count, char **arguments) {
  const uint8_t *inputs[MOST_INPUTS];
  tinyxs_bench_work work = {.inputs = inputs};
  if (count > 2) work.frames = (uint32_t)atoi(arguments[2]);
  if (count == 3 && strcmp(arguments[1], "log-mel") == 0) return tinyxs_bench_log_mel(&work);
  if (count < 5 || count > 5 + MOST_INPUTS || strcmp(arguments[1], "model") != 0) return 2;
  work.outputs = (uint32_t)atoi(arguments[3]);
  work.model = read_file(arguments[4], &work.model_bytes);
  bool read = work.model != NULL;
  for (int i = 5; i < count; i++) {
    uint32_t bytes;
    inputs[i - 5] = read_file(arguments[i], &bytes);
    read = read && inputs[i - 5];
  }
  return read ? tinyxs_bench_model(&work) : tinyxs_bench_error("a file can't be read");
}
