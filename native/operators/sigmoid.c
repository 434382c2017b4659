/* SPDX-License-Identifier: Apache-2.0 */
/* How the logistic function and the hyperbolic tangent of int16 take their input. */
#include "operators/sigmoid.h"

#include "operators/common.h"

static bool is_about(float scale, double power) {
  double ratio = (double)scale / power;
  return ratio > 0.99930709 && ratio < 1.00069339; /* 2^-0.001 to 2^0.001 */
}

tinyxs_status tinyxs_prepare_sigmoid(tinyxs_plan *p, float scale, bool two_powers, tinyxs_sigmoid *s) {
  *s = (tinyxs_sigmoid){.multiplier = 3};
  if (is_about(scale, 1.0 / 4096)) return TINYXS_OK;
  if (two_powers && is_about(scale, 1.0 / 2048)) {
    s->multiplier = 6;
    return TINYXS_OK;
  }
  double multiplier = (double)scale * 4096.0 * 3.0;
  TINYXS_REQUIRE(p, multiplier < 65536, "its input's scale is too large");
  for (; multiplier <= 32767.0 / 2 && s->shift <= 30; multiplier *= 2) s->shift++;
  s->multiplier = (int32_t)multiplier;
  return TINYXS_OK;
}

bool tinyxs_is_fraction_of_int16(const tinyxs_info *info) {
  return info->channels == 1 && info->zero_point == 0 && is_about(info->scale, 1.0 / 32768);
}
