/* SPDX-License-Identifier: Apache-2.0 */
/* modules/features/log-mel to the log-mel front end. */
#include <stdlib.h>
#include <string.h>

#include "tinyxs.h"
#include "xs_buffer.h"

/* Arguments of the constructor, in this order; `undefined` leaves the default. */
enum {
  SAMPLE_RATE,
  WINDOW_MS,
  HOP_MS,
  CHANNELS,
  LOWER_HZ,
  UPPER_HZ,
  NOISE_REDUCTION,
  EVEN_SMOOTHING,
  ODD_SMOOTHING,
  MIN_SIGNAL_REMAINING,
  CLAMPING,
  SMOOTHING_BITS,
  PCAN,
  PCAN_STRENGTH,
  PCAN_OFFSET,
  PCAN_GAIN_BITS,
  LOG_SCALE,
  MULTIPLIER,
  DIVISOR,
  ZERO_POINT,
  OPTION_COUNT
};

void xs_log_mel_destructor(void *data) { free(data); }

static bool given(xsMachine *the, int argument) { return xsmcTypeOf(xsArg(argument)) != xsUndefinedType; }

static void get_float(xsMachine *the, int argument, float *value) {
  if (given(the, argument)) *value = (float)xsmcToNumber(xsArg(argument));
}

/* What is no whole number from 0 to 2^31 - 1 becomes one that no option accepts. */
static void get_whole(xsMachine *the, int argument, uint32_t *value) {
  if (!given(the, argument)) return;
  xsNumberValue number = xsmcToNumber(xsArg(argument));
  bool whole = number >= 0 && number <= INT32_MAX && (xsNumberValue)(uint32_t)number == number;
  *value = whole ? (uint32_t)number : UINT32_MAX;
}

static void get_signed(xsMachine *the, int argument, int32_t *value) {
  if (!given(the, argument)) return;
  xsNumberValue number = xsmcToNumber(xsArg(argument));
  bool whole = number >= INT32_MIN && number <= INT32_MAX && (xsNumberValue)(int32_t)number == number;
  *value = whole ? (int32_t)number : INT32_MAX;
}

static void get_boolean(xsMachine *the, int argument, bool *value) {
  if (given(the, argument)) *value = xsmcToBoolean(xsArg(argument));
}

static void get_options(xsMachine *the, tinyxs_log_mel_options *options) {
  tinyxs_log_mel_default(options);
  get_whole(the, SAMPLE_RATE, &options->sample_rate);
  get_float(the, WINDOW_MS, &options->window_ms);
  get_float(the, HOP_MS, &options->hop_ms);
  get_whole(the, CHANNELS, &options->channels);
  get_float(the, LOWER_HZ, &options->lower_hz);
  get_float(the, UPPER_HZ, &options->upper_hz);
  get_boolean(the, NOISE_REDUCTION, &options->noise_reduction);
  get_float(the, EVEN_SMOOTHING, &options->even_smoothing);
  get_float(the, ODD_SMOOTHING, &options->odd_smoothing);
  get_float(the, MIN_SIGNAL_REMAINING, &options->min_signal_remaining);
  get_boolean(the, CLAMPING, &options->clamping);
  get_whole(the, SMOOTHING_BITS, &options->smoothing_bits);
  get_boolean(the, PCAN, &options->pcan);
  get_float(the, PCAN_STRENGTH, &options->pcan_strength);
  get_float(the, PCAN_OFFSET, &options->pcan_offset);
  get_whole(the, PCAN_GAIN_BITS, &options->pcan_gain_bits);
  get_whole(the, LOG_SCALE, &options->log_scale);
  get_whole(the, MULTIPLIER, &options->multiplier);
  get_whole(the, DIVISOR, &options->divisor);
  get_signed(the, ZERO_POINT, &options->zero_point);
}

