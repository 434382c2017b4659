/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalFilterBank: energies uint32 [bins] to uint64 [num_channels]. Further inputs, constants of int16: weights, unweights,
 * and per band (num_channels + 1 of them) the first bin, the first weight and the width.
 */
#include "operators/signal_common.h"

enum { ENERGY, WEIGHTS, UNWEIGHTS, STARTS, WEIGHT_STARTS, WIDTHS, INPUTS };

typedef struct {
  uint32_t channels;
  uint32_t widths; /* arena offset of int16[channels + 1] */
} filter_bank;

static tinyxs_status run(tinyxs_call *call) {
  const filter_bank *d = tinyxs_op_data(call);
  tinyxs_filter_bank bank = {.channels = d->channels,
                             .starts = tinyxs_input_data(call, STARTS),
                             .weight_starts = tinyxs_input_data(call, WEIGHT_STARTS),
                             .widths = tinyxs_persistent(call, d->widths),
                             .weights = tinyxs_input_data(call, WEIGHTS),
                             .unweights = tinyxs_input_data(call, UNWEIGHTS)};
  tinyxs_filter_bank_sum(&bank, tinyxs_input_data(call, ENERGY), tinyxs_output_data(call, 0));
  return TINYXS_OK;
}

/*
 * Checks one band and returns its width. TensorFlow's tools pad bands with weights of 0, which may reach past the last bin: the
 * reference reads on there, here the band is cut.
 */
static tinyxs_status check_band(tinyxs_plan *p, const tinyxs_info *inputs, uint32_t band, int16_t *width) {
  int32_t start = ((const int16_t *)inputs[STARTS].constant)[band];
  int32_t weight = ((const int16_t *)inputs[WEIGHT_STARTS].constant)[band];
  int32_t bins = ((const int16_t *)inputs[WIDTHS].constant)[band];
  TINYXS_REQUIRE(p, start >= 0 && bins >= 0 && (uint32_t)start <= inputs[ENERGY].count,
                 "its band %u lies outside of its %u bins", band, inputs[ENERGY].count);
  uint32_t left = inputs[ENERGY].count - (uint32_t)start;
  if ((uint32_t)bins > left) bins = (int32_t)left;
  TINYXS_REQUIRE(p,
                 weight >= 0 && (uint32_t)(weight + bins) <= inputs[WEIGHTS].count &&
                     (uint32_t)(weight + bins) <= inputs[UNWEIGHTS].count,
                 "its band %u has no weights from %d to %d", band, weight, weight + bins - 1);
  *width = (int16_t)bins;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_filter_bank(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, INPUTS, INPUTS, 1, 1));
  tinyxs_info inputs[INPUTS], output = tinyxs_output_info(p, 0);
  int32_t channels;
  TINYXS_TRY(tinyxs_signal_option(p, "num_channels", 1, INT16_MAX, &channels));
  for (uint32_t i = 0; i < INPUTS; i++) {
    inputs[i] = tinyxs_input_info(p, i);
    TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &inputs[i], i == ENERGY ? TINYXS_UINT32 : TINYXS_INT16, 1));
    TINYXS_REQUIRE(p, i == ENERGY || inputs[i].constant, "its input %u is not a constant", i);
    TINYXS_REQUIRE(p, i < STARTS || inputs[i].count > (uint32_t)channels, "its input %u has less than %d values", i,
                   channels + 1);
  }
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_UINT64, 1));
  TINYXS_REQUIRE(p, output.count == (uint32_t)channels, "its output has %u values for %d channels", output.count, channels);
  filter_bank d = {.channels = (uint32_t)channels};
  int16_t *widths = tinyxs_allocate_persistent(p, (d.channels + 1) * sizeof *widths, &d.widths);
  for (uint32_t band = 0; band <= d.channels; band++) {
    int16_t width = 0;
    TINYXS_TRY(check_band(p, inputs, band, &width));
    if (widths) widths[band] = width;
  }
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
