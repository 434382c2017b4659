/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps of the integer audio front end, one function per file. Each equals the kernel of TensorFlow Lite Micro's signal
 * library (signal/src) bit for bit, also where sums wrap around. Arguments are trusted: whoever calls checks sizes and ranges.
 */
#ifndef TINYXS_SIGNAL_FRONT_END_H
#define TINYXS_SIGNAL_FRONT_END_H

#include <stdbool.h>
#include <stdint.h>

/* Fractional bits of filter bank weights, and thus twice as many as its square root has. */
#define TINYXS_FILTER_BANK_BITS 12
/* Fractional bits of the signal-to-noise ratio inside PCAN, and of its output. */
#define TINYXS_PCAN_SNR_BITS    12
#define TINYXS_PCAN_OUTPUT_BITS 6
/* Entries of PCAN's gain table. */
#define TINYXS_PCAN_GAINS 125

typedef struct {
  int16_t real, imag;
} tinyxs_complex16;

typedef struct {
  int32_t real, imag;
} tinyxs_complex32;

typedef struct {
  float real, imag;
} tinyxs_complex;

/* The position of the highest set bit, counted from 1; 32 for 0, as the reference has it. */
uint32_t tinyxs_top_bit(uint32_t x);

/* ---- window: samples to windowed samples ---- */

/* Hann window of `size` weights with `shift` fractional bits: round((0.5 - 0.5 cos(2 pi (i + 0.5) / size)) * 2^shift). */
void tinyxs_hann(uint32_t size, uint32_t shift, int16_t *weights);

/* output[i] = saturate((input[i] * weights[i]) >> shift); shift 0 to 31. In place is fine. */
void tinyxs_window(const int16_t *input, const int16_t *weights, uint32_t size, uint32_t shift, int16_t *output);

/* ---- FFT: windowed samples to spectrum ---- */

/* Shifts the samples left as far as the largest one allows and returns by how many bits, 0 to 15. In place is fine. */
int32_t tinyxs_fft_auto_scale(const int16_t *input, uint32_t size, int16_t *output);

/* cosines[i] = round(32767 cos(2 pi i / length)), i < length: the twiddle factors of an FFT of that length. */
void tinyxs_fft_cosines(uint32_t length, int16_t *cosines);
void tinyxs_fft_cosines_int32(uint32_t length, int32_t *cosines); /* of 2^31 - 1 */
void tinyxs_fft_cosines_float(uint32_t length, float *cosines);   /* of 1 */

/*
 * FFT of real samples, scaled by 1 / length (float: not scaled). Rounds as kissfft does: radix 4, one radix 2 stage if needed.
 *   length  a power of two, 4 to 32768
 *   count   samples in `input`, at most `length`; the rest counts as 0
 *   output  [length / 2 + 1]; must not overlap with `input`
 */
void tinyxs_rfft(const int16_t *cosines, uint32_t length, const int16_t *input, uint32_t count, tinyxs_complex16 *output);
void tinyxs_rfft_int32(const int32_t *cosines, uint32_t length, const int32_t *input, uint32_t count, tinyxs_complex32 *output);
void tinyxs_rfft_float(const float *cosines, uint32_t length, const float *input, uint32_t count, tinyxs_complex *output);

/* The inverse, scaled by 1 / length: a spectrum of length / 2 + 1 bins to `length` samples; they must not overlap. */
void tinyxs_irfft(const int16_t *cosines, uint32_t length, const tinyxs_complex16 *input, int16_t *output);
void tinyxs_irfft_int32(const int32_t *cosines, uint32_t length, const tinyxs_complex32 *input, int32_t *output);
void tinyxs_irfft_float(const float *cosines, uint32_t length, const tinyxs_complex *input, float *output);

/* An FFT's stages, outermost first: 4, 2, 3, 5 and larger primes; 1 for a single point. A point is a pair of samples. */
typedef struct {
  uint32_t count;
  uint16_t radix[16];
} tinyxs_fft_factors;

tinyxs_fft_factors tinyxs_fft_factor(uint32_t points); /* 1 to 16384 */
/* Which point the stages want at a position. */
uint32_t tinyxs_fft_source(const tinyxs_fft_factors *factors, uint32_t points, uint32_t position);

/*
 * The same for any even length from 2 to 32768, more slowly and with larger tables.
 *   twiddles  [tinyxs_fft_twiddle_count(length)], those of tinyxs_fft_twiddles(); float has the same for the inverse
 *   scratch   [tinyxs_fft_scratch(length)] complex numbers, for prime factors above 5
 */
uint32_t tinyxs_fft_twiddle_count(uint32_t length);
uint32_t tinyxs_fft_scratch(uint32_t length);
void tinyxs_fft_twiddles(uint32_t length, bool inverse, tinyxs_complex16 *twiddles);
void tinyxs_fft_twiddles_int32(uint32_t length, bool inverse, tinyxs_complex32 *twiddles);
void tinyxs_fft_twiddles_float(uint32_t length, tinyxs_complex *twiddles);
void tinyxs_rfft_mixed(const tinyxs_complex16 *twiddles, uint32_t length, const int16_t *input, uint32_t count,
                       tinyxs_complex16 *output, void *scratch);
