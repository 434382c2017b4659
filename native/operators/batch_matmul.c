/* SPDX-License-Identifier: Apache-2.0 */
/*
 * BATCH_MATMUL: [..., rows, depth] x [..., depth, columns], either with its last two dimensions exchanged by an option; batches
 * broadcast as NumPy's. float32, int8, int16.
 */
#include "kernels/reference/reference.h"
#include "operators/common.h"

static tinyxs_status run(tinyxs_call *call, void (*matmul)(const tinyxs_matmul *m, const tinyxs_matmul_data *d)) {
  const tinyxs_matmul_data data = {tinyxs_input_data(call, 0), tinyxs_input_data(call, 1), tinyxs_output_data(call, 0)};
  matmul(tinyxs_op_data(call), &data);
  return TINYXS_OK;
}
static tinyxs_status run_int8(tinyxs_call *call) { return run(call, tinyxs_batch_matmul_int8_reference); }
static tinyxs_status run_int16(tinyxs_call *call) { return run(call, tinyxs_batch_matmul_int16_reference); }
static tinyxs_status run_float(tinyxs_call *call) { return run(call, tinyxs_batch_matmul_float_reference); }

/* The size of dimension k of an input, counted from the end; 1 where it has none. */
static int32_t size_at(const tinyxs_info *info, int32_t k) { return k < info->rank ? info->shape[info->rank - 1 - k] : 1; }

static tinyxs_status prepare_batches(tinyxs_plan *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                     tinyxs_matmul *d) {
  int32_t a_step = d->rows * d->depth, b_step = d->depth * d->columns;
  for (int32_t k = 0; k < TINYXS_MATMUL_BATCHES; k++) {
    int32_t x = size_at(a, k + 2), y = size_at(b, k + 2), both = x == 1 ? y : x;
    TINYXS_REQUIRE(p, (x == both || x == 1) && (y == both || y == 1) && size_at(output, k + 2) == both,
                   "batches of %d and %d do not give %d", x, y, size_at(output, k + 2));
    const int32_t outer = TINYXS_MATMUL_BATCHES - 1 - k;
    d->batches[outer].size = both;
    d->batches[outer].a_step = x == 1 ? 0 : a_step;
    d->batches[outer].b_step = y == 1 ? 0 : b_step;
    a_step *= x;
    b_step *= y;
  }
  return TINYXS_OK;
}

static tinyxs_status prepare_quantized(tinyxs_plan *p, const tinyxs_info *a, const tinyxs_info *b, const tinyxs_info *output,
                                       tinyxs_matmul *d) {
  TINYXS_TRY(tinyxs_require_quantized(p, "input 0", a));
  TINYXS_TRY(tinyxs_require_quantized(p, "input 1", b));
  TINYXS_TRY(tinyxs_require_quantized(p, "the output", output));
  TINYXS_REQUIRE(p, a->channels == 1 && b->channels == 1, "scales per channel are not supported");
  TINYXS_REQUIRE(p, a->type == TINYXS_INT8 || (!a->zero_point && !b->zero_point && !output->zero_point),
                 "its tensors of int16 must have zero point 0");
  d->a_zero_point = (int16_t)a->zero_point;
  d->b_zero_point = (int16_t)b->zero_point;
  d->output_zero_point = (int16_t)output->zero_point;
  tinyxs_set_factor((double)a->scale * (double)b->scale / (double)output->scale, &d->multiplier, &d->shift);
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 2, 1, 1));
  tinyxs_info a = tinyxs_input_info(p, 0), b = tinyxs_input_info(p, 1), output = tinyxs_output_info(p, 0);
  int32_t rank = a.rank > b.rank ? a.rank : b.rank;
  TINYXS_REQUIRE(p, a.rank >= 2 && b.rank >= 2 && rank <= TINYXS_MATMUL_BATCHES + 2 && output.rank == rank,
                 "inputs of %d and %d dimensions and an output of %d are not supported", a.rank, b.rank, output.rank);
  bool adj_x = tinyxs_option_bool(p, BATCH_MAT_MUL_OPTIONS_ADJ_X, false),
       adj_y = tinyxs_option_bool(p, BATCH_MAT_MUL_OPTIONS_ADJ_Y, false);
  tinyxs_matmul d = {.rows = size_at(&a, !adj_x),
                     .columns = size_at(&b, adj_y),
                     .depth = size_at(&a, adj_x),
                     .a_turned = adj_x,
                     .b_turned = adj_y};
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

tinyxs_status tinyxs_prepare_batch_matmul(tinyxs_plan *p) { return prepare(p); }
