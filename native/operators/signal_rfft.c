/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SignalRfft: real samples [..., n <= fft_length] to spectra [..., fft_length + 2], real and imaginary by turns. SignalIrfft:
 * spectra to samples [..., fft_length]. int16, int32, float32.
 */
#include "operators/signal_common.h"

typedef struct {
  uint32_t transforms, samples, length;
  uint32_t table; /* arena offset: cosines [length] of the tensors' type, or twiddles for lengths that are no powers of two */
} fft;

static bool is_mixed(uint32_t length) { return length < 4 || (length & (length - 1)); }

/* One transform; `scratch` is for lengths that are no powers of two. */
typedef void (*transform)(const fft *d, const void *table, const void *input, void *output, void *scratch);

#define FORWARD(name, function, mixed)                                                                                         \
  static void name(const fft *d, const void *table, const void *input, void *output, void *scratch) {                          \
    if (is_mixed(d->length))                                                                                                   \
      mixed(table, d->length, input, d->samples, output, scratch);                                                             \
    else                                                                                                                       \
      function(table, d->length, input, d->samples, output);                                                                   \
  }

#define INVERSE(name, function, mixed)                                                                                         \
  static void name(const fft *d, const void *table, const void *input, void *output, void *scratch) {                          \
    if (is_mixed(d->length))                                                                                                   \
      mixed(table, d->length, input, output, scratch);                                                                         \
    else                                                                                                                       \
      function(table, d->length, input, output);                                                                               \
  }

FORWARD(forward_int16, tinyxs_rfft, tinyxs_rfft_mixed)
FORWARD(forward_int32, tinyxs_rfft_int32, tinyxs_rfft_mixed_int32)
FORWARD(forward_float, tinyxs_rfft_float, tinyxs_rfft_mixed_float)
INVERSE(inverse_int16, tinyxs_irfft, tinyxs_irfft_mixed)
INVERSE(inverse_int32, tinyxs_irfft_int32, tinyxs_irfft_mixed_int32)
INVERSE(inverse_float, tinyxs_irfft_float, tinyxs_irfft_mixed_float)

/* Transforms of `input` to `output` scalars of `bytes` bytes. */
static tinyxs_status run(tinyxs_call *call, transform function, uint32_t input, uint32_t output, uint32_t bytes) {
  const fft *d = tinyxs_op_data(call);
  const uint8_t *from = tinyxs_input_data(call, 0);
  uint8_t *to = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->transforms; i++, from += input * bytes, to += output * bytes) {
    function(d, tinyxs_persistent(call, d->table), from, to, tinyxs_scratch(call));
  }
  return TINYXS_OK;
}

static tinyxs_status run_forward(tinyxs_call *call, transform function, uint32_t bytes) {
  const fft *d = tinyxs_op_data(call);
  return run(call, function, d->samples, d->length + 2, bytes);
}
static tinyxs_status run_inverse(tinyxs_call *call, transform function, uint32_t bytes) {
  const fft *d = tinyxs_op_data(call);
  return run(call, function, d->length + 2, d->length, bytes);
}

static tinyxs_status run_int16(tinyxs_call *call) { return run_forward(call, forward_int16, sizeof(int16_t)); }
static tinyxs_status run_int32(tinyxs_call *call) { return run_forward(call, forward_int32, sizeof(int32_t)); }
static tinyxs_status run_float(tinyxs_call *call) { return run_forward(call, forward_float, sizeof(float)); }
static tinyxs_status run_inverse_int16(tinyxs_call *call) { return run_inverse(call, inverse_int16, sizeof(int16_t)); }
static tinyxs_status run_inverse_int32(tinyxs_call *call) { return run_inverse(call, inverse_int32, sizeof(int32_t)); }
static tinyxs_status run_inverse_float(tinyxs_call *call) { return run_inverse(call, inverse_float, sizeof(float)); }

/* `samples` and `spectra` are the input and the output of the forward transform. */
static tinyxs_status check(tinyxs_plan *p, const tinyxs_info *samples, const tinyxs_info *spectra, fft *d) {
  int32_t length;
  TINYXS_TRY(tinyxs_signal_option(p, "fft_length", 2, 32768, &length));
  TINYXS_REQUIRE(p, length % 2 == 0, "its FFT length %d is odd", length);
  TINYXS_REQUIRE(p, samples->rank >= 1 && samples->rank == spectra->rank, "its input has %d dimensions, its output %d",
                 tinyxs_input_info(p, 0).rank, tinyxs_output_info(p, 0).rank);
  TINYXS_REQUIRE(p, samples->count, "it has no samples");
  *d = (fft){.samples = (uint32_t)samples->shape[samples->rank - 1], .length = (uint32_t)length};
  d->transforms = samples->count / d->samples;
  TINYXS_REQUIRE(
      p, spectra->shape[spectra->rank - 1] == length + 2 && spectra->count == (uint64_t)d->transforms * (uint32_t)(length + 2),
      "it must have %u spectra of %d values", d->transforms, length + 2);
  return TINYXS_OK;
}

static void fill(const fft *d, tinyxs_type type, bool inverse, void *table) {
  if (is_mixed(d->length)) {
    if (type == TINYXS_INT16) tinyxs_fft_twiddles(d->length, inverse, table);
    if (type == TINYXS_INT32) tinyxs_fft_twiddles_int32(d->length, inverse, table);
    if (type == TINYXS_FLOAT32) tinyxs_fft_twiddles_float(d->length, table);
  } else {
    if (type == TINYXS_INT16) tinyxs_fft_cosines(d->length, table);
    if (type == TINYXS_INT32) tinyxs_fft_cosines_int32(d->length, table);
    if (type == TINYXS_FLOAT32) tinyxs_fft_cosines_float(d->length, table);
  }
}

static tinyxs_status finish(tinyxs_plan *p, fft *d, const tinyxs_typed_run *runs, bool inverse) {
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  TINYXS_TRY(tinyxs_set_typed_run(p, runs, "an input", &input));
  uint64_t bytes = tinyxs_type_bytes(input.type);
  bool mixed = is_mixed(d->length);
  void *table = tinyxs_allocate_persistent(p, bytes * (mixed ? 2 * tinyxs_fft_twiddle_count(d->length) : d->length), &d->table);
  if (table) fill(d, input.type, inverse, table);
  tinyxs_set_op_data(p, d, sizeof *d);
  return tinyxs_request_scratch(p, mixed ? 2 * bytes * tinyxs_fft_scratch(d->length) : 0);
}

tinyxs_status tinyxs_prepare_signal_rfft(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {
      {TINYXS_INT16, run_int16}, {TINYXS_INT32, run_int32}, {TINYXS_FLOAT32, run_float}, {0}};
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  fft d;
  TINYXS_TRY(check(p, &input, &output, &d));
  TINYXS_REQUIRE(p, d.samples <= d.length, "its input of %u samples is longer than the FFT", d.samples);
  return finish(p, &d, runs, false);
}

tinyxs_status tinyxs_prepare_signal_irfft(tinyxs_plan *p) {
  static const tinyxs_typed_run runs[] = {
      {TINYXS_INT16, run_inverse_int16}, {TINYXS_INT32, run_inverse_int32}, {TINYXS_FLOAT32, run_inverse_float}, {0}};
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  fft d;
  TINYXS_TRY(check(p, &output, &input, &d));
  TINYXS_REQUIRE(p, d.samples == d.length, "its output of %u samples is not as long as the FFT", d.samples);
  return finish(p, &d, runs, true);
}
