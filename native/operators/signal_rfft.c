/* SignalRfft: real samples int16 [..., n <= fft_length] to spectra int16 [..., fft_length + 2], real and imaginary by turns. */
#include "operators/signal_common.h"

typedef struct {
  uint32_t transforms, samples, length;
  uint32_t cosines; /* arena offset of int16[length] */
} rfft;

static tinyxs_status run(tinyxs_call *call) {
  const rfft *d = tinyxs_kept(call);
  const int16_t *input = tinyxs_input_data(call, 0);
  tinyxs_complex16 *output = tinyxs_output_data(call, 0);
  for (uint32_t i = 0; i < d->transforms; i++) {
    tinyxs_rfft(tinyxs_kept_at(call, d->cosines), d->length, input, d->samples, output);
    input += d->samples;
    output += d->length / 2 + 1;
  }
  return TINYXS_OK;
}

static tinyxs_status prepare(tinyxs_prepare *p) {
  TINYXS_TRY(tinyxs_arity(p, 1, 1, 1, 1));
  tinyxs_info input = tinyxs_input_info(p, 0), output = tinyxs_output_info(p, 0);
  int32_t length;
  TINYXS_TRY(tinyxs_signal_option(p, "fft_length", 4, 32768, &length));
  if (length & (length - 1)) return tinyxs_reject(p, TINYXS_UNSUPPORTED, "its FFT length %d is not a power of two", length);
  TINYXS_REQUIRE(p, input.rank >= 1 && input.count, "its input has no samples");
  TINYXS_TRY(tinyxs_signal_tensor(p, "an input", &input, TINYXS_INT16, input.rank));
  TINYXS_TRY(tinyxs_signal_tensor(p, "an output", &output, TINYXS_INT16, input.rank));
  rfft d = {.samples = (uint32_t)input.shape[input.rank - 1], .length = (uint32_t)length};
  d.transforms = input.count / d.samples;
  TINYXS_REQUIRE(p, d.samples <= d.length, "its input of %u samples is longer than the FFT", d.samples);
  TINYXS_REQUIRE(p, output.shape[output.rank - 1] == length + 2 && output.count == (uint64_t)d.transforms * (d.length + 2),
                 "its output must have %d values per spectrum", length + 2);
  int16_t *cosines = tinyxs_keep_array(p, d.length * sizeof *cosines, &d.cosines);
  if (cosines) tinyxs_fft_cosines(d.length, cosines);
  tinyxs_keep(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}

const tinyxs_operator tinyxs_operator_signal_rfft = {"SignalRfft", BUILTIN_CUSTOM, prepare};
