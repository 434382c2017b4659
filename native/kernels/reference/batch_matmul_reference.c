/* SPDX-License-Identifier: Apache-2.0 */
/* BATCH_MATMUL of int8, int16 and float32. */
#include "kernels/fixed_point.h"
#include "kernels/reference/reference.h"

/* Where the matrices of a batch start, in elements. */
static void locate(const tinyxs_matmul *m, int32_t number, int32_t *a, int32_t *b) {
  *a = *b = 0;
  for (int32_t i = TINYXS_MATMUL_BATCHES; i-- > 0; number /= m->batches[i].size) {
    int32_t at = number % m->batches[i].size;
    *a += at * m->batches[i].a_step;
    *b += at * m->batches[i].b_step;
  }
}

static int32_t add_int8(const tinyxs_matmul *m, int32_t sum, int32_t x, int32_t y) {
  return tinyxs_wrap_add(sum, (x - m->a_zero_point) * (y - m->b_zero_point));
}
static int8_t finish_int8(const tinyxs_matmul *m, int32_t sum) {
  int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, m->multiplier, m->shift), m->output_zero_point);
  return (int8_t)tinyxs_clamp(scaled, INT8_MIN, INT8_MAX);
}
/* Zero points are 0 in int16. */
static int64_t add_int16(const tinyxs_matmul *m, int64_t sum, int32_t x, int32_t y) {
  (void)m;
  return sum + x * y;
}
static int16_t finish_int16(const tinyxs_matmul *m, int64_t sum) {
  return (int16_t)tinyxs_clamp(tinyxs_requantize_wide(sum, m->multiplier, m->shift), INT16_MIN, INT16_MAX);
}
static float add_float(const tinyxs_matmul *m, float sum, float x, float y) {
  (void)m;
  return sum + x * y;
}
static float finish_float(const tinyxs_matmul *m, float sum) {
  (void)m;
  return sum;
}

#define NAME    tinyxs_batch_matmul_int8_reference
#define ELEMENT int8_t
#define SUM     int32_t
#define ADD     add_int8
#define FINISH  finish_int8
#include "kernels/reference/batch_matmul_template.h"

#define NAME    tinyxs_batch_matmul_int16_reference
#define ELEMENT int16_t
#define SUM     int64_t
#define ADD     add_int16
#define FINISH  finish_int16
#include "kernels/reference/batch_matmul_template.h"

#define NAME    tinyxs_batch_matmul_float_reference
#define ELEMENT float
#define SUM     float
#define ADD     add_float
#define FINISH  finish_float
#include "kernels/reference/batch_matmul_template.h"
