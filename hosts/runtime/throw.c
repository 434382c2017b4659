/* SPDX-License-Identifier: Apache-2.0 */
/* Exceptions with long messages. */
#include "throw.h"
#include "xsAll.h"

/* As XS's own, and like those not through the global constructors, which the app may have replaced. */
void tinyxs_host_throw(txMachine *the, int kind, const char *message) {
  txSlot *error = fxNewSlot(the);
  error->kind = XS_INSTANCE_KIND;
  error->value.instance.garbage = NULL;
  error->value.instance.prototype = mxErrorPrototypes(kind).value.reference;
  mxException.kind = XS_REFERENCE_KIND;
  mxException.value.reference = error;
  txSlot *internal = error->next = fxNewSlot(the);
  internal->flag = XS_INTERNAL_FLAG;
  internal->kind = XS_ERROR_KIND;
  internal->value.error.info = NULL;
  internal->value.error.which = kind;
  if (gxDefaults.captureErrorStack) gxDefaults.captureErrorStack(the, internal, the->frame);
  fxNextStringProperty(the, internal, (txString)message, mxID(_message), XS_DONT_ENUM_FLAG);
#ifdef mxDebug
  fxDebugThrow(the, NULL, 0, (txString)message);
#endif
  fxJump(the);
}
