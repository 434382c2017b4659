/* SPDX-License-Identifier: Apache-2.0 */
/* What the engine knows of each operator. A build links those that its list names, and of this file their parts alone. */
#include "operators/operators.h"

#define DEFINE(symbol, schema_name, builtin_code, kernels)                                                                     \
  static const char name_##symbol[] = schema_name;                                                                             \
  const tinyxs_operator tinyxs_operator_##symbol = {name_##symbol, builtin_code, tinyxs_prepare_##symbol, kernels};
TINYXS_ALL_OPERATORS(DEFINE)
