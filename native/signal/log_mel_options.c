/* SPDX-License-Identifier: Apache-2.0 */
/* Defaults and checks of the log-mel options. */
#include "signal/log_mel_options.h"

#include <string.h>

/* Fractional bits of the smoothing factors. */
#define SUBTRACTION_BITS 14
#define SMALLEST_FFT     64

void tinyxs_log_mel_default(tinyxs_log_mel_options *options) {
  *options = (tinyxs_log_mel_options){.sample_rate = 16000,
                                      .window_ms = 30,
                                      .hop_ms = 20,
                                      .channels = 40,
                                      .lower_hz = 125,
                                      .upper_hz = 7500,
                                      .noise_reduction = true,
                                      .even_smoothing = 0.025f,
                                      .odd_smoothing = 0.06f,
                                      .min_signal_remaining = 0.05f,
                                      .clamping = false,
                                      .smoothing_bits = 10,
                                      .pcan = true,
                                      .pcan_strength = 0.95f,
                                      .pcan_offset = 80,
                                      .pcan_gain_bits = 21,
                                      .log_scale = 64,
                                      .multiplier = 256,
                                      .divisor = 666,
                                      .zero_point = -128};
}

tinyxs_status tinyxs_log_mel_refuse(tinyxs_error *error, const char *message) {
  if (error != NULL) {
    *error = (tinyxs_error){.status = TINYXS_BAD_ARGUMENT, .subgraph = -1, .operator_index = -1, .tensor = -1};
    strncpy(error->message, message, sizeof error->message - 1);
  }
  return TINYXS_BAD_ARGUMENT;
}

/* False for NaN too. */
static bool within(float x, float lowest, float highest) { return x >= lowest && x <= highest; }

/* The hair lets decimal milliseconds that mean whole samples, such as 2.3 at 10 kHz, be those in binary as well. */
static uint32_t whole_samples(float ms, uint32_t sample_rate) { return (uint32_t)((double)ms * sample_rate / 1000.0 + 1e-4); }

static uint32_t factor(float x) { return (uint32_t)(x * (float)(1 << SUBTRACTION_BITS)); }

static const char *check(const tinyxs_log_mel_options *o) {
  if (o->sample_rate < 1000 || o->sample_rate > 96000) return "sample_rate is out of range: give 1000 to 96000 (Hz)";
  if (!within(o->window_ms, 0, 2048) || whole_samples(o->window_ms, o->sample_rate) < 16 ||
      whole_samples(o->window_ms, o->sample_rate) > 2048)
    return "window_ms is out of range: the window must have 16 to 2048 samples";
  if (!within(o->hop_ms, 0, 60000) || whole_samples(o->hop_ms, o->sample_rate) < 1)
    return "hop_ms is out of range: give at least one sample and at most 60000 ms";
  if (o->channels < 1 || o->channels > TINYXS_LOG_MEL_CHANNELS) return "channels is out of range: give 1 to 256";
  if (!within(o->lower_hz, 0, 48000)) return "lower_hz is out of range: give at least 0";
  if (!within(o->upper_hz, o->lower_hz + 100, (float)o->sample_rate / 2))
    return "upper_hz is out of range: give lower_hz + 100 or more, and half the sample rate or less";
  if (!within(o->even_smoothing, 0, 1)) return "even_smoothing is out of range: give 0 to 1";
  if (!within(o->odd_smoothing, 0, 1)) return "odd_smoothing is out of range: give 0 to 1";
  if (!within(o->min_signal_remaining, 0, 1)) return "min_signal_remaining is out of range: give 0 to 1";
  if (o->smoothing_bits < 5 || o->smoothing_bits > 14) return "smoothing_bits is out of range: give 5 to 14";
  if (o->pcan && !o->noise_reduction)
    return "pcan needs noise_reduction for its estimate: turn it on too (min_signal_remaining 1 keeps the whole signal)";
  if (!within(o->pcan_strength, 0, 2)) return "pcan_strength is out of range: give 0 to 2";
  if (!within(o->pcan_offset, 0.001f, 1000000)) return "pcan_offset is out of range: give 0.001 to 1000000";
  if (o->pcan_gain_bits < 18 || o->pcan_gain_bits > 30) return "pcan_gain_bits is out of range: give 18 to 30";
  if (o->log_scale < 1 || o->log_scale > 1024) return "log_scale is out of range: give 1 to 1024";
  if (o->multiplier < 1 || o->multiplier > 65536) return "multiplier is out of range: give 1 to 65536";
  if (o->divisor < 1 || o->divisor > 1 << 30) return "divisor is out of range: give 1 to 1073741824";
  if (o->zero_point < -128 || o->zero_point > 127) return "zero_point is out of range: give -128 to 127";
  return NULL;
}

tinyxs_status tinyxs_log_mel_resolve(const tinyxs_log_mel_options *options, tinyxs_log_mel_plan *plan, tinyxs_error *error) {
  const char *problem = check(options);
  if (problem != NULL) return tinyxs_log_mel_refuse(error, problem);

  plan->window = whole_samples(options->window_ms, options->sample_rate);
  plan->hop = whole_samples(options->hop_ms, options->sample_rate);
  plan->fft_length = SMALLEST_FFT;
  while (plan->fft_length < plan->window) plan->fft_length *= 2;
  /* The FFT divides by its length, the root of the filter bank multiplies by 2^6: the log makes up for both. */
  plan->correction_bits = tinyxs_top_bit(plan->fft_length) - 1 - TINYXS_FILTER_BANK_BITS / 2;

  plan->band =
      (tinyxs_mel_band){options->channels, options->sample_rate, plan->fft_length, options->lower_hz, options->upper_hz};
  plan->bin_end = tinyxs_mel(&plan->band, &plan->bin_start, NULL, NULL, NULL, NULL, NULL) + plan->bin_start;

  const uint32_t one = 1 << SUBTRACTION_BITS;
  uint32_t even = factor(options->even_smoothing);
  uint32_t odd = options->odd_smoothing > 0 ? factor(options->odd_smoothing) : even;
  plan->subtraction = (tinyxs_spectral_subtraction){.smoothing = even,
                                                    .one_minus_smoothing = one - even,
                                                    .odd_smoothing = odd,
                                                    .odd_one_minus_smoothing = one - odd,
                                                    .min_signal_remaining = factor(options->min_signal_remaining),
                                                    .smoothing_bits = options->smoothing_bits,
                                                    .bits = SUBTRACTION_BITS,
                                                    .clamping = options->clamping};
  plan->pcan_input_bits = options->smoothing_bits - plan->correction_bits;
  /* As in microfrontend (pcan_gain_control_util.c); the newer pcan_op.py fixes it at 6, right for 21 bits and an FFT of 512. */
  plan->pcan_shift = options->pcan_gain_bits - plan->correction_bits - TINYXS_PCAN_SNR_BITS;
  return TINYXS_OK;
}
