/* SPDX-License-Identifier: Apache-2.0 */
/* Error messages: %s, %d, %u and %.*s into the fixed buffer of a tinyxs_error. */
#include "engine/error.h"

#include <string.h>

static const char *const names[] = {
    [TINYXS_OK] = "OK",
    [TINYXS_NOT_A_MODEL] = "NOT_A_MODEL",
    [TINYXS_BAD_MODEL] = "BAD_MODEL",
    [TINYXS_BAD_GRAPH] = "BAD_GRAPH",
    [TINYXS_BAD_OPERATOR] = "BAD_OPERATOR",
    [TINYXS_UNKNOWN_OPERATOR] = "UNKNOWN_OPERATOR",
    [TINYXS_UNSUPPORTED] = "UNSUPPORTED",
    [TINYXS_TOO_LARGE] = "TOO_LARGE",
    [TINYXS_ARENA_TOO_SMALL] = "ARENA_TOO_SMALL",
    [TINYXS_MISALIGNED] = "MISALIGNED",
    [TINYXS_BAD_ARGUMENT] = "BAD_ARGUMENT",
    [TINYXS_BAD_VALUE] = "BAD_VALUE",
    [TINYXS_OVER_BUDGET] = "OVER_BUDGET",
    [TINYXS_OUT_OF_MEMORY] = "OUT_OF_MEMORY",
};

const char *tinyxs_status_name(tinyxs_status status) {
  return (size_t)status < sizeof names / sizeof names[0] ? names[status] : "?";
}

typedef struct {
  char *text;
  size_t used, room;
} writer;

static void put(writer *out, const char *text, size_t length) {
  for (size_t i = 0; i < length && out->used + 1 < out->room; i++) {
    char c = text[i];
    out->text[out->used++] = c >= ' ' && c != 0x7f ? c : '?';
  }
  out->text[out->used] = 0;
}

static void put_number(writer *out, uint32_t value) {
  char digits[10];
  size_t n = 0;
  do {
    digits[sizeof digits - ++n] = (char)('0' + value % 10);
    value /= 10;
  } while (value);
  put(out, digits + sizeof digits - n, n);
}

tinyxs_status tinyxs_vfail(tinyxs_error *error, tinyxs_status status, const char *format, va_list arguments) {
  if (!error) return status;
  *error = (tinyxs_error){.status = status, .subgraph = -1, .operator_index = -1, .tensor = -1};
  writer out = {error->message, 0, sizeof error->message};
  while (*format) {
    size_t plain = strcspn(format, "%");
    put(&out, format, plain);
    format += plain;
    if (!*format) break;
    format++;
    if (*format == 's') {
      const char *text = va_arg(arguments, const char *);
      put(&out, text, strlen(text));
    } else if (*format == 'u') {
      put_number(&out, va_arg(arguments, uint32_t));
    } else if (*format == 'd') {
      int32_t value = va_arg(arguments, int32_t);
      if (value < 0) put(&out, "-", 1);
      put_number(&out, value < 0 ? 0u - (uint32_t)value : (uint32_t)value);
    } else if (strncmp(format, ".*s", 3) == 0) {
      uint32_t length = va_arg(arguments, uint32_t);
      put(&out, va_arg(arguments, const char *), length);
      format += 2;
    }
    format++;
  }
  return status;
}

tinyxs_status tinyxs_fail(tinyxs_error *error, tinyxs_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  tinyxs_vfail(error, status, format, arguments);
  va_end(arguments);
  return status;
}
