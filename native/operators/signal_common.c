/* SPDX-License-Identifier: Apache-2.0 */
/* Options and tensors of signal operators. */
#include "operators/signal_common.h"

#include "engine/flexbuffer.h"

tinyxs_status tinyxs_signal_option(tinyxs_plan *p, const char *key, int32_t least, int32_t most, int32_t *value) {
  uint32_t bytes;
  int64_t number;
  const uint8_t *options = tinyxs_custom_options(p, &bytes);
  TINYXS_REQUIRE(p, tinyxs_flexbuffer_number(options, bytes, key, &number), "its options have no number %s", key);
  TINYXS_REQUIRE(p, number >= least && number <= most, "its option %s must be %d to %d", key, least, most);
  *value = (int32_t)number;
  return TINYXS_OK;
}

tinyxs_status tinyxs_signal_tensor(tinyxs_plan *p, const char *what, const tinyxs_info *info, tinyxs_type type, int32_t rank) {
  if (info->type != type) return tinyxs_reject_type(p, what, info);
  TINYXS_REQUIRE(p, info->rank == rank, "%s has %d dimensions instead of %d", what, info->rank, rank);
  return TINYXS_OK;
}
