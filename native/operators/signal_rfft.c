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

#define RUN_FORWARD(name, function, mixed, type, complex)                                                                      \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const fft *d = tinyxs_op_data(call);                                                                                       \
    const type *input = tinyxs_input_data(call, 0);                                                                            \
    complex *output = tinyxs_output_data(call, 0);                                                                             \
    for (uint32_t i = 0; i < d->transforms; i++, input += d->samples, output += d->length / 2 + 1) {                           \
      if (is_mixed(d->length)) {                                                                                               \
        mixed(tinyxs_persistent(call, d->table), d->length, input, d->samples, output, tinyxs_scratch(call));                  \
      } else {                                                                                                                 \
        function(tinyxs_persistent(call, d->table), d->length, input, d->samples, output);                                     \
      }                                                                                                                        \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

#define RUN_INVERSE(name, function, mixed, type, complex)                                                                      \
  static tinyxs_status name(tinyxs_call *call) {                                                                               \
    const fft *d = tinyxs_op_data(call);                                                                                       \
    const complex *input = tinyxs_input_data(call, 0);                                                                         \
    type *output = tinyxs_output_data(call, 0);                                                                                \
    for (uint32_t i = 0; i < d->transforms; i++, input += d->length / 2 + 1, output += d->length) {                            \
      if (is_mixed(d->length)) {                                                                                               \
        mixed(tinyxs_persistent(call, d->table), d->length, input, output, tinyxs_scratch(call));                              \
      } else {                                                                                                                 \
        function(tinyxs_persistent(call, d->table), d->length, input, output);                                                 \
      }                                                                                                                        \
    }                                                                                                                          \
    return TINYXS_OK;                                                                                                          \
  }

RUN_FORWARD(run_int16, tinyxs_rfft, tinyxs_rfft_mixed, int16_t, tinyxs_complex16)
RUN_FORWARD(run_int32, tinyxs_rfft_int32, tinyxs_rfft_mixed_int32, int32_t, tinyxs_complex32)
RUN_FORWARD(run_float, tinyxs_rfft_float, tinyxs_rfft_mixed_float, float, tinyxs_complex)
RUN_INVERSE(run_inverse_int16, tinyxs_irfft, tinyxs_irfft_mixed, int16_t, tinyxs_complex16)
RUN_INVERSE(run_inverse_int32, tinyxs_irfft_int32, tinyxs_irfft_mixed_int32, int32_t, tinyxs_complex32)
RUN_INVERSE(run_inverse_float, tinyxs_irfft_float, tinyxs_irfft_mixed_float, float, tinyxs_complex)

/* `samples` and `spectra` are the input and the output of the forward transform. */
static tinyxs_status check(tinyxs_prepare *p, const tinyxs_info *samples, const tinyxs_info *spectra, fft *d) {
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

typedef struct {
  tinyxs_run_function int16, int32, float32;
} runs;

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

static tinyxs_status finish(tinyxs_prepare *p, fft *d, const runs *r, bool inverse) {
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  if (output.type != input.type) return tinyxs_reject_type(p, "an output", &output);
  switch (input.type) {
  case TINYXS_INT16: tinyxs_set_run(p, r->int16); break;
  case TINYXS_INT32: tinyxs_set_run(p, r->int32); break;
  case TINYXS_FLOAT32: tinyxs_set_run(p, r->float32); break;
  default: return tinyxs_reject_type(p, "an input", &input);
  }
  uint64_t bytes = tinyxs_type_bytes(input.type);
  bool mixed = is_mixed(d->length);
  void *table = tinyxs_allocate_persistent(p, bytes * (mixed ? 2 * tinyxs_fft_twiddle_count(d->length) : d->length), &d->table);
  if (table) fill(d, input.type, inverse, table);
  tinyxs_set_op_data(p, d, sizeof *d);
  return tinyxs_request_scratch(p, mixed ? 2 * bytes * tinyxs_fft_scratch(d->length) : 0);
}

tinyxs_status tinyxs_prepare_signal_rfft(tinyxs_prepare *p) {
  static const runs r = {run_int16, run_int32, run_float};
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  fft d;
  TINYXS_TRY(check(p, &input, &output, &d));
  TINYXS_REQUIRE(p, d.samples <= d.length, "its input of %u samples is longer than the FFT", d.samples);
  return finish(p, &d, &r, false);
}

tinyxs_status tinyxs_prepare_signal_irfft(tinyxs_prepare *p) {
  static const runs r = {run_inverse_int16, run_inverse_int32, run_inverse_float};
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  fft d;
  TINYXS_TRY(check(p, &output, &input, &d));
  TINYXS_REQUIRE(p, d.samples == d.length, "its output of %u samples is not as long as the FFT", d.samples);
  return finish(p, &d, &r, true);
}
