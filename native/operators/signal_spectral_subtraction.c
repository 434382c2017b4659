/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalFilterBankSpectralSubtraction: uint32 [num_channels] less the background, and the estimate of the background, which is
 * state: both uint32 [num_channels].
 */
#include "operators/signal_common.h"

#include <string.h>

typedef struct {
  tinyxs_spectral_subtraction subtraction;
  uint32_t channels;
  uint32_t noise; /* offset in the state of uint32[channels] */
} spectral_subtraction;

static tinyxs_status run(tinyxs_call *call) {
  const spectral_subtraction *d = tinyxs_op_data(call);
  uint32_t *noise = tinyxs_state_at(call, d->noise);
  tinyxs_subtract_noise(&d->subtraction, tinyxs_input_data(call, 0), d->channels, tinyxs_output_data(call, 0), noise);
  memcpy(tinyxs_output_data(call, 1), noise, d->channels * sizeof *noise);
  return TINYXS_OK;
}

static tinyxs_status get_options(tinyxs_plan *p, spectral_subtraction *d) {
  struct {
    const char *key;
    int32_t least, most;
    uint32_t *value;
  } options[] = {
      {"smoothing", 0, INT32_MAX, &d->subtraction.smoothing},
      {"one_minus_smoothing", 0, INT32_MAX, &d->subtraction.one_minus_smoothing},
      {"alternate_smoothing", 0, INT32_MAX, &d->subtraction.odd_smoothing},
      {"alternate_one_minus_smoothing", 0, INT32_MAX, &d->subtraction.odd_one_minus_smoothing},
      {"min_signal_remaining", 0, INT32_MAX, &d->subtraction.min_signal_remaining},
      {"smoothing_bits", 0, 31, &d->subtraction.smoothing_bits},
      {"spectral_subtraction_bits", 0, 31, &d->subtraction.bits},
      {"num_channels", 1, INT16_MAX, &d->channels},
  };
  int32_t value;
  for (uint32_t i = 0; i < sizeof options / sizeof options[0]; i++) {
    TINYXS_TRY(tinyxs_signal_option(p, options[i].key, options[i].least, options[i].most, &value));
    *options[i].value = (uint32_t)value;
  }
  TINYXS_TRY(tinyxs_signal_option(p, "clamping", 0, 1, &value));
  d->subtraction.clamping = value != 0;
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_signal_spectral_subtraction(tinyxs_plan *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 2, 2));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0), noise = tinyxs_output_info(p, 1);
  spectral_subtraction d;
  TINYXS_TRY(get_options(p, &d));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_UINT32, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_UINT32, 1));
  TINYXS_TRY(tinyxs_signal_tensor(p, "a background", &noise, TINYXS_UINT32, 1));
  TINYXS_REQUIRE(p, input.count == d.channels && output.count == d.channels && noise.count == d.channels,
                 "its tensors do not have %u channels", d.channels);
  TINYXS_TRY(tinyxs_allocate_state(p, noise.bytes, 0, &d.noise));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_in_place(p, 0, 0);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
