/* SPDX-License-Identifier: Apache-2.0 */
/* The names that a model's signature gives to its inputs and outputs. */
#include "engine/signature.h"

#include "engine/schema.h"

enum { SIGNATURE_INPUTS, SIGNATURE_OUTPUTS, SIGNATURE_SUBGRAPH = 4 };
enum { MAP_NAME, MAP_TENSOR };

tinyxs_vector tinyxs_engine_signature_name(const tinyxs_file *file, uint32_t field, uint32_t tensor) {
  tinyxs_vector signatures = tinyxs_vector_of(file, tinyxs_get_u32(file, 0), MODEL_SIGNATURES, 4);
  for (uint32_t i = 0; i < signatures.count; i++) {
    uint32_t signature = tinyxs_table_at(file, signatures, i);
    if (tinyxs_field_u32(file, signature, SIGNATURE_SUBGRAPH, 0)) continue;
    tinyxs_vector maps = tinyxs_vector_of(file, signature, field == SUBGRAPH_INPUTS ? SIGNATURE_INPUTS : SIGNATURE_OUTPUTS, 4);
    for (uint32_t k = 0; k < maps.count; k++) {
      uint32_t map = tinyxs_table_at(file, maps, k);
      if (tinyxs_field_u32(file, map, MAP_TENSOR, 0) == tensor) return tinyxs_vector_of(file, map, MAP_NAME, 1);
    }
  }
  return (tinyxs_vector){0, 0};
}

bool tinyxs_engine_check_signatures(const tinyxs_file *file, uint32_t root) {
  tinyxs_vector signatures, maps, name;
  uint32_t vtable = 0;
  if (!tinyxs_read_vector(file, root, MODEL_SIGNATURES, 4, &signatures)) return false;
  for (uint32_t i = 0; i < signatures.count; i++) {
    uint32_t signature = tinyxs_check_table_at(file, signatures, i, &vtable);
    if (!signature) return false;
    for (uint32_t field = SIGNATURE_INPUTS; field <= SIGNATURE_OUTPUTS; field++) {
      if (!tinyxs_read_vector(file, signature, field, 4, &maps)) return false;
      for (uint32_t k = 0; k < maps.count; k++) {
        uint32_t map = tinyxs_check_table_at(file, maps, k, &vtable);
        if (!map || !tinyxs_read_vector(file, map, MAP_NAME, 1, &name)) return false;
      }
    }
  }
  return true;
}
