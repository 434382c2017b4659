/* Which kernels this build has. TINYXS_REFERENCE leaves only the plain references, to test the others against. */
#include "kernels/kernels.h"

const tinyxs_kernel tinyxs_conv_2d_int8_kernels[] = {
#ifndef TINYXS_REFERENCE
    {NULL, tinyxs_portable_conv_2d_int8},
#endif
    {NULL, tinyxs_convolution_int8},
    {NULL, NULL},
};

const tinyxs_kernel tinyxs_depthwise_conv_2d_int8_kernels[] = {
#ifndef TINYXS_REFERENCE
    {NULL, tinyxs_portable_depthwise_conv_2d_int8},
#endif
    {NULL, tinyxs_convolution_int8},
    {NULL, NULL},
};

const tinyxs_kernel tinyxs_fully_connected_int8_kernels[] = {
#ifndef TINYXS_REFERENCE
    {NULL, tinyxs_portable_fully_connected_int8},
#endif
    {NULL, tinyxs_fully_connected_int8},
    {NULL, NULL},
};

tinyxs_status tinyxs_choose_kernel(tinyxs_prepare *p, const tinyxs_kernel *kernels, const void *op_data) {
  for (const tinyxs_kernel *kernel = kernels; kernel->run; kernel++) {
    uint32_t scratch = 0;
    if (kernel->fits && !kernel->fits(op_data, &scratch)) continue;
    tinyxs_set_run(p, kernel->run);
    return scratch ? tinyxs_request_scratch(p, scratch) : TINYXS_OK;
  }
  return tinyxs_reject(p, TINYXS_UNSUPPORTED, "no kernel of this build fits");
}
