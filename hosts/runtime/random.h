/* SPDX-License-Identifier: Apache-2.0 */
/* The generator behind Math.random. */
#ifndef TINYXS_HOST_RANDOM_H
#define TINYXS_HOST_RANDOM_H

#include <stdint.h>

void tinyxs_host_seed(uint32_t seed);

#endif
