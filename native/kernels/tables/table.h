/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the table of each set of kernels includes last: how its lists and the set are named. As part of a build they are those
 * that kernel_set.h declares.
 */
#ifndef TINYXS_LIST
#define TINYXS_LIST(operator) tinyxs_##operator##_kernels
#define TINYXS_SET            tinyxs_kernels
#endif

/* All lists, in the set's order. */
#define TINYXS_LISTS                                                                                                           \
  TINYXS_LIST(conv_2d_int8), TINYXS_LIST(depthwise_conv_2d_int8), TINYXS_LIST(fully_connected_int8),                           \
      TINYXS_LIST(average_pool_2d_int8), TINYXS_LIST(max_pool_2d_int8), TINYXS_LIST(svdf_int8), TINYXS_LIST(add_int8)
