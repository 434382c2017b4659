/* SPDX-License-Identifier: Apache-2.0 */
/* The plain loops of layers: the definition of right, for every type and every parameter. */
#ifndef TINYXS_KERNELS_REFERENCE_REFERENCE_H
#define TINYXS_KERNELS_REFERENCE_REFERENCE_H

#include "kernels/kernel.h"

/* Convolutions, named after their inputs; int4: int8 inputs with int4 weights; hybrid: float32 inputs with int8 weights. */
extern const tinyxs_conv_kernel tinyxs_convolution_int8_reference;
void tinyxs_convolution_int4_reference(const tinyxs_conv *c, const tinyxs_conv_data *d);
void tinyxs_convolution_int16_reference(const tinyxs_conv *c, const tinyxs_conv_data *d);
void tinyxs_convolution_float_reference(const tinyxs_conv *c, const tinyxs_conv_data *d);
/* Scratch: one image of int8. */
void tinyxs_convolution_hybrid_reference(const tinyxs_conv *c, const tinyxs_conv_data *d);

extern const tinyxs_fully_connected_kernel tinyxs_fully_connected_int8_reference;

extern const tinyxs_pool_kernel tinyxs_average_pool_2d_int8_reference;
void tinyxs_average_pool_2d_int16_reference(const tinyxs_pool *p, const tinyxs_pool_data *d);
void tinyxs_average_pool_2d_float_reference(const tinyxs_pool *p, const tinyxs_pool_data *d);
extern const tinyxs_pool_kernel tinyxs_max_pool_2d_int8_reference;
void tinyxs_max_pool_2d_int16_reference(const tinyxs_pool *p, const tinyxs_pool_data *d);
void tinyxs_max_pool_2d_float_reference(const tinyxs_pool *p, const tinyxs_pool_data *d);
void tinyxs_l2_pool_2d_float_reference(const tinyxs_pool *p, const tinyxs_pool_data *d);

/* Named after the state. */
extern const tinyxs_svdf_kernel tinyxs_svdf_int8_reference;
void tinyxs_svdf_int16_reference(const tinyxs_svdf *s, const tinyxs_svdf_data *d);
void tinyxs_svdf_float_reference(const tinyxs_svdf *s, const tinyxs_svdf_data *d);

extern const tinyxs_add_kernel tinyxs_add_int8_reference;
void tinyxs_add_int16_reference(const tinyxs_add *p, const tinyxs_add_data *d);
void tinyxs_sub_int8_reference(const tinyxs_add *p, const tinyxs_add_data *d);
void tinyxs_sub_int16_reference(const tinyxs_add *p, const tinyxs_add_data *d);
/* ADD of int32 knows no limits. */
void tinyxs_add_int32_reference(const tinyxs_limits *p, const tinyxs_row_data *d);
void tinyxs_add_float_reference(const tinyxs_limits *p, const tinyxs_row_data *d);
void tinyxs_sub_int32_reference(const tinyxs_limits *p, const tinyxs_row_data *d);
void tinyxs_sub_float_reference(const tinyxs_limits *p, const tinyxs_row_data *d);

void tinyxs_mul_int8_reference(const tinyxs_mul *p, const tinyxs_row_data *d);
void tinyxs_mul_int16_reference(const tinyxs_mul *p, const tinyxs_row_data *d);
void tinyxs_mul_int32_reference(const tinyxs_limits *p, const tinyxs_row_data *d);
void tinyxs_mul_float_reference(const tinyxs_limits *p, const tinyxs_row_data *d);

void tinyxs_batch_matmul_int8_reference(const tinyxs_matmul *m, const tinyxs_matmul_data *d);
void tinyxs_batch_matmul_int16_reference(const tinyxs_matmul *m, const tinyxs_matmul_data *d);
void tinyxs_batch_matmul_float_reference(const tinyxs_matmul *m, const tinyxs_matmul_data *d);

#endif
