/* SPDX-License-Identifier: Apache-2.0 */
/* tinyxs-log-mel: int16 samples on standard input to rows of int8 log-mel features on standard output. */
#include <ctype.h>
#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tinyxs.h"

#ifdef _WIN32
#include <fcntl.h>
#include <io.h>
#endif

#define BLOCK 16384

typedef enum { NUMBER, WHOLE, SIGNED, YES_NO } kind;

typedef struct {
  const char *name;
  kind kind;
  size_t offset;
  const char *help;
} option;

#define OPTION(name, kind, field, help)                                                                                        \
  { name, kind, offsetof(tinyxs_log_mel_options, field), help }

static const option options_known[] = {
    OPTION("sample-rate", WHOLE, sample_rate, "Hz"),
    OPTION("window-ms", NUMBER, window_ms, "length of the window"),
    OPTION("hop-ms", NUMBER, hop_ms, "from one row to the next"),
    OPTION("channels", WHOLE, channels, "values per row"),
    OPTION("lower-hz", NUMBER, lower_hz, "where the filter bank begins"),
    OPTION("upper-hz", NUMBER, upper_hz, "where it ends"),
    OPTION("noise-reduction", YES_NO, noise_reduction, "subtract the background: 0 or 1"),
    OPTION("even-smoothing", NUMBER, even_smoothing, "how fast the background is learned, 0 to 1, channels 0, 2, ..."),
    OPTION("odd-smoothing", NUMBER, odd_smoothing, "the same for channels 1, 3, ...; 0: as even"),
    OPTION("min-signal-remaining", NUMBER, min_signal_remaining, "least part of the signal that is kept, 0 to 1"),
    OPTION("clamping", YES_NO, clamping, "the background never stays above the signal: 0 or 1"),
    OPTION("smoothing-bits", WHOLE, smoothing_bits, "fractional bits of the background"),
    OPTION("pcan", YES_NO, pcan, "per-channel gain control: 0 or 1"),
    OPTION("pcan-strength", NUMBER, pcan_strength, "exponent of the gain"),
    OPTION("pcan-offset", NUMBER, pcan_offset, "added to the background before the exponent"),
    OPTION("pcan-gain-bits", WHOLE, pcan_gain_bits, "fractional bits of the gain"),
    OPTION("log-scale", WHOLE, log_scale, "the log is log-scale * ln(x)"),
    OPTION("multiplier", WHOLE, multiplier, "value = log * multiplier / divisor + zero-point"),
    OPTION("divisor", WHOLE, divisor, "see multiplier"),
    OPTION("zero-point", SIGNED, zero_point, "see multiplier"),
};
#define KNOWN (sizeof options_known / sizeof options_known[0])

static bool parse(const char *text, double lowest, double highest, bool whole, double *value) {
  char *end;
  if (text[0] == '\0' || isspace((unsigned char)text[0])) return false;
  *value = strtod(text, &end);
  return *end == '\0' && *value >= lowest && *value <= highest && (!whole || floor(*value) == *value);
}

static bool set(tinyxs_log_mel_options *options, const option *option, const char *text) {
  unsigned char *field = (unsigned char *)options + option->offset;
  double value;
  switch (option->kind) {
  case NUMBER:
    if (!parse(text, -FLT_MAX, FLT_MAX, false, &value)) return false;
    memcpy(field, &(float){(float)value}, sizeof(float));
    return true;
  case WHOLE:
    if (!parse(text, 0, UINT32_MAX, true, &value)) return false;
    memcpy(field, &(uint32_t){(uint32_t)value}, sizeof(uint32_t));
    return true;
  case SIGNED:
    if (!parse(text, INT32_MIN, INT32_MAX, true, &value)) return false;
    memcpy(field, &(int32_t){(int32_t)value}, sizeof(int32_t));
    return true;
  case YES_NO:
    if (!parse(text, 0, 1, true, &value)) return false;
    memcpy(field, &(bool){value != 0}, sizeof(bool));
    return true;
  }
  return false;
}

static void print_default(const tinyxs_log_mel_options *options, const option *option) {
  const unsigned char *field = (const unsigned char *)options + option->offset;
  float number;
  uint32_t whole;
  int32_t with_sign;
  bool yes;
  switch (option->kind) {
  case NUMBER: memcpy(&number, field, sizeof number), printf("%g", (double)number); break;
  case WHOLE: memcpy(&whole, field, sizeof whole), printf("%lu", (unsigned long)whole); break;
  case SIGNED: memcpy(&with_sign, field, sizeof with_sign), printf("%ld", (long)with_sign); break;
  case YES_NO: memcpy(&yes, field, sizeof yes), printf("%d", yes); break;
  }
}

