/* `tinyxs-engine-tflm plan MODEL`: TensorFlow Lite Micro doesn't tell. */
#include "plan.h"

#include "report.h"

int print_plan(const char *path, const uint8_t *data, size_t size) {
  (void)data;
  (void)size;
  return refuse(path, "TensorFlow Lite Micro doesn't tell what is where in its memory");
}
