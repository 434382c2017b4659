/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kernels CASES: every kernel of every set against the reference, on random parameters and data; prints a line for each:
 * "SET OPERATOR KERNEL CASES-THAT-FIT". Each buffer has exactly its bytes, so that sanitizers see what is read or written
 * beyond.
 */
#include <stdio.h>
#include <stdlib.h>

#include "kernels.h"

void report_kernel(const char *set, const char *operator, const char * kernel, int32_t fit) {
  printf("%s %s %s %d\n", set, operator, kernel, fit);
}

void report_difference(const char *set, const char *operator, const char * kernel, int32_t number) {
  fprintf(stderr, "%s %s: %s differs from the reference in case %d\n", set, operator, kernel, number);
  exit(1);
}

int main(int count, char **arguments) {
  int32_t cases = count == 2 ? atoi(arguments[1]) : 0;
  if (cases <= 0) {
    fprintf(stderr, "usage: kernels CASES\n");
    return 2;
  }
  check_choice();
  for (const tinyxs_kernel_set *const *set = tinyxs_kernel_sets; *set; set++) {
    compare_convolutions(*set, cases);
    compare_fully_connected(*set, cases);
    compare_pools(*set, cases);
    compare_svdf(*set, cases);
    compare_sums(*set, cases);
  }
  return 0;
}
