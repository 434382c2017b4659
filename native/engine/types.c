/* SPDX-License-Identifier: Apache-2.0 */
/* Element types: names and sizes. */
#include "tinyxs.h"

static const struct {
  const char *name;
  uint8_t bytes;
} types[] = {
    [TINYXS_FLOAT32] = {"float32", 4}, [TINYXS_FLOAT16] = {"float16", 2},   [TINYXS_INT32] = {"int32", 4},
    [TINYXS_UINT8] = {"uint8", 1},     [TINYXS_INT64] = {"int64", 8},       [TINYXS_STRING] = {"string", 0},
    [TINYXS_BOOL] = {"bool", 1},       [TINYXS_INT16] = {"int16", 2},       [TINYXS_COMPLEX64] = {"complex64", 8},
    [TINYXS_INT8] = {"int8", 1},       [TINYXS_FLOAT64] = {"float64", 8},   [TINYXS_COMPLEX128] = {"complex128", 16},
    [TINYXS_UINT64] = {"uint64", 8},   [TINYXS_RESOURCE] = {"resource", 4}, [TINYXS_VARIANT] = {"variant", 0},
    [TINYXS_UINT32] = {"uint32", 4},   [TINYXS_UINT16] = {"uint16", 2},     [TINYXS_INT4] = {"int4", 0},
};

const char *tinyxs_type_name(tinyxs_type type) {
  return (size_t)type < sizeof types / sizeof types[0] ? types[type].name : "?";
}

uint32_t tinyxs_type_bytes(tinyxs_type type) { return (size_t)type < sizeof types / sizeof types[0] ? types[type].bytes : 0; }
