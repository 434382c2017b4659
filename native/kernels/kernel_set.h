/* SPDX-License-Identifier: Apache-2.0 */
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
  const tinyxs_pool_kernel *const *average_pool_2d_int8, *const *max_pool_2d_int8;
  const tinyxs_svdf_kernel *const *svdf_int8;
  const tinyxs_add_kernel *const *add_int8;
} tinyxs_kernel_set;

/* This build's set, and its lists by themselves, so that an image has those of its operators only. */
extern const tinyxs_kernel_set tinyxs_kernels;
extern const tinyxs_conv_kernel *const tinyxs_conv_2d_int8_kernels[], *const tinyxs_depthwise_conv_2d_int8_kernels[];
extern const tinyxs_fully_connected_kernel *const tinyxs_fully_connected_int8_kernels[];
extern const tinyxs_pool_kernel *const tinyxs_average_pool_2d_int8_kernels[], *const tinyxs_max_pool_2d_int8_kernels[];
extern const tinyxs_svdf_kernel *const tinyxs_svdf_int8_kernels[];
extern const tinyxs_add_kernel *const tinyxs_add_int8_kernels[];

/*
 * For tools, which plan for other targets, too: all sets, and the one of a name; both end with NULL. Kernels that can't run
 * here have no run.
 */
extern const tinyxs_kernel_set *const tinyxs_kernel_sets[];
const tinyxs_kernel_set *tinyxs_find_kernel_set(const char *name);

#endif