/* The channels of a row; or a message when an option is wrong, since messages of XS exceptions are cut. */
void xs_log_mel_constructor(xsMachine *the) {
  tinyxs_log_mel_options options;
  tinyxs_error error;
  tinyxs_log_mel *mel;
  if (xsmcArgc != OPTION_COUNT) xsUnknownError("bad arguments");
  get_options(the, &options); /* may run code of the app's */
  if (xsmcGetHostDataValidate(xsThis, (void *)xs_log_mel_destructor) != NULL) xsUnknownError("constructed twice");
  size_t bytes = tinyxs_log_mel_bytes(&options, &error);
  if (bytes == 0) {
    xsmcSetString(xsResult, error.message);
    return;
  }
  void *memory = malloc(bytes);
  if (memory == NULL || tinyxs_log_mel_create(&options, memory, bytes, &mel, &error) != TINYXS_OK) {
    free(memory);
    xsmcSetString(xsResult, "out of memory: choose a shorter window or fewer channels");
    return;
  }
  xsmcSetHostBuffer(xsThis, mel, 0); /* length 0: a typed array over this object sees nothing */
  xsmcSetInteger(xsResult, (xsIntegerValue)options.channels);
}

static tinyxs_log_mel *self(xsMachine *the) {
  tinyxs_log_mel *mel = xsmcGetHostDataValidate(xsThis, (void *)xs_log_mel_destructor);
  if (mel == NULL) xsUnknownError("LogMel is closed");
  return mel;
}

void xs_log_mel_close(xsMachine *the) {
  void *mel = xsmcGetHostDataValidate(xsThis, (void *)xs_log_mel_destructor);
  if (mel == NULL) return;
  xsmcSetHostData(xsThis, NULL);
  free(mel);
}

void xs_log_mel_reset(xsMachine *the) { tinyxs_log_mel_reset(self(the)); }

/* Whether `count` elements of `size` bytes at `offset` lie within a buffer of `bytes` bytes. */
static bool inside(xsIntegerValue offset, xsIntegerValue count, uint32_t size, xsUnsignedValue bytes) {
  return offset >= 0 && count >= 0 && (uint64_t)(uint32_t)offset + (uint64_t)(uint32_t)count * size <= bytes;
}

/*
 * feed(samples, byteOffset, count, window, byteOffset, length): takes samples until one row is complete, moves the rows of the
 * window up by one and puts the new row last. Returns how many samples it took, as -1 - taken when a row was completed.
 */
void xs_log_mel_feed(xsMachine *the) {
  if (xsmcArgc != 6) xsUnknownError("bad arguments");
  /* Converting and finding buffers may run code of the app's, which may close: only then is the rest looked up. */
  xsIntegerValue from = xsmcToInteger(xsArg(1)), count = xsmcToInteger(xsArg(2));
  xsIntegerValue to = xsmcToInteger(xsArg(4)), length = xsmcToInteger(xsArg(5));
  uint8_t *samples, *window;
  xsUnsignedValue sample_bytes, window_bytes;
  int8_t row[TINYXS_LOG_MEL_CHANNELS];
  bool ready;
  /* Nothing below allocates: the buffers stay where they are. */
  tinyxs_get_readable(the, &xsArg(0), (void **)&samples, &sample_bytes);
  tinyxs_get_writable(the, &xsArg(3), (void **)&window, &window_bytes);
  tinyxs_log_mel *mel = self(the);
  if (!inside(from, count, 2, sample_bytes) || (uintptr_t)(samples + from) % 2) xsRangeError("samples outside of their buffer");
  if (!inside(to, length, 1, window_bytes)) xsRangeError("window outside of its buffer");
  uint32_t channels = tinyxs_log_mel_channels(mel);
  if (length == 0 || (uint32_t)length % channels) xsRangeError("the window must hold whole rows of %d", (int)channels);
  size_t taken = tinyxs_log_mel_feed(mel, (const int16_t *)(samples + from), (size_t)count, row, &ready);
  if (ready) {
    window += to;
    memmove(window, window + channels, (uint32_t)length - channels);
    memcpy(window + (uint32_t)length - channels, row, channels);
  }
  xsmcSetInteger(xsResult, ready ? -1 - (xsIntegerValue)taken : (xsIntegerValue)taken);
}
