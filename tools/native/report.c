/* SPDX-License-Identifier: Apache-2.0 */
/* Errors as JSON. */
#include "report.h"

#include <inttypes.h>

void print_string(FILE *out, const char *text) {
  fputc('"', out);
  for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
    if (*p == '"' || *p == '\\') {
      fprintf(out, "\\%c", *p);
    } else if (*p < ' ' || *p == 0x7f) {
      fprintf(out, "\\u%04x", *p);
    } else {
      fputc(*p, out);
    }
  }
  fputc('"', out);
}

int refuse(const char *file, const char *message) {
  fputs("{\"file\":", stderr);
  print_string(stderr, file);
  fputs(",\"message\":", stderr);
  print_string(stderr, message);
  fputs("}\n", stderr);
  return REFUSED;
}

int refuse_model(const char *file, const tinyxs_error *error) {
  fputs("{\"file\":", stderr);
  print_string(stderr, file);
  fprintf(stderr, ",\"code\":\"%s\",\"subgraph\":%" PRId32 ",\"operator\":%" PRId32 ",\"tensor\":%" PRId32 ",\"name\":",
          tinyxs_status_name(error->status), error->subgraph, error->operator_index, error->tensor);
  print_string(stderr, error->operator_name);
  fputs(",\"message\":", stderr);
  print_string(stderr, error->message);
  fputs("}\n", stderr);
  return REFUSED;
}

int wrong_usage(const char *message) {
  refuse("", message);
  return USAGE;
}
