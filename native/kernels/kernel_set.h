/*
 * Sets of kernels: for each operator that has kernels a list that ends with NULL, the reference last, which fits everything. A
 * build has one set: that of the table_<set>.c that is linked into it.
 */
#ifndef TINYXS_KERNELS_KERNEL_SET_H
#define TINYXS_KERNELS_KERNEL_SET_H

#include <stddef.h>

#include "kernels/kernel.h"

typedef struct {
  const char *name;
  const tinyxs_conv_kernel *const *conv_2d_int8, *const *depthwise_conv_2d_int8;
  const tinyxs_fully_connected_kernel *const *fully_connected_int8;
} tinyxs_kernel_set;

/* This build's set, and its lists by themselves, so that an image has those of its operators only. */
extern const tinyxs_kernel_set tinyxs_kernels;
extern const tinyxs_conv_kernel *const tinyxs_conv_2d_int8_kernels[], *const tinyxs_depthwise_conv_2d_int8_kernels[];
extern const tinyxs_fully_connected_kernel *const tinyxs_fully_connected_int8_kernels[];

/*
 * For tools that plan for other targets: the set of that name, of which only fits, cost, scratch, packed and pack may be used
 * unless it is this build's; NULL if there is none.
 */
const tinyxs_kernel_set *tinyxs_find_kernel_set(const char *name);

#endif
