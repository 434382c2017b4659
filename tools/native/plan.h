/* SPDX-License-Identifier: Apache-2.0 */
/* `tinyxs-engine plan MODEL`. */
#ifndef TINYXS_TOOLS_PLAN_H
#define TINYXS_TOOLS_PLAN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Prints what is where in the arena, and when:
 *
 *   steps     what happens at each time: {"time", "step", "subgraph", "index", "operator", "callee"}; step is "inputs" at time
 *             0, "operator", "enter", "call again", "leave", "return", "outputs" at the last
 *   blocks    {"kind", "area", "subgraph", "tensor", "index", "at", "bytes", "first", "last", "root"}: kind is "tensor",
 *             "variable" or "scratch"; area "variables" or "activations", and "at" counts from its start; first and last are
 *             the times between which it is needed; "root" is the number of the block whose memory it shares, or its own.
 *             A tensor has a "tensor" number, what belongs to an operator the operator's "index", a resource variable a "name";
 * -1: none targets   by bits of pointers: {"arena", "regions": [{"kind", "name", "at", "bytes"}]}, regions from the arena's
 * start to its end; their kinds are "structures", "variables", "activations", and "loading" for what only loading needs
 *
 * Returns 0, or prints the error and returns 1 if the model can't be loaded.
 */
int print_plan(const char *path, const uint8_t *data, size_t size);

#endif
