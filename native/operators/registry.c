/* SPDX-License-Identifier: Apache-2.0 */
/* The operators of this build: all, or those that an app's models need. */
#include "operators/operators.h"

#define OPERATORS TINYXS_ALL_OPERATORS

/* The Moddable SDK's builds of an app: `tinyxs operators` writes this header into its folder. */
#if defined(__has_include)
#if __has_include("tinyxs_operators.h")
#include "tinyxs_operators.h"
#undef OPERATORS
#define OPERATORS TINYXS_OPERATORS
#endif
#endif

#define POSITION(symbol, ...) POSITION_##symbol,
enum { TINYXS_ALL_OPERATORS(POSITION) };

/* -1 < the first && the first < the second && ... the last */
#define ASCENDS(symbol, ...) < POSITION_##symbol &&POSITION_##symbol
_Static_assert(-1 OPERATORS(ASCENDS) >= 0, "tinyxs_operators.h lists operators in an old order: run `tinyxs operators`");

#define LIST(symbol, ...) &tinyxs_operator_##symbol,
const tinyxs_operator *const tinyxs_operators[] = {OPERATORS(LIST) NULL};
