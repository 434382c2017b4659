/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the test of kernels. */
#ifndef TINYXS_TEST_KERNELS_H
#define TINYXS_TEST_KERNELS_H

#include <stdint.h>

#include "kernels/kernel_set.h"

/* Compares an operator's kernels in a set on so many random cases. */
void compare_convolutions(const tinyxs_kernel_set *set, int32_t cases);
void compare_fully_connected(const tinyxs_kernel_set *set, int32_t cases);
void compare_pools(const tinyxs_kernel_set *set, int32_t cases);
void compare_svdf(const tinyxs_kernel_set *set, int32_t cases);
void compare_sums(const tinyxs_kernel_set *set, int32_t cases);
/* The choice among made-up kernels. */
void check_choice(void);

/* Prints that a kernel is right in so many cases that it fits. */
void report_kernel(const char *set, const char *operator, const char * kernel, int32_t fit);
/* Prints which case is wrong, and ends the program. */
void report_difference(const char *set, const char *operator, const char * kernel, int32_t number);

#endif
