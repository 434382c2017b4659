/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `tinyxs-engine-tflm check MODEL`: all operators that this build of TensorFlow Lite Micro lacks. If it has them all, the first
 * one that it refuses, since it stops there.
 */
extern "C" {
#include "check.h"
#include "report.h"
}

#include <cstdlib>
#include <cstring>

#include "tflm/tflm.h"

static void print_reason(bool first, int32_t subgraph, int32_t index, const char *name, const char *reason) {
  printf("%s{\"subgraph\":%ld,\"index\":%ld,\"operator\":", first ? "" : ",", static_cast<long>(subgraph),
         static_cast<long>(index));
  print_string(stdout, name);
  fputs(",\"reason\":", stdout);
  print_string(stdout, reason);
  putchar('}');
}

/* Prints the operators that the library lacks; whether there are any. */
static bool print_missing(const tflite::Model *model) {
  bool first = true;
  for (uint32_t s = 0; s < model->subgraphs()->size(); s++) {
    auto list = model->subgraphs()->Get(s)->operators();
    for (uint32_t i = 0; list && i < list->size(); i++) {
      tinyxs_tflm_operator found;
      if (tinyxs_tflm_find(model->operator_codes()->Get(list->Get(i)->opcode_index()), &found)) continue;
      print_reason(first, static_cast<int32_t>(s), static_cast<int32_t>(i), tinyxs_tflm_name(model, list->Get(i)),
                   "TensorFlow Lite Micro has no such operator");
      first = false;
    }
  }
  return !first;
}

/* The message without the "operator 3 (ADD): " before it. */
static const char *reason_of(const tinyxs_error *error) {
  const char *reason = strstr(error->message, "): ");
  return reason ? reason + 3 : error->message;
}

int check_operators(const char *path, const uint8_t *data, size_t size) {
  tinyxs_error error;
  tinyxs_memory memory;
  const tflite::Model *model;
  if (tinyxs_tflm_check(data, size, &model, &error) != TINYXS_OK) return refuse_model(path, &error);
  uint32_t bytes = tinyxs_workspace(data, size, &error);
  void *workspace = bytes ? aligned_alloc(TINYXS_ALIGNMENT, bytes) : nullptr;
  if (!workspace) return refuse(path, "out of memory");
  fputs("{\"unsupported\":[", stdout);
  if (!print_missing(model) && tinyxs_measure(data, size, sizeof(void *), workspace, bytes, &memory, &error) != TINYXS_OK)
    print_reason(true, error.subgraph, error.operator_index, error.operator_name, reason_of(&error));
  puts("]}");
  free(workspace);
  return 0;
}
