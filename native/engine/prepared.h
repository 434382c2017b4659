/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `tinyxs prepare` adds to a model file: a metadata buffer "tinyxs", with what would otherwise be found out by each load.
 * It is checked like everything else in the file. All numbers are little-endian, as those of all targets are:
 *
 *   char magic[4]                   "TXP2"
 *   uint32 original                 where in the file the model begins that was prepared
 *   uint32 arena[2]                 bytes on targets with pointers of 4 and of 8 bytes: a hint
 *   uint32 workspace                bytes that loading needs besides: a hint
 *   uint32 rings, scales            how many follow
 *   uint16 order[rings]             the allocations in the order in which they are placed, each as low as possible; even count
 *   int32 multipliers[scales]       of the layers with scales per channel, in the order in which they run
 *   int8 shifts[scales]
 */
#ifndef TINYXS_ENGINE_PREPARED_H
#define TINYXS_ENGINE_PREPARED_H

#include "engine/flatbuffer.h"
#include "tinyxs.h"

#define TINYXS_PREPARED_NAME  "tinyxs"
#define TINYXS_PREPARED_MAGIC "TXP2"
#define TINYXS_NOT_PREPARED   "what `tinyxs prepare` has added is not of this model: prepare it anew"

typedef struct {
  uint32_t original, arena[2], workspace;
  uint32_t rings, order_at; /* positions in the file; 0: it isn't prepared */
  uint32_t scales, multipliers_at, shifts_at;
  uint32_t used; /* of the scales: by the layers prepared so far */

  /* While a file is being prepared: scales are taken down here, if not NULL, instead of being looked up. */
  bool draft;
  int32_t *multipliers;
  int8_t *shifts;
} tinyxs_prepared;

/* Finds the buffer in a file whose root table has been checked; false if it is there and broken. */
bool tinyxs_engine_find_prepared(const tinyxs_file *file, uint32_t root, tinyxs_vector buffers, tinyxs_prepared *prepared);

#endif
