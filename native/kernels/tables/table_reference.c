/* SPDX-License-Identifier: Apache-2.0 */
/* The set of a build that has nothing but the plain references: what tests compare the others with. */
#include "kernels/kernel_set.h"
#include "kernels/reference/reference.h"
#include "kernels/tables/table.h"

const tinyxs_conv_kernel *const TINYXS_LIST(conv_2d_int8)[] = {&tinyxs_convolution_int8_reference, NULL};
const tinyxs_conv_kernel *const TINYXS_LIST(depthwise_conv_2d_int8)[] = {&tinyxs_convolution_int8_reference, NULL};
const tinyxs_fully_connected_kernel *const TINYXS_LIST(fully_connected_int8)[] = {&tinyxs_fully_connected_int8_reference, NULL};
const tinyxs_pool_kernel *const TINYXS_LIST(average_pool_2d_int8)[] = {&tinyxs_average_pool_2d_int8_reference, NULL};
const tinyxs_pool_kernel *const TINYXS_LIST(max_pool_2d_int8)[] = {&tinyxs_max_pool_2d_int8_reference, NULL};
const tinyxs_svdf_kernel *const TINYXS_LIST(svdf_int8)[] = {&tinyxs_svdf_int8_reference, NULL};
const tinyxs_add_kernel *const TINYXS_LIST(add_int8)[] = {&tinyxs_add_int8_reference, NULL};

const tinyxs_kernel_set TINYXS_SET = {"reference", TINYXS_LISTS};
