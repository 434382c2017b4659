/* SPDX-License-Identifier: Apache-2.0 */
/* From options to what the steps of the log-mel front end need: checked numbers in the units of the steps. */
#ifndef TINYXS_SIGNAL_LOG_MEL_OPTIONS_H
#define TINYXS_SIGNAL_LOG_MEL_OPTIONS_H

#include "signal/front_end.h"
#include "tinyxs.h"

typedef struct {
  uint32_t window, hop; /* samples */
  uint32_t fft_length, correction_bits;
  uint32_t bin_start, bin_end; /* bins that the filter bank covers: start <= bin < end */
  tinyxs_mel_band band;
  tinyxs_spectral_subtraction subtraction;
  uint32_t pcan_shift, pcan_input_bits;
} tinyxs_log_mel_plan;

/* Checks all options and computes the plan. Fails with TINYXS_BAD_ARGUMENT and a message that names the option. */
tinyxs_status tinyxs_log_mel_resolve(const tinyxs_log_mel_options *options, tinyxs_log_mel_plan *plan, tinyxs_error *error);

/* Fills `error` (may be NULL) with TINYXS_BAD_ARGUMENT and the message, and returns that status. */
tinyxs_status tinyxs_log_mel_refuse(tinyxs_error *error, const char *message);

#endif
