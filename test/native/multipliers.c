/* SPDX-License-Identifier: Apache-2.0 */
/*
 * multipliers COUNT: integer scales per channel (kernels/channel_multipliers.h) against the double arithmetic that they stand
 * for, bit for bit: COUNT random scales of each kind, and as many that are sought where rounding is decided. Prints a line for
 * each kind, "KIND COMPARED"; exit code 1 with the scales that differ.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels/channel_multipliers.h"
#include "operators/common.h"

enum { CHANNELS = 64, LEAST_EXPONENT = 1, MOST_EXPONENT = 254 };

static uint64_t state = 1;

static uint32_t draw(uint32_t below) {
  state = state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((state >> 32) * below >> 32);
}

static float from_bits(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
static float from_parts(uint32_t exponent, uint32_t mantissa) { return from_bits(exponent << 23 | (mantissa & 0x7fffff)); }

/* ---- comparing ---- */

static uint64_t compared, rounded_to_power, smallest, zeros, largest, saturated;

static void compare_one(float input, float output, float scale, int32_t multiplier, int32_t shift) {
  int32_t expected, expected_shift;
  tinyxs_quantize_multiplier((double)input * (double)scale / (double)output, &expected, &expected_shift);
  if (multiplier != expected || shift != expected_shift) {
    fprintf(stderr, "%a * %a / %a is %" PRId32 " with shift %" PRId32 ", not %" PRId32 " with %" PRId32 "\n", (double)input,
            (double)scale, (double)output, expected, expected_shift, multiplier, shift);
    exit(1);
  }
  int exponent;
  compared++;
  frexp((double)input * (double)scale / (double)output, &exponent);
  rounded_to_power += exponent + 1 == expected_shift;
  smallest += expected_shift == -31;
  zeros += expected == 0;
  largest += expected_shift == 30 && exponent <= 30;
  saturated += exponent > 30;
}

/* Compares scales that lie at any address; with step 0 all channels have the first. */
static void compare(float input, float output, const float *scales, uint32_t count, uint32_t step) {
  int32_t multipliers[CHANNELS + 1];
  int8_t shifts[CHANNELS + 1];
  uint8_t bytes[CHANNELS * sizeof(float) + 3], *at = bytes + draw(4);
  memcpy(at, scales, count * sizeof *scales);
  multipliers[count] = 0x5a5a5a5a;
  shifts[count] = 0x5a;
  tinyxs_channel_multipliers(input, output, at, step, count, multipliers, shifts);
  if (multipliers[count] != 0x5a5a5a5a || shifts[count] != 0x5a) {
    fputs("it writes more than its channels\n", stderr);
    exit(1);
  }
  for (uint32_t c = 0; c < count; c++) compare_one(input, output, scales[step ? c : 0], multipliers[c], shifts[c]);
}

static void report(const char *kind) {
  printf("%s %" PRIu64 "\n", kind, compared);
  compared = 0;
}

/* ---- drawing ---- */

/* Mantissas with few bits at either end, of one bit more or less than a power of two, or any. */
static uint32_t draw_mantissa(void) {
  switch (draw(5)) {
  case 0: return draw(4);
  case 1: return 0x7fffff - draw(4);
  case 2: return (UINT32_C(1) << draw(23)) + draw(3) - 1;
  default: return draw(0x800000);
  }
}

static float draw_any(void) { return from_parts(LEAST_EXPONENT + draw(MOST_EXPONENT), draw_mantissa()); }
static float draw_usual(void) { return from_parts(90 + draw(50), draw_mantissa()); }
static float draw_subnormal(void) { return from_bits((draw_mantissa() >> draw(23)) | 1); }

static void compare_drawn(float (*draw_input)(void), float (*draw_output)(void), float (*draw_scale)(void), uint32_t count) {
  float scales[CHANNELS];
  while (compared < count) {
    for (uint32_t c = 0; c < CHANNELS; c++) scales[c] = draw_scale();
    compare(draw_input(), draw_output(), scales, CHANNELS - draw(8), draw(8) ? 4 : 0);
  }
}

/* Products whose exponent is around a limit of the shift. */
static void compare_limits(int32_t limit, uint32_t count) {
  while (compared < count) {
    int32_t input = 1 + (int32_t)draw(254), output = 1 + (int32_t)draw(254);
    int32_t exponent = limit - input + output + 127 + (int32_t)draw(5) - 2;
    if (exponent < LEAST_EXPONENT || exponent > MOST_EXPONENT) continue;
    float scale = from_parts((uint32_t)exponent, draw_mantissa());
    compare(from_parts((uint32_t)input, draw_mantissa()), from_parts((uint32_t)output, draw_mantissa()), &scale, 1, 4);
  }
}