static void help(void) {
  tinyxs_log_mel_options defaults;
  tinyxs_log_mel_default(&defaults);
  printf("Usage: tinyxs-log-mel [option value]... < samples.s16 > rows.int8\n\n"
         "Reads mono int16 samples (little endian) and writes rows of int8 log-mel features.\n\n");
  for (size_t i = 0; i < KNOWN; i++) {
    printf("  --%-22s%s [", options_known[i].name, options_known[i].help);
    print_default(&defaults, &options_known[i]);
    printf("]\n");
  }
  printf("  --%-22s%s\n", "clip-samples", "start afresh after every so many samples [0: never]");
}

static int fail(const char *message, const char *detail) {
  fprintf(stderr, "tinyxs-log-mel: %s%s\n", message, detail);
  return 1;
}

/* Runs all of standard input through the front end. */
static int convert(tinyxs_log_mel *mel, uint32_t channels, size_t clip_samples) {
  static uint8_t bytes[2 * BLOCK];
  static int16_t samples[BLOCK];
  int8_t row[TINYXS_LOG_MEL_CHANNELS];
  size_t left_in_clip = clip_samples, got;
  while ((got = fread(bytes, 1, sizeof bytes, stdin)) > 0) {
    if (got % 2) return fail("the input ends in the middle of a sample: ", "give raw int16");
    size_t count = got / 2;
    for (size_t i = 0; i < count; i++) samples[i] = (int16_t)(bytes[2 * i] | bytes[2 * i + 1] << 8);
    for (size_t at = 0; at < count;) {
      size_t give = count - at;
      bool ready;
      if (clip_samples && give > left_in_clip) give = left_in_clip;
      size_t used = tinyxs_log_mel_feed(mel, samples + at, give, row, &ready);
      at += used;
      if (ready && fwrite(row, 1, channels, stdout) != channels) return fail("can't write: ", strerror(errno));
      if (clip_samples && (left_in_clip -= used) == 0) {
        tinyxs_log_mel_reset(mel);
        left_in_clip = clip_samples;
      }
    }
  }
  if (ferror(stdin)) return fail("can't read: ", strerror(errno));
  if (fflush(stdout)) return fail("can't write: ", strerror(errno));
  return 0;
}

/* 0 when `name` is known and `text` suits it. */
static int take_option(tinyxs_log_mel_options *options, double *clip_samples, const char *name, const char *text) {
  if (strncmp(name, "--", 2)) return fail("unknown argument, see --help: ", name);
  if (text == NULL) return fail("a value is missing after ", name);
  if (!strcmp(name + 2, "clip-samples")) {
    return parse(text, 0, INT32_MAX, true, clip_samples) ? 0 : fail("bad value for --clip-samples: ", text);
  }
  for (size_t i = 0; i < KNOWN; i++) {
    if (strcmp(name + 2, options_known[i].name)) continue;
    if (set(options, &options_known[i], text)) return 0;
    fprintf(stderr, "tinyxs-log-mel: bad value for %s: %s\n", name, text);
    return 1;
  }
  return fail("unknown option, see --help: ", name);
}

int main(int argc, char **argv) {
  tinyxs_log_mel_options options;
  tinyxs_error error;
  tinyxs_log_mel *mel;
  double clip_samples = 0;
  tinyxs_log_mel_default(&options);
  for (int i = 1; i < argc; i += 2) {
    if (!strcmp(argv[i], "--help")) return help(), 0;
    if (take_option(&options, &clip_samples, argv[i], argv[i + 1])) return 1;
  }
#ifdef _WIN32
  _setmode(_fileno(stdin), _O_BINARY);
  _setmode(_fileno(stdout), _O_BINARY);
#endif
  size_t bytes = tinyxs_log_mel_bytes(&options, &error);
  if (bytes == 0) return fail(error.message, "");
  void *memory = malloc(bytes);
  if (memory == NULL) return fail("out of memory", "");
  if (tinyxs_log_mel_create(&options, memory, bytes, &mel, &error) != TINYXS_OK) return fail(error.message, "");
  int status = convert(mel, options.channels, (size_t)clip_samples);
  free(memory);
  return status;
}
