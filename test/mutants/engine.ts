// SPDX-License-Identifier: Apache-2.0
// Mutants of the engine.
import type { Mutant } from "./mutant.js";

const edges = (titles: string): [string, string] => ["edges", titles];
const malformed = (titles: string): [string, string] => ["malformed", titles];

export const engine: readonly Mutant[] = [
  {
    file: "native/engine/verify.c",
    protects: "infinite scales",
    from: "if (bits >= INFINITE && bits",
    to: "if (bits > INFINITE && bits",
    tests: malformed("a scale of Infinity"),
  },
  {
    file: "native/engine/placement.c",
    protects: "the arena from orders of placement that fit a model badly",
    from: "steps = MOST_STEPS) {\n    for (order_kind kind = BY_SIZE; kind < ORDERS; kind++) {",
    to: "steps = 1) {\n    for (order_kind kind = BY_SIZE; kind < BY_DURATION; kind++) {",
    tests: ["plan", "wastes at most"],
  },
  {
    file: "native/engine/verify.c",
    protects: "buffers that lie behind the model's tables",
    from: "if (offset && tinyxs_peek_i64(c->file, offset) > 1) {",
    to: "if (offset && tinyxs_peek_i64(c->file, offset) > INT64_MAX - 1) {",
    tests: malformed("behind the model's tables"),
  },
  {
    file: "native/engine/variables.c",
    protects: "handles without a container",
    from: "(!container || same_string(",
    to: "(same_string(",
    tests: edges("VAR_HANDLE"),
  },
  {
    file: "native/operators/detection_suppression.c",
    protects: "boxes that overlap exactly as much as allowed",
    from: "overlap(&w->boxes[best], &w->boxes[i]) > w->d->most_overlap",
    to: "overlap(&w->boxes[best], &w->boxes[i]) >= w->d->most_overlap",
    tests: edges("detection keeps"),
  },
  {
    file: "native/operators/l2_normalization.c",
    protects: "rows of zeros from becoming NaN",
    from: "if (length < 1e-6f) length = 1e-6f;",
    to: "if (length < 0) length = 1e-6f;",
    tests: edges("L2_NORMALIZATION"),
  },
  {
    file: "native/operators/circular_buffer.c",
    protects: "models older than the option cycles_max",
    from: "shape[1] == 5 || shape[1] == 13 || shape[1] == 25 ? 1 : 2",
    to: "shape[1] == 5 || shape[1] == 13 ? 1 : 2",
    tests: edges("5, 13 or 25 rows"),
  },
  {
    file: "native/operators/circular_buffer.c",
    protects: "models that need the option cycles_max",
    from: "shape[2] != 2 || shape[3] != 96",
    to: "shape[2] > 0",
    tests: edges("needs its option"),
  },
];
