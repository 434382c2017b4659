/* SPDX-License-Identifier: Apache-2.0 */
/*
 * native(name) and Native(name): how TypeScript reaches C. Under mcconfig the XS compiler resolves them; here they are
 * functions that look the name up in tables of the program's. native("f") is the same function each time; Native("d") is a base
 * class whose instances call the destructor d when they are collected.
 */
#include "natives.h"
#include "globals.h"
#include "throw.h"
#include "xsAll.h"

_Noreturn static void throw_unknown(txMachine *the, const char *what, const char *name) {
  char message[200];
  snprintf(message, sizeof message,
           "%s(\"%.60s\"): this host has no C function of that name: correct it, or add it to hosts/runtime/natives.def", what,
           name);
  tinyxs_host_throw(the, XS_REFERENCE_ERROR, message);
}

/* Whether the property is the function made for it, and not something of the app's. */
static bool is_ours(const txSlot *property, const tinyxs_host_native *native) {
  if (!property || property->kind != XS_REFERENCE_KIND || !mxIsFunction(property->value.reference)) return false;
  const txSlot *code = mxFunctionInstanceCode(property->value.reference);
  return code->kind == XS_CALLBACK_KIND && code->value.callback.address == native->function;
}

/* The functions made so far are the properties of this function, under their names. */
static void get_native(txMachine *the) {
  char name[64];
  mxPushSlot(mxArgc > 0 ? mxArgv(0) : &mxUndefined);
  fxToStringBuffer(the, the->stack, name, sizeof name);
  mxPop();
  for (const tinyxs_host_native *native = tinyxs_host_natives; native->name; native++) {
    if (strcmp(native->name, name)) continue;
    txID id = fxID(the, (txString)native->name);
    txSlot *property = mxBehaviorGetProperty(the, mxFunction->value.reference, id, 0, XS_OWN);
    if (is_ours(property, native)) {
      mxResult->kind = property->kind;
      mxResult->value = property->value;
      return;
    }
    fxNewHostFunction(the, native->function, native->arguments, id, XS_NO_ID);
    mxResult->kind = the->stack->kind;
    mxResult->value = the->stack->value;
    if (!property) {
      mxPushSlot(mxFunction);
      mxDefineID(id, XS_GET_ONLY, XS_GET_ONLY);
    }
    mxPop();
    return;
  }
  throw_unknown(the, "native", name);
}

static void construct(txMachine *the) {
  if (mxIsUndefined(mxTarget)) mxTypeError("a native class needs new");
  mxPushSlot(mxTarget);
  fxGetPrototypeFromConstructor(the, &mxObjectPrototype);
  fxNewHostInstance(the);
  fxSetHostBuffer(the, the->stack, NULL, 0); /* length 0: a typed array over the object sees nothing, whatever its byteLength */
  mxPullSlot(mxResult);
}

static void get_native_class(txMachine *the) {
  char name[64];
  mxPushSlot(mxArgc > 0 ? mxArgv(0) : &mxUndefined);
  fxToStringBuffer(the, the->stack, name, sizeof name);
  mxPop();
  for (const tinyxs_host_destructor *destructor = tinyxs_host_destructors; destructor->name; destructor++) {
    if (strcmp(destructor->name, name)) continue;
    fxNewHostObject(the, destructor->function);
    fxSetHostBuffer(the, the->stack, NULL, 0);
    fxNewHostConstructor(the, construct, 0, XS_NO_ID);
    mxPullSlot(mxResult);
    return;
  }
  throw_unknown(the, "Native", name);
}

void tinyxs_host_install_natives(txMachine *the) {
  tinyxs_host_install_function(the, "native", get_native, 1);
  tinyxs_host_install_function(the, "Native", get_native_class, 1);
}
