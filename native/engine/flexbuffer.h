/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading numbers from a flexbuffer, the form of custom operators' options: a map from names to values, written backwards from
 * the end. Every position is checked. Source: FlatBuffers, "FlexBuffers: schemaless binary format".
 */
#ifndef TINYXS_ENGINE_FLEXBUFFER_H
#define TINYXS_ENGINE_FLEXBUFFER_H

#include <stdbool.h>
#include <stdint.h>

/* The integer or boolean named `key` in the root map. False: the bytes are no such map, or it has no such number. */
bool tinyxs_flexbuffer_number(const uint8_t *data, uint32_t bytes, const char *key, int64_t *value);
/* As tinyxs_flexbuffer_number, for any kind of number. */
bool tinyxs_flexbuffer_real(const uint8_t *data, uint32_t bytes, const char *key, float *value);

#endif
