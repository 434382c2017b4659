/* SPDX-License-Identifier: Apache-2.0 */
/* Scales per channel as integers: what a layer's requantization takes, without floating point. */
#ifndef TINYXS_KERNELS_CHANNEL_MULTIPLIERS_H
#define TINYXS_KERNELS_CHANNEL_MULTIPLIERS_H

#include <stdint.h>

/*
 * For each of `count` channels: input_scale * scale / output_scale = multiplier * 2^(shift - 31), bit for bit as TensorFlow
 * Lite computes it in double (QuantizeMultiplier, kernels/internal/quantization_util.cc); multiplier 2^30..2^31-1, or 0 with
 * shift 0 for factors below 2^-32. All scales are positive and finite. `scales` are float32 at any address, `step` bytes apart:
 * 4, or 0 for one that all channels share.
 */
void tinyxs_channel_multipliers(float input_scale, float output_scale, const uint8_t *scales, uint32_t step, uint32_t count,
                                int32_t *multipliers, int8_t *shifts);

#endif
