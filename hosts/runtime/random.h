/* The generator behind Math.random. */
#ifndef TINYXS_RANDOM_H
#define TINYXS_RANDOM_H

#include <stdint.h>

void tinyxs_seed(uint32_t seed);

#endif
