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

#endif
