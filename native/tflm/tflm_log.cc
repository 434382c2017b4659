/* SPDX-License-Identifier: Apache-2.0 */
/* The two functions that TensorFlow Lite Micro leaves to its host. They take the place of those in the library. */
#include "tflm_log.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

extern "C" {
#include "engine/error.h"
}
#include "tensorflow/lite/micro/debug_log.h"

/* Where there is no thread-local storage, there is one thread. */
#if defined(__unix__) || defined(__APPLE__) || defined(ESP_PLATFORM)
#define PER_THREAD thread_local
#else
#define PER_THREAD
#endif

/* A log has no context argument, so this can't be part of a model. */
static PER_THREAD tinyxs_error *listener;

void tinyxs_tflm_listen(tinyxs_error *error) {
  listener = error;
  if (error) tinyxs_fail(error, TINYXS_OK, "");
}

/* The file name of an assertion without its folders: they are those of the library's builder. */
static const char *without_folders(const char *text) {
  const char *end = strstr(text, ".cc:");
  const char *start = text;
  for (const char *p = text; end && p < end; p++) {
    if (*p == '/') start = p + 1;
    if (*p == ' ') return text;
  }
  return start;
}

static void append(const char *text) {
  char *message = listener->message;
  size_t used = strlen(message), room = sizeof listener->message;
  text = without_folders(text);
  if (!*text) return;
  if (used && used + 3 < room) used += static_cast<size_t>(snprintf(message + used, room - used, "; "));
  for (; *text && used + 1 < room; text++) {
    if (*text >= ' ' && *text != 0x7f) message[used++] = *text;
  }
  message[used] = 0;
}

/* Weak: whichever of this and the library's own is linked, there is one. */
extern "C" __attribute__((weak)) void DebugLog(const char *format, va_list arguments) {
  static const char node[] = "Node %s (number %";
  if (!listener || strcmp(format, "\r\n") == 0) return;
  if (strncmp(format, node, sizeof node - 1) == 0) {
    /* The innermost operator comes first; those which called its subgraph follow. */
    if (listener->operator_index >= 0) return;
    snprintf(listener->operator_name, sizeof listener->operator_name, "%s", va_arg(arguments, const char *));
    listener->operator_index = va_arg(arguments, int);
    return;
  }
  char text[sizeof listener->message];
  vsnprintf(text, sizeof text, format, arguments);
  append(text);
}

extern "C" __attribute__((weak)) int DebugVsnprintf(char *buffer, size_t bytes, const char *format, va_list arguments) {
  return vsnprintf(buffer, bytes, format, arguments);
}

tinyxs_status tinyxs_tflm_give_up(tinyxs_status status, int32_t subgraph, const char *fallback) {
  tinyxs_error *error = listener;
  listener = nullptr;
  if (!error) return status;
  const tinyxs_error logged = *error;
  const char *reason = logged.message[0] ? logged.message : fallback;
  if (logged.operator_index < 0) return tinyxs_fail(error, status, "%s", reason);
  tinyxs_fail(error, status, "operator %d (%s): %s", logged.operator_index, logged.operator_name, reason);
  error->subgraph = subgraph;
  error->operator_index = logged.operator_index;
  memcpy(error->operator_name, logged.operator_name, sizeof error->operator_name);
  return status;
}
