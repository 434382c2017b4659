/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Moving blocks of elements from one tensor to another with a stride for every dimension: what most operators that only
 * rearrange data do. Strides may be negative or 0; neighboring dimensions that step alike are joined.
 */
#ifndef TINYXS_OPERATORS_STRIDED_COPY_H
#define TINYXS_OPERATORS_STRIDED_COPY_H

#include "operators/common.h"

/* One dimension: its size and, in bytes, the steps of the source and of the target. */
typedef struct {
  uint32_t size;
  int32_t from, to;
} tinyxs_stride;

typedef struct {
  uint32_t bytes, rank;               /* bytes that lie together in both; 0: there is nothing to move */
  tinyxs_stride strides[TINYXS_RANK]; /* the innermost first */
} tinyxs_strided_copy;

/* The bytes to keep of a structure that ends with a member `copy`. */
#define TINYXS_STRIDED_COPY_BYTES(d) (sizeof(d) - (TINYXS_RANK - (d).copy.rank) * sizeof(tinyxs_stride))

/* Adds a dimension outside the others to the copy of a block, which begins as {.bytes = size of an element}. */
void tinyxs_add_dimension(tinyxs_strided_copy *m, uint32_t size, uint32_t from, uint32_t to);
/* Adds one to a list of strides, joining it with the last if both step alike; returns the new length. */
uint32_t tinyxs_add_stride(tinyxs_stride *strides, uint32_t rank, uint32_t size, uint32_t from, uint32_t to);
/* Goes to the next place, the first dimension running fastest; false after the last one, when all is back at the first. */
bool tinyxs_next_place(const tinyxs_stride *strides, uint32_t rank, uint32_t *place, int32_t *from, int32_t *to);
void tinyxs_copy_strided(const tinyxs_strided_copy *m, const void *from, void *to);
/* Writes `count` elements of `bytes` bytes. */
void tinyxs_fill(void *to, const void *value, uint32_t bytes, uint32_t count);

/* ---- in prepare ---- */

/* Fails unless both have one type, whose elements have a whole number of bytes, given in *bytes. */
tinyxs_status tinyxs_require_same_type(tinyxs_plan *p, const tinyxs_info *input, const tinyxs_info *output, uint32_t *bytes);
/* Keeps these copy, from byte `start` of input 0 to output 0, as all that the operator does at run time. */
void tinyxs_set_strided_copy(tinyxs_plan *p, uint32_t start, const tinyxs_strided_copy *m);
/* Fails unless the output has this shape. */
tinyxs_status tinyxs_require_shape(tinyxs_plan *p, const tinyxs_info *output, const int32_t *shape, int32_t rank);
/* Whether two shapes have the same sizes in the same order, not counting dimensions of size 1. */
bool tinyxs_same_sizes(const tinyxs_info *a, const tinyxs_info *b);

/* ---- in prepare and in run ---- */

/* Elements in dimensions first..last-1. */
uint32_t tinyxs_count_elements(const int32_t *shape, int32_t first, int32_t last);
/* Number i of a list of int8, int16, int32 or int64. */
int64_t tinyxs_number(const void *list, tinyxs_type type, uint32_t i);
/* The axes as bits, negative ones counting from the end; false if one doesn't fit. */
bool tinyxs_find_axes(const int32_t *axes, uint32_t count, int32_t rank, uint32_t *bits);

#endif
