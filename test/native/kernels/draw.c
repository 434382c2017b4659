/* SPDX-License-Identifier: Apache-2.0 */
/* Random cases of kernels. */
#include "draw.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BUFFERS = 64 };

static uint64_t state;
static void *buffers[MOST_BUFFERS];
static size_t taken;

void seed(uint64_t number) { state = number * 2 + 1; }

int32_t draw(int32_t low, int32_t high) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (int32_t)(low + (int64_t)((state >> 32) % ((uint64_t)((int64_t)high - low) + 1)));
}

bool one_in(int32_t n) { return draw(1, n) == 1; }

int32_t draw_size(int32_t most) {
  int32_t size = draw(1, most);
  if (one_in(3)) size = draw(1, 4);
  if (one_in(3)) size = 16 * draw(1, 3) + draw(-1, 1);
  return size < most ? size : most;
}

void *take(size_t bytes) {
  if (taken == MOST_BUFFERS) abort();
  uint8_t *memory = malloc(bytes ? bytes : 1);
  if (!memory) abort();
  for (size_t i = 0; i < bytes; i++) memory[i] = (uint8_t)draw(0, 255);
  return buffers[taken++] = memory;
}

void *take_copy(const void *from, size_t bytes) { return memcpy(take(bytes), from, bytes); }

void free_all(void) {
  while (taken) free(buffers[--taken]);
}

int8_t *draw_int8(size_t count) {
  int8_t *values = take(count);
  int32_t kind = draw(1, 4);
  for (size_t i = 0; i < count; i++) {
    if (kind == 1) values[i] = one_in(2) ? INT8_MIN : INT8_MAX;
    if (kind == 2) values[i] = (int8_t)draw(-3, 3);
  }
  return values;
}

int32_t *draw_bias(size_t count) {
  if (one_in(5)) return NULL;
  int32_t *values = take(count * sizeof *values);
  if (one_in(10)) return values;
  for (size_t i = 0; i < count; i++) values[i] = draw(-20000, 20000);
  return values;
}

int32_t draw_multiplier(int8_t *shift) {
  if (one_in(40)) return *shift = 0;
  return one_in(10) ? INT32_MAX : draw(1 << 30, INT32_MAX);
}

int8_t draw_shift(int64_t products) {
  if (one_in(12)) return (int8_t)draw(-31, 30);
  int8_t bits = 1;
  while (products >> bits) bits++;
  return (int8_t)(draw(-2, 3) - bits / 2 - 7);
}

void draw_scales(size_t channels, int64_t products, const int32_t **multipliers, const int8_t **shifts, tinyxs_bounds *bounds) {
  int32_t *multiplier = take(channels * sizeof *multiplier);
  int8_t *shift = take(channels);
  *bounds = (tinyxs_bounds){.shift_min = INT8_MAX, .shift_max = INT8_MIN};
  for (size_t i = 0; i < channels; i++) {
    shift[i] = draw_shift(products);
    multiplier[i] = draw_multiplier(&shift[i]);
    if (shift[i] < bounds->shift_min) bounds->shift_min = shift[i];
    if (shift[i] > bounds->shift_max) bounds->shift_max = shift[i];
  }
  *multipliers = multiplier;
  *shifts = shift;
}

int16_t draw_zero_point(void) {
  switch (draw(1, 4)) {
  case 1: return INT8_MIN;
  case 2: return one_in(2) ? INT8_MAX : 0;
  default: return (int16_t)draw(INT8_MIN, INT8_MAX);
  }
}

void draw_range(int16_t zero_point, int16_t *min, int16_t *max) {
  *min = INT8_MIN;
  *max = INT8_MAX;
  if (one_in(3)) *min = zero_point;
  if (one_in(4)) *max = (int16_t)draw(*min, INT8_MAX);
  if (one_in(50)) *min = INT16_MAX;
}

int32_t draw_padding(int32_t input, int32_t window, int32_t stride, int32_t dilation, int16_t *before) {
  int32_t reach = (window - 1) * dilation + 1;
  bool same = reach > input || one_in(2);
  int32_t output = same ? (input + stride - 1) / stride : (input - reach) / stride + 1;
  int32_t total = (output - 1) * stride + reach - input;
  *before = (int16_t)(total > 0 ? total / 2 : 0);
  return output;
}
