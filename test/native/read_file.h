/* SPDX-License-Identifier: Apache-2.0 */
/* A whole file in memory that is aligned for a model. */
#ifndef TINYXS_TEST_READ_FILE_H
#define TINYXS_TEST_READ_FILE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tinyxs.h"

/* NULL: it can't be read. */
static uint8_t *read_file(const char *path, size_t *size) {
  FILE *file = fopen(path, "rb");
  if (!file) return NULL;
  fseek(file, 0, SEEK_END);
  *size = (size_t)ftell(file);
  rewind(file);
  uint8_t *data = aligned_alloc(TINYXS_ALIGNMENT, (*size + 16) / 16 * 16);
  if (data && fread(data, 1, *size, file) != *size) data = NULL;
  fclose(file);
  return data;
}

#endif
