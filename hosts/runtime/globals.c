/* SPDX-License-Identifier: Apache-2.0 */
/* Defines functions on the global object and on objects like console. */
#include "globals.h"
#include "xsAll.h"

void tinyxs_host_add_function(txMachine *the, const char *name, void (*function)(txMachine *), int arguments) {
  txID id = fxID(the, (txString)name);
  txSlot *object = the->stack;
  fxNewHostFunction(the, function, arguments, id, XS_NO_ID);
  mxPushSlot(object);
  mxDefineID(id, XS_DONT_ENUM_FLAG, XS_DONT_ENUM_FLAG);
  mxPop();
}

void tinyxs_host_install_function(txMachine *the, const char *name, void (*function)(txMachine *), int arguments) {
  mxPush(mxGlobal);
  tinyxs_host_add_function(the, name, function, arguments);
  mxPop();
}
