/* SPDX-License-Identifier: Apache-2.0 */
/* Scales per channel as integers. A quotient of 31 bits is all that survives of TensorFlow Lite's doubles. */
#include "kernels/channel_multipliers.h"

#include <string.h>

/* mantissa * 2^exponent, the mantissa having 24 bits. */
typedef struct {
  uint32_t mantissa;
  int32_t exponent;
} number;

static number split(uint32_t bits) {
  uint32_t mantissa = bits & 0x7fffff, exponent = bits >> 23 & 0xff;
  if (exponent) return (number){mantissa | 0x800000, (int32_t)exponent - 150};
  int32_t shift = __builtin_clz(mantissa | 1) - 8; /* subnormal */
  return (number){mantissa << shift, -149 - shift};
}

static number split_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  return split(bits);
}

/* dividend / divisor, in steps of 8 bits, which need no division of 64 bits; dividend < divisor * 2^32, divisor < 2^24. */
static uint32_t divide(uint64_t dividend, uint32_t divisor, uint32_t *remainder) {
  uint32_t rest = (uint32_t)(dividend >> 32), low = (uint32_t)dividend, quotient = 0;
  for (int32_t i = 0; i < 4; i++) {
    rest = rest << 8 | low >> 24;
    low <<= 8;
    uint32_t digit = rest / divisor;
    rest -= digit * divisor;
    quotient = quotient << 8 | digit;
  }
  *remainder = rest;
  return quotient;
}

void tinyxs_channel_multipliers(float input_scale, float output_scale, const uint8_t *scales, uint32_t step, uint32_t count,
                                int32_t *multipliers, int8_t *shifts) {
  const number input = split_float(input_scale), output = split_float(output_scale);
  /* input / output as 2^31 to 2^32 - 1, rounded down: a quotient by it is right or 1 too small, which its remainder tells. */
  const uint32_t divisor = output.mantissa, less = input.mantissa < divisor;
  uint32_t remainder;
  const uint32_t ratio = divide((uint64_t)input.mantissa << (31 + less), divisor, &remainder);
  const int32_t exponent = 24 - (int32_t)less + input.exponent - output.exponent;
  /* A double has 22 bits more than the quotient: it rounds up to a half what is closer to it than half of the last of them. */
  const uint32_t almost_half = divisor - (divisor >> 22);
  for (uint32_t c = 0; c < count; c++, scales += step) {
    number scale =
        split((uint32_t)scales[0] | (uint32_t)scales[1] << 8 | (uint32_t)scales[2] << 16 | (uint32_t)scales[3] << 24);
    uint64_t product = (uint64_t)scale.mantissa * ratio; /* 2^54 to 2^56 */
    uint32_t large = (uint32_t)(product >> 55);
    uint32_t quotient = (uint32_t)(product >> 24) >> large;
    remainder = (scale.mantissa * input.mantissa << (7 + less - large)) - quotient * divisor;
    if (remainder >= divisor) {
      quotient++;
      remainder -= divisor;
    }
    quotient += 2 * remainder >= almost_half;
    int32_t shift = exponent + (int32_t)large + scale.exponent;
    if (quotient >> 31) {
      quotient = (uint32_t)1 << 30;
      shift++;
    }
    if (shift < -31) quotient = 0, shift = 0;
    if (shift > 30) quotient = INT32_MAX, shift = 30;
    multipliers[c] = (int32_t)quotient;
    shifts[c] = (int8_t)shift;
  }
}
