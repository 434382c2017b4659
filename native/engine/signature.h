/* SPDX-License-Identifier: Apache-2.0 */
/* Signatures: names for inputs and outputs that survive another conversion, unlike those of tensors. */
#ifndef TINYXS_ENGINE_SIGNATURE_H
#define TINYXS_ENGINE_SIGNATURE_H

#include "engine/flatbuffer.h"

/* Whether all signatures lie in the file. */
bool tinyxs_engine_check_signatures(const tinyxs_file *file, uint32_t root);

/*
 * The characters of the name which the main subgraph's first signature gives to tensor `tensor`; `field` is SUBGRAPH_INPUTS or
 * SUBGRAPH_OUTPUTS. Empty if there is none. The file has been checked.
 */
tinyxs_vector tinyxs_engine_signature_name(const tinyxs_file *file, uint32_t field, uint32_t tensor);

#endif
