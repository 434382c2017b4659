/* SPDX-License-Identifier: Apache-2.0 */
/* `tinyxs-engine-tflm plan MODEL` and `prepare`: TensorFlow Lite Micro doesn't tell, and plans for itself. */
#include "plan.h"
#include "prepare.h"
#include "report.h"

int print_plan(const char *path, const uint8_t *data, size_t size) {
  (void)data;
  (void)size;
  return refuse(path, "TensorFlow Lite Micro doesn't tell what is where in its memory");
}

int prepare_model(const char *path, const uint8_t *data, size_t size, uint8_t **made, size_t *made_bytes) {
  (void)data, (void)size, (void)made, (void)made_bytes;
  return refuse(path, "TensorFlow Lite Micro has no use for a prepared model");
}
