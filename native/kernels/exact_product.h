/* SPDX-License-Identifier: Apache-2.0 */
/* Products that are rounded on their own: compilers fuse a product with the sum it goes into, also through casts. */
#ifndef TINYXS_KERNELS_EXACT_PRODUCT_H
#define TINYXS_KERNELS_EXACT_PRODUCT_H

static inline double tinyxs_product(double a, double b) {
  volatile double product = a * b;
  return product;
}
static inline float tinyxs_float_product(float a, float b) {
  volatile float product = a * b;
  return product;
}

#endif
