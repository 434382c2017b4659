/* SPDX-License-Identifier: Apache-2.0 */
/* The first look at a model file: everything in it that the engine will rely on is checked here, once. */
#ifndef TINYXS_ENGINE_VERIFY_H
#define TINYXS_ENGINE_VERIFY_H

#include "engine/flatbuffer.h"
#include "tinyxs.h"

/* Bounds that keep planning fast and its numbers in 16 bits, whatever the file says. */
#define TINYXS_MAX_TENSORS   16384u
#define TINYXS_MAX_OPERATORS 4096u /* and of their codes */
#define TINYXS_MAX_SUBGRAPHS 256u
#define TINYXS_MAX_BYTES     0x3fffffffu

/* The model's parts that are looked up again and again. */
typedef struct {
  uint32_t root;
  tinyxs_vector codes, subgraphs, buffers;
  uint32_t tensor_count, operator_count; /* of all subgraphs */
  uint32_t runtime_count;                /* tensors without data in the file */
} tinyxs_outline;

/* Checks the file's identifier, version, references, indices, shapes, buffers and quantization parameters. */
tinyxs_status tinyxs_engine_verify(const tinyxs_file *file, tinyxs_outline *outline, tinyxs_error *error);

/* The builtin code of an operator code's table. */
int32_t tinyxs_engine_builtin_code(const tinyxs_file *file, uint32_t code_table);
/*
 * The shape of a tensor table whose rank has been verified; returns the rank. A dimension of -1, which some files have for a
 * batch of any size, is 1.
 */
uint32_t tinyxs_engine_tensor_shape(const tinyxs_file *file, uint32_t tensor, int32_t shape[TINYXS_RANK]);
/* Elements and bytes of a tensor of this type and shape; false if a dimension is negative or the product is too large. */
bool tinyxs_engine_shape_bytes(tinyxs_type type, const int32_t *shape, uint32_t rank, uint32_t *count, uint32_t *bytes);

#endif
