/* SPDX-License-Identifier: Apache-2.0 */
/* Kernels in portable C that suit any CPU. */
#ifndef TINYXS_KERNELS_PORTABLE_PORTABLE_H
#define TINYXS_KERNELS_PORTABLE_PORTABLE_H

#include "kernels/kernel.h"

extern const tinyxs_conv_kernel tinyxs_conv_2d_int8_portable;
extern const tinyxs_conv_kernel tinyxs_depthwise_conv_2d_int8_portable;
extern const tinyxs_fully_connected_kernel tinyxs_fully_connected_int8_portable;

#endif
