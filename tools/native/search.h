/* SPDX-License-Identifier: Apache-2.0 */
/* A search for the lowest placement, as long as it may take on a desktop. */
#ifndef TINYXS_TOOLS_SEARCH_H
#define TINYXS_TOOLS_SEARCH_H

#include "engine/placement.h"

/* Leaves the best order in placement->order, and all allocations placed by it; returns the bytes needed. The same every time.
 */
uint32_t search_placement(tinyxs_placement *placement);

#endif
