// SPDX-License-Identifier: Apache-2.0
// native/operators/operators.h: the table of operators for C.
import { type EngineOperator, codeOf } from "../shared/operators.js";
import { BuiltinOperator } from "../tflite/generated/builtin-operator.js";

/** The header's text, for operators in the engine's order. */
export function writeOperators(operators: readonly EngineOperator[]): string {
  const lines = operators.map(({ name, symbol, kernels }) => {
    const choice = kernels ? `&tinyxs_kernels_of_${symbol}` : "NULL";
    return `  X(${symbol}, "${name}", BUILTIN_${BuiltinOperator[codeOf(name)]}, ${choice})`;
  });
  const choices = operators
    .filter(({ kernels }) => kernels)
    .map(({ symbol }) => `extern const tinyxs_kernel_choice tinyxs_kernels_of_${symbol};`);
  return `/* SPDX-License-Identifier: Apache-2.0 */
/* All operators. Made from operators.json by \`npm run generate\`. */
#ifndef TINYXS_OPERATORS_OPERATORS_H
#define TINYXS_OPERATORS_OPERATORS_H

#include "engine/operator.h"

/* clang-format off */
/* Symbol, name, builtin code, its kernels: ascending by code, and custom operators, which have the same, by name. */
${["#define TINYXS_ALL_OPERATORS(X)", ...lines].join(" \\\n")}
/* clang-format on */

/* Each has a prepare function in its own file, and an entry in operator_table.c. */
#define TINYXS_DECLARE_OPERATOR(symbol, ...)                                                                                   \\
  tinyxs_status tinyxs_prepare_##symbol(tinyxs_plan *p);                                                                       \\
  extern const tinyxs_operator tinyxs_operator_##symbol;
TINYXS_ALL_OPERATORS(TINYXS_DECLARE_OPERATOR)
${choices.join("\n")}

#endif
`;
}
