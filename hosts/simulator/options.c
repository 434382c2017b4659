/* SPDX-License-Identifier: Apache-2.0 */
/* The simulator's command line. */
#include "options.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] = "usage: tinyxs-simulator [options] main.js\n"
                            "  --resources FOLDER   files which `new Resource(name)` finds\n"
                            "  --audio FILE         what the microphone hears: raw PCM, mono, 16-bit little endian\n"
                            "  --audio-rate HZ      its sample rate (16000)\n"
                            "  --heap KB            limit of the app's heap (8192)\n"
                            "  --seed N             start of Math.random (1)\n"
                            "  --seconds S          end after so much simulated time (no limit)\n"
                            "  --realtime           run on the real clock\n";

static bool fail(const char *what, const char *value) {
  fprintf(stderr, "tinyxs-simulator: %s %s\n%s", what, value, usage);
  return false;
}

/* A whole or, for seconds, any number in the range. */
static bool to_number(const char *option, const char *text, double low, double high, double *value) {
  char *end;
  errno = 0;
  *value = strtod(text, &end);
  if (!errno && end != text && !*end && isfinite(*value) && *value >= low && *value <= high) return true;
  fprintf(stderr, "tinyxs-simulator: %s %s: give a number from %.0f to %.0f\n", option, text, low, high);
  return false;
}

static bool set_option(tinyxs_host_options *options, const char *name, const char *text) {
  double value;
  if (!strcmp(name, "--resources")) return options->resources = text, true;
  if (!strcmp(name, "--audio")) return options->audio = text, true;
  if (!strcmp(name, "--audio-rate")) {
    if (!to_number(name, text, 8000, 48000, &value)) return false;
    return options->audio_rate = (uint32_t)value, true;
  }
  if (!strcmp(name, "--heap")) {
    if (!to_number(name, text, 1024, 1024 * 1024, &value)) return false;
    return options->heap_bytes = (size_t)value * 1024, true;
  }
  if (!strcmp(name, "--seed")) {
    if (!to_number(name, text, 0, UINT32_MAX, &value)) return false;
    return options->seed = (uint32_t)value, true;
  }
  if (!strcmp(name, "--seconds")) return to_number(name, text, 0, 1e9, &options->seconds);
  return fail("unknown option", name);
}

bool tinyxs_host_parse_options(int count, char **arguments, tinyxs_host_options *options) {
  *options = (tinyxs_host_options){.audio_rate = 16000, .heap_bytes = 8192 * 1024, .seed = 1};
  for (int i = 1; i < count; i++) {
    const char *argument = arguments[i];
    if (!strcmp(argument, "--realtime"))
      options->realtime = true;
    else if (!strncmp(argument, "--", 2)) {
      if (i + 1 == count) return fail("a value is missing after", argument);
      if (!set_option(options, argument, arguments[++i])) return false;
    } else if (options->main)
      return fail("one main module only, not also", argument);
    else
      options->main = argument;
  }
  return options->main ? true : fail("the main module is missing", "");
}
