/*
 * BATCH_MATMUL: [..., rows, depth] x [..., depth, columns], either with its last two dimensions exchanged by an option; batches
 * broadcast as NumPy's. float32, int8, int16.
 */
#include "operators/common.h"

enum { BATCH_RANK = 3 }; /* dimensions before the matrices' own that the reference takes */

/* One dimension of batches: from one to the next, in elements. */
typedef struct {
  int32_t size, a_step, b_step;
} batch;

typedef struct {
  batch batches[BATCH_RANK]; /* outermost first */
  int32_t rows, columns, depth;
  int32_t a_row, a_step, b_column, b_step; /* in elements: from row to row, and along the depth */
  int32_t a_zero_point, b_zero_point, output_zero_point, multiplier, shift;
} matmul;

static void locate(const matmul *d, int32_t number, int32_t *a, int32_t *b) {
  *a = *b = 0;
  for (int32_t i = BATCH_RANK; i-- > 0; number /= d->batches[i].size) {
    int32_t at = number % d->batches[i].size;
    *a += at * d->batches[i].a_step;
    *b += at * d->batches[i].b_step;
  }
}

/* Defines a run function: each output is FINISH(d, sum) of sum = ADD(d, sum, x, y), from 0, over the depth. */
#define RUN(name, type, sum_type, ADD, FINISH)                                                                                 \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const matmul *d = tinyxs_op_data(call);                                                                                    \
    const type *as = tinyxs_input_data(call, 0), *bs = tinyxs_input_data(call, 1);                                             \
    type *output = tinyxs_output_data(call, 0);                                                                                \
    int32_t count = d->batches[0].size * d->batches[1].size * d->batches[2].size;                                              \
    for (int32_t n = 0; n < count; n++) {                                                                                      \
      int32_t a_start, b_start;                                                                                                \
      locate(d, n, &a_start, &b_start);                                                                                        \
      for (int32_t row = 0; row < d->rows; row++) {                                                                            \
        for (int32_t column = 0; column < d->columns; column++) {                                                              \
          const type *a = as + a_start + row * d->a_row, *b = bs + b_start + column * d->b_column;                             \
          sum_type sum = 0;                                                                                                    \
          for (int32_t i = 0; i < d->depth; i++) sum = ADD(d, sum, a[i * d->a_step], b[i * d->b_step]);                        \
          *output++ = FINISH(d, sum);                                                                                          \
        }                                                                                                                      \
      }                                                                                                                        \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

static int32_t add_int8(const matmul *d, int32_t sum, int32_t x, int32_t y) {
  return tinyxs_wrap_add(sum, (x - d->a_zero_point) * (y - d->b_zero_point));
}
static int8_t finish_int8(const matmul *d, int32_t sum) {
  int32_t scaled = tinyxs_wrap_add(tinyxs_requantize(sum, d->multiplier, d->shift), d->output_zero_point);
  return (int8_t)tinyxs_clamp(scaled, INT8_MIN, INT8_MAX);
}
#define ADD_INT16(d, sum, x, y) ((sum) + (x) * (y))
static int16_t finish_int16(const matmul *d, int64_t sum) {
  return (int16_t)tinyxs_clamp(tinyxs_requantize_wide(sum, d->multiplier, d->shift), INT16_MIN, INT16_MAX);
}
#define ADD_FLOAT(d, sum, x, y) ((sum) + (x) * (y))
#define FINISH_FLOAT(d, sum)    sum

RUN(run_int8, int8_t, int32_t, add_int8, finish_int8)
RUN(run_int16, int16_t, int64_t, ADD_INT16, finish_int16)
RUN(run_float, float, float, ADD_FLOAT, FINISH_FLOAT)

/* The size of dimension k of an input, counted from the end; 1 where it has none. */
static int32_t size_at(const tinyxs_info *info, int32_t k) { return k < info->rank ? info->shape[info->rank - 1 - k] : 1; }

static tinyxs_status prepare_batches(tinyxs_prepare *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                     matmul *d) {
  int32_t a_step = d->rows * d->depth, b_step = d->depth * d->columns;
  for (int32_t k = 0; k < BATCH_RANK; k++) {
    int32_t x = size_at(a, k + 2), y = size_at(b, k + 2), both = x == 1 ? y : x;
    TINYXS_REQUIRE(p, (x == both || x == 1) && (y == both || y == 1) && size_at(output, k + 2) == both,
                   "batches of %d and %d do not give %d", x, y, size_at(output, k + 2));
    d->batches[BATCH_RANK - 1 - k] = (batch){both, x == 1 ? 0 : a_step, y == 1 ? 0 : b_step};
    a_step *= x;
    b_step *= y;
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_quantized(tinyxs_prepare *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                       matmul *d) {
  TINYXS_TRY(tinyxs_require_quantized(p, "input 0", a));
  TINYXS_TRY(tinyxs_require_quantized(p, "input 1", b));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", output));
  TINYXS_REQUIRE(p, a->channels == 1 && b->channels == 1, "scales per channel are not supported");
  TINYXS_REQUIRE(p, a->type == TINYXS_INT8 || (!a->zero_point && !b->zero_point && !output->zero_point),
                 "its tensors of int16 must have zero point 0");
  d->a_zero_point = a->zero_point;
  d->b_zero_point = b->zero_point;
  d->output_zero_point = output->zero_point;
  tinyxs_quantize_multiplier((double)a->scale * (double)b->scale / (double)output->scale, &d->multiplier, &d->shift);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  int32_t rank = a.rank > b.rank ? a.rank : b.rank;
  TINYXS_REQUIRE(p, a.rank >= 2 && b.rank >= 2 && rank <= BATCH_RANK + 2 && output.rank == rank,
                 "inputs of %d and %d dimensions and an output of %d are not supported", a.rank, b.rank, output.rank);
  bool adj_x = tinyxs_option_bool(p, BATCH_MAT_MUL_OPTIONS_ADJ_X, false),
       adj_y = tinyxs_option_bool(p, BATCH_MAT_MUL_OPTIONS_ADJ_Y, false);
  matmul d = {.rows = size_at(&a, !adj_x), .columns = size_at(&b, adj_y), .depth = size_at(&a, adj_x)};
  d.a_row = adj_x ? 1 : d.depth;
  d.a_step = adj_x ? d.rows : 1;
  d.b_column = adj_y ? d.depth : 1;
  d.b_step = adj_y ? 1 : d.columns;
  TINYXS_REQUIRE(p, size_at(&b, !adj_y) == d.depth, "rows of %d elements do not fit columns of %d", d.depth,
                 size_at(&b, !adj_y));
  TINYXS_REQUIRE(p, size_at(&output, 1) == d.rows && size_at(&output, 0) == d.columns,
                 "its output is %d x %d where %d x %d is computed", size_at(&output, 1), size_at(&output, 0), d.rows,
                 d.columns);
  TINYXS_REQUIRE(p, a.count && b.count, "one of its inputs is empty");
  TINYXS_TRY(prepare_batches(p, &a, &b, &output, &d));
  if (b.type != a.type) return tinyxs_reject_type(p, "a second input", &b);
  if (output.type != a.type) return tinyxs_reject_type(p, "an output", &output);
  if (a.type == TINYXS_FLOAT32) {
    tinyxs_set_run(p, run_float);
  } else if (a.type == TINYXS_INT8 || a.type == TINYXS_INT16) {
    TINYXS_TRY(prepare_quantized(p, &a, &b, &output, &d));
    tinyxs_set_run(p, a.type == TINYXS_INT8 ? run_int8 : run_int16);
  } else {
    return tinyxs_reject_type(p, "an input", &a);
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_batch_matmul(tinyxs_prepare *p) { return prepare(p); }
