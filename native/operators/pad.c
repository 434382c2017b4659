/* PAD and PADV2: a border around every dimension. All types of 1, 2 and 4 bytes; the value must be constant. */
#include "operators/common.h"

typedef struct {
  uint32_t rank, element_bytes, dimensions; /* dimensions: arena offset of [rank] edge, outermost first */
  uint8_t value[4];
} pad;

typedef struct {
  int32_t before, size, total; /* elements */
} edge;

static tinyxs_status run(tinyxs_call *call) {
  const pad *d = tinyxs_kept(call);
  const edge *edges = (const edge *)tinyxs_kept_at(call, d->dimensions);
  const uint8_t *input = tinyxs_input_data(call, 0);
  uint8_t *output = tinyxs_output_data(call, 0);
  const edge *row = &edges[d->rank - 1];
  uint32_t rows = 1;
  for (uint32_t k = 0; k + 1 < d->rank; k++) rows *= (uint32_t)edges[k].total;
  for (uint32_t r = 0; r < rows; r++) {
    uint32_t rest = r;
    bool inside = true;
    for (uint32_t k = d->rank - 1; k-- > 0;) {
      int32_t position = (int32_t)(rest % (uint32_t)edges[k].total) - edges[k].before;
      inside = inside && position >= 0 && position < edges[k].size;
      rest /= (uint32_t)edges[k].total;
    }
    for (int32_t x = 0; x < row->total; x++, output += d->element_bytes) {
      bool from_input = inside && x >= row->before && x < row->before + row->size;
      memcpy(output, from_input ? input : d->value, d->element_bytes);
      if (from_input) input += d->element_bytes;
    }
  }
  return TINYXS_OK;
}

static tinyxs_status check_quantization(tinyxs_prepare *p, const tinyxs_info *input, const tinyxs_info *output) {
  if (input->type != TINYXS_INT8 && input->type != TINYXS_INT16) return TINYXS_OK;
  TINYXS_REQUIRE(p, input->zero_point == output->zero_point && input->scale == output->scale,
                 "its input and output are quantised differently");
  return TINYXS_OK;
}

static int64_t get_size(const tinyxs_info *sizes, int32_t i) {
  if (sizes->type == TINYXS_INT32) return ((const int32_t *)sizes->constant)[i];
  return tinyxs_load_i64(sizes->constant, (uint32_t)i);
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 2, 3, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), sizes = tinyxs_input_info(p, 1), value = tinyxs_input_info(p, 2);
  tinyxs_info output = tinyxs_output_info(p, 0);
  TINYXS_REQUIRE(p,
                 sizes.constant && (sizes.type == TINYXS_INT32 || sizes.type == TINYXS_INT64) &&
                     sizes.count == 2 * (uint32_t)input.rank,
                 "its paddings must be a constant of 2 numbers for each dimension");
  TINYXS_REQUIRE(p, input.rank > 0 && input.rank == output.rank, "its input and output differ in dimensions");
  if (input.type != output.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(check_quantization(p, &input, &output));
  pad d = {.rank = (uint32_t)input.rank, .element_bytes = tinyxs_type_bytes(input.type)};
  if (d.element_bytes == 0 || d.element_bytes > sizeof d.value) return tinyxs_reject_type(p, "an input", &input);
  edge edges[TINYXS_RANK];
  for (int32_t k = 0; k < input.rank; k++) {
    int64_t before = get_size(&sizes, 2 * k), after = get_size(&sizes, 2 * k + 1);
    TINYXS_REQUIRE(p,
                   before >= 0 && after >= 0 && before <= INT32_MAX && after <= INT32_MAX &&
                       before + input.shape[k] + after == output.shape[k],
                   "its paddings do not give the output's size %d in dimension %d", output.shape[k], k);
    edges[k] = (edge){(int32_t)before, input.shape[k], output.shape[k]};
  }
  if (value.present) {
    TINYXS_REQUIRE(p, value.constant && value.count == 1 && value.type == input.type, "its value must be a constant of %s",
                   tinyxs_type_name(input.type));
    memcpy(d.value, value.constant, d.element_bytes);
  } else if (input.type == TINYXS_INT8) {
    d.value[0] = (uint8_t)output.zero_point;
  } else if (input.type == TINYXS_INT16) {
    int16_t zero = (int16_t)output.zero_point;
    memcpy(d.value, &zero, sizeof zero);
  }
  edge *kept = tinyxs_keep_array(p, d.rank * sizeof edges[0], &d.dimensions);
  if (kept) memcpy(kept, edges, d.rank * sizeof edges[0]);
  tinyxs_keep(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_pad = {"PAD", 34, prepare};
const tinyxs_operator tinyxs_operator_padv2 = {"PADV2", 60, prepare};
