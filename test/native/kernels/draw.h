/* SPDX-License-Identifier: Apache-2.0 */
/* Random cases of kernels. */
#ifndef TINYXS_TEST_DRAW_H
#define TINYXS_TEST_DRAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernels/kernel.h"

/* Starts a sequence of random numbers. */
void seed(uint64_t number);
/* low..high, all alike. */
int32_t draw(int32_t low, int32_t high);
/* True one time in n. */
bool one_in(int32_t n);
/* 1..most: small numbers, and those around multiples of 16, more often than others. */
int32_t draw_size(int32_t most);

/* Memory of exactly so many bytes until free_all(). */
void *take(size_t bytes);
void *take_copy(const void *from, size_t bytes);
void free_all(void);

/* Elements of int8: of all values, of the two ends only, or near 0. */
int8_t *draw_int8(size_t count);
/* NULL one time in 5; else biases that sums are made of, or, rarely, any int32, with which sums wrap. */
int32_t *draw_bias(size_t count);
/* A multiplier as tinyxs_requantize() takes it: 0 with shift 0 now and then. */
int32_t draw_multiplier(int8_t *shift);
/* A shift that brings a sum of `products` products of int8 into int8, about; now and then any. */
int8_t draw_shift(int64_t products);
/* Multipliers and shifts of so many channels, each with a sum of so many products; and the bounds that they have. */
void draw_scales(size_t channels, int64_t products, const int32_t **multipliers, const int8_t **shifts, tinyxs_bounds *bounds);
/* An int8's zero point; the ends and 0 more often than others. */
int16_t draw_zero_point(void);
/* An activation's range: all, from the zero point on, a part, or even nothing. */
void draw_range(int16_t zero_point, int16_t *min, int16_t *max);

/* Padding of one dimension as SAME or VALID want it, and the output's size. */
int32_t draw_padding(int32_t input, int32_t window, int32_t stride, int32_t dilation, int16_t *before);

#endif