/* ---- seeking ---- */

static int64_t inverse(int64_t value, int64_t modulus, int64_t *divisor) {
  int64_t a = value % modulus, b = modulus, x = 1, y = 0;
  while (b) {
    int64_t quotient = a / b, rest = a % b, next = x - quotient * y;
    a = b;
    b = rest;
    x = y;
    y = next;
  }
  *divisor = a;
  return (x % modulus + modulus) % modulus;
}

/*
 * Scales of 24 bits with scale * input * 2^bits = remainder modulo output: what is left of the quotient of 31 bits is then
 * remainder / output of its last place. The exponents don't matter.
 */
static void seek(uint32_t input, uint32_t output, uint32_t bits, uint32_t remainder) {
  int64_t divisor, factor = ((int64_t)input << bits) % output, reciprocal = inverse(factor, output, &divisor);
  if (remainder % divisor || divisor > 4096) return;
  int64_t step = output / divisor;
  int64_t least = reciprocal % step * (remainder / divisor % step) % step;
  for (int64_t w = least + (0x800000 - least + step - 1) / step * step; w < 0x1000000; w += step) {
    float scale = from_parts(120 + draw(8), (uint32_t)w);
    compare(from_parts(120 + draw(8), input), from_parts(120 + draw(8), output), &scale, 1, 4);
  }
}

static void compare_halves(uint32_t count) {
  while (compared < count) {
    uint32_t input = 0x800000 | draw_mantissa(), output = 0x800000 | draw_mantissa();
    if (draw(4) == 0) input = output - draw(3) + 1;
    if (input < 0x800000 || input > 0xffffff) continue;
    for (uint32_t bits = 6; bits <= 8; bits++) {
      for (uint32_t remainder = output / 2 - 4; remainder <= output / 2 + 2; remainder++) seek(input, output, bits, remainder);
    }
  }
}

/* Remainders of 0 and of one less than the divisor: the quotient itself is right. */
static void compare_wholes(uint32_t count) {
  while (compared < count) {
    uint32_t input = 0x800000 | draw_mantissa(), output = 0x800000 | draw_mantissa();
    for (uint32_t bits = 6; bits <= 8; bits++) {
      for (uint32_t remainder = 0; remainder < 2; remainder++) {
        seek(input, output, bits, remainder);
        seek(input, output, bits, output - 1 - remainder);
      }
    }
  }
}

/* The largest scales with which the product stays below a power of two: some round up to it. */
static void compare_powers(uint32_t count) {
  while (compared < count) {
    uint32_t input = 0x800000 | draw_mantissa(), output = 0x800000 | draw_mantissa();
    for (uint32_t bits = 23; bits <= 24; bits++) {
      uint64_t w = (((uint64_t)output << bits) - 1) / input;
      if (w < 0x800000 || w > 0xffffff) continue;
      for (int32_t shift = -34; shift <= 32; shift += draw(2) ? 1 : 33) {
        float scale = from_parts((uint32_t)(127 + shift), (uint32_t)w);
        compare(from_parts(127, input), from_parts(127, output), &scale, 1, 4);
      }
    }
  }
}

int main(int count, char **arguments) {
  uint32_t number = count == 2 ? (uint32_t)strtoul(arguments[1], NULL, 10) : 0;
  if (!number) return fputs("usage: multipliers COUNT\n", stderr), 2;
  compare_drawn(draw_any, draw_any, draw_any, number);
  report("any");
  compare_drawn(draw_usual, draw_usual, draw_usual, number);
  report("usual");
  compare_drawn(draw_subnormal, draw_usual, draw_any, number / 4);
  compare_drawn(draw_usual, draw_subnormal, draw_any, number / 2);
  compare_drawn(draw_any, draw_any, draw_subnormal, number / 4 * 3);
  compare_drawn(draw_subnormal, draw_subnormal, draw_subnormal, number);
  report("subnormal");
  compare_limits(-31, number / 2);
  compare_limits(30, number);
  report("limits");
  compare_halves(number);
  report("halves");
  compare_wholes(number);
  report("wholes");
  compare_powers(number);
  report("powers");
  printf("rounded-up-to-a-power %" PRIu64 "\nshift-31 %" PRIu64 "\nzero %" PRIu64 "\nshift30 %" PRIu64 "\nsaturated %" PRIu64
         "\n",
         rounded_to_power, smallest, zeros, largest, saturated);
  return 0;
}