void tinyxs_rfft_mixed_int32(const tinyxs_complex32 *twiddles, uint32_t length, const int32_t *input, uint32_t count,
                             tinyxs_complex32 *output, void *scratch);
void tinyxs_rfft_mixed_float(const tinyxs_complex *twiddles, uint32_t length, const float *input, uint32_t count,
                             tinyxs_complex *output, void *scratch);
void tinyxs_irfft_mixed(const tinyxs_complex16 *twiddles, uint32_t length, const tinyxs_complex16 *input, int16_t *output,
                        void *scratch);
void tinyxs_irfft_mixed_int32(const tinyxs_complex32 *twiddles, uint32_t length, const tinyxs_complex32 *input, int32_t *output,
                              void *scratch);
void tinyxs_irfft_mixed_float(const tinyxs_complex *twiddles, uint32_t length, const tinyxs_complex *input, float *output,
                              void *scratch);

/* energy[i] = real^2 + imag^2 for start <= i < end; the others are left as they are. */
void tinyxs_energy(const tinyxs_complex16 *spectrum, uint32_t start, uint32_t end, uint32_t *energy);

/* ---- filter bank: energies to channels ---- */

/*
 * Triangular filters, each overlapping with its neighbors. Band i (0 <= i <= channels) is the rising slope of channel i - 1's
 * right neighbor: its bins weigh on channel i - 1 with `weights` and on channel i with `unweights`.
 */
typedef struct {
  uint32_t channels;
  const int16_t *starts;        /* [channels + 1] first bin of band i */
  const int16_t *weight_starts; /* [channels + 1] its first weight */
  const int16_t *widths;        /* [channels + 1] its bins */
  const int16_t *weights;       /* TINYXS_FILTER_BANK_BITS fractional bits */
  const int16_t *unweights;     /* 1 - weights */
} tinyxs_filter_bank;

/* output[channel] = sum of energy times weight; output is [channels]. */
void tinyxs_filter_bank_sum(const tinyxs_filter_bank *bank, const uint32_t *energy, uint64_t *output);

/* What tinyxs_mel needs to know to place triangular filters at equal distances on the mel scale. */
typedef struct {
  uint32_t channels;
  uint32_t sample_rate; /* Hz */
  uint32_t fft_length;
  float lower_hz, upper_hz; /* where the first filter begins and the last one ends */
} tinyxs_mel_band;

/*
 * Computes a mel filter bank in single precision as filter_bank_ops.py does (without its padding, which weighs nothing), and
 * returns how many bins it covers from *start on. The arrays are those of tinyxs_filter_bank; NULL for all: only count.
 */
uint32_t tinyxs_mel(const tinyxs_mel_band *band, uint32_t *start, int16_t *starts, int16_t *weight_starts, int16_t *widths,
                    int16_t *weights, int16_t *unweights);

/* output[i] = round(sqrt(input[i])) >> shift; shift 0 to 31. */
void tinyxs_square_root(const uint64_t *input, uint32_t size, uint32_t shift, uint32_t *output);

/* ---- noise and gain: channels to channels ---- */

/* Factors have `bits` fractional bits (0 to 31), even and odd channels their own. */
typedef struct {
  uint32_t smoothing, one_minus_smoothing;
  uint32_t odd_smoothing, odd_one_minus_smoothing;
  uint32_t min_signal_remaining;
  uint32_t smoothing_bits; /* further fractional bits of the estimate, 0 to 31 */
  uint32_t bits;
  bool clamping;
} tinyxs_spectral_subtraction;

/* Moves `noise` (state, shape [channels], 0 at the start) towards the input and subtracts it. In place is fine. */
void tinyxs_subtract_noise(const tinyxs_spectral_subtraction *subtraction, const uint32_t *input, uint32_t channels,
                           uint32_t *output, uint32_t *noise);

/*
 * The gain (noise / 2^input_bits + offset)^-strength with `gain_bits` fractional bits, as coefficients of one parabola per
 * power of two of the noise. Wang et al., "Trainable Frontend For Robust and Far-Field Keyword Spotting", 2016.
 */
void tinyxs_pcan_gains(float strength, float offset, uint32_t input_bits, uint32_t gain_bits, int16_t gains[TINYXS_PCAN_GAINS]);

/* Per-channel amplitude normalization: multiplies by the gain for the noise and compresses. shift 0 to 63. In place is fine. */
void tinyxs_pcan(const int16_t gains[TINYXS_PCAN_GAINS], uint32_t shift, const uint32_t *input, const uint32_t *noise,
                 uint32_t channels, uint32_t *output);

/* ---- log: channels to features ---- */

/* output[i] = round(scale * ln(input[i] << correction_bits)), 0 to 32767; 0 for inputs below 2. correction_bits 0 to 31. */
void tinyxs_log_scale(const uint32_t *input, uint32_t channels, uint32_t scale, uint32_t correction_bits, int16_t *output);

#endif
