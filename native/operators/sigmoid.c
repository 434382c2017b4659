/* The logistic function and the hyperbolic tangent of int16, from one table. */
#include "operators/sigmoid.h"

#include "operators/common.h"

/* About 65536 / (1 + e^(-i / 24)): numbers that TensorFlow Lite's results are defined by. */
static const uint16_t table[256] = {
    32768, 33451, 34133, 34813, 35493, 36169, 36843, 37513, 38180, 38841, 39498, 40149, 40794, 41432, 42064, 42688,
    43304, 43912, 44511, 45102, 45683, 46255, 46817, 47369, 47911, 48443, 48964, 49475, 49975, 50464, 50942, 51409,
    51865, 52311, 52745, 53169, 53581, 53983, 54374, 54755, 55125, 55485, 55834, 56174, 56503, 56823, 57133, 57433,
    57724, 58007, 58280, 58544, 58800, 59048, 59288, 59519, 59743, 59959, 60168, 60370, 60565, 60753, 60935, 61110,
    61279, 61441, 61599, 61750, 61896, 62036, 62172, 62302, 62428, 62549, 62666, 62778, 62886, 62990, 63090, 63186,
    63279, 63368, 63454, 63536, 63615, 63691, 63765, 63835, 63903, 63968, 64030, 64090, 64148, 64204, 64257, 64308,
    64357, 64405, 64450, 64494, 64536, 64576, 64614, 64652, 64687, 64721, 64754, 64786, 64816, 64845, 64873, 64900,
    64926, 64950, 64974, 64997, 65019, 65039, 65060, 65079, 65097, 65115, 65132, 65149, 65164, 65179, 65194, 65208,
    65221, 65234, 65246, 65258, 65269, 65280, 65291, 65301, 65310, 65319, 65328, 65337, 65345, 65352, 65360, 65367,
    65374, 65381, 65387, 65393, 65399, 65404, 65410, 65415, 65420, 65425, 65429, 65433, 65438, 65442, 65445, 65449,
    65453, 65456, 65459, 65462, 65465, 65468, 65471, 65474, 65476, 65479, 65481, 65483, 65485, 65488, 65489, 65491,
    65493, 65495, 65497, 65498, 65500, 65501, 65503, 65504, 65505, 65507, 65508, 65509, 65510, 65511, 65512, 65513,
    65514, 65515, 65516, 65517, 65517, 65518, 65519, 65520, 65520, 65521, 65522, 65522, 65523, 65523, 65524, 65524,
    65525, 65525, 65526, 65526, 65526, 65527, 65527, 65528, 65528, 65528, 65529, 65529, 65529, 65529, 65530, 65530,
    65530, 65530, 65531, 65531, 65531, 65531, 65531, 65532, 65532, 65532, 65532, 65532, 65532, 65533, 65533, 65533,
    65533, 65533, 65533, 65533, 65533, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65534, 65535,
};

/* The table at |x| / 2^bits, between its entries linear, in Q16.bits; past its end `most`. */
static int32_t look_up(int32_t x, int32_t bits, int32_t most) {
  int32_t magnitude = x < 0 ? -x : x, i = magnitude >> bits;
  if (i >= 255) return most;
  return table[i] * (1 << bits) + (magnitude & ((1 << bits) - 1)) * (table[i + 1] - table[i]);
}

int16_t tinyxs_logistic_int16(int32_t x) {
  int32_t value = look_up(x, 9, 0x7fff << 10);
  /* Up to 2^25: the sum is taken without a sign. */
  uint32_t rounded = (uint32_t)(x >= 0 ? value : (1 << 25) - value - 1) + (1 << 9);
  return (int16_t)(rounded >> 10);
}

int16_t tinyxs_tanh_int16(int32_t x) {
  int32_t value = look_up(x, 8, 0xffff << 8) - (1 << 23);
  return (int16_t)(((x >= 0 ? value : -value - 1) + (1 << 7)) >> 8);
}

static bool is_about(float scale, double power) {
  double ratio = (double)scale / power;
  return ratio > 0.99930709 && ratio < 1.00069339; /* 2^-0.001 to 2^0.001 */
}

tinyxs_status tinyxs_prepare_sigmoid(tinyxs_prepare *p, float scale, bool two_powers, tinyxs_sigmoid *s) {
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
