/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions with long messages. */
#include "throw.h"
#include "xsAll.h"

void tinyxs_host_throw(txMachine *the, const char *kind, const char *message) {
  mxPush(mxGlobal);
  mxGetID(fxID(the, (txString)kind));
  mxNew();
  mxPushStringC((txString)message);
  mxRunCount(1);
  mxPullSlot(&mxException);
  fxJump(the);
}
