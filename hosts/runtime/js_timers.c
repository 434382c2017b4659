/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Timers for JavaScript: the module "timer" as the Moddable SDK has it, and setTimeout and setInterval, which return the same
 * Timer objects. A timer lives as long as it is scheduled; after its last call it is gone, unless that call schedules it again.
 */
#include "globals.h"
#include "host.h"
#include "host_object.h"
#include "report.h"
#include "runtime.h"
#include "xsAll.h"

#define CENTURY 3.15576e12 /* ms */

typedef struct {
  tinyxs_host_timer timer; /* first: tinyxs_host_timers hands it to fire() */
  txSlot self;             /* the Timer object, kept from collection */
  txSlot callback;
  bool calling;
  bool cleared;
} js_timer;

/* The object's data outlives a cleared timer only as NULL. */
void xs_timer_destructor(void *data) { free(data); }

static void dispose(txMachine *the, js_timer *timer) {
  tinyxs_host_timer_cancel(&tinyxs_host_get_runtime(the)->timers, &timer->timer);
  fxSetHostData(the, &timer->self, NULL);
  fxForget(the, &timer->self);
  fxForget(the, &timer->callback);
  free(timer);
}

static void fire(txMachine *the, tinyxs_host_timer *base) {
  js_timer *timer = (js_timer *)base;
  timer->calling = true;
  fxBeginHost(the);
  mxTry(the) {
    mxPushUndefined();
    mxPushSlot(&timer->callback);
    mxCall();
    mxPushSlot(&timer->self);
    mxRunCount(1);
    mxPop();
  }
  mxCatch(the) { tinyxs_host_report_exception(the, &mxException, ""); }
  timer->calling = false;
  if (timer->cleared || !base->scheduled) dispose(the, timer);
  fxEndHost(the);
}

/* Milliseconds from argument `index`, at most a century: 0 if it is missing, not a number or negative. */
static double to_interval(txMachine *the, txInteger index) {
  double value = mxArgc > index ? fxToNumber(the, mxArgv(index)) : 0;
  return value > 0 ? fmin(value, CENTURY) : 0;
}

/* A timer that repeats does so at most once a millisecond. */
static double to_repeat(double interval) { return interval > 0 && interval < 1 ? 1 : interval; }

static void create(txMachine *the, double delay, double repeat) {
  fxArgToCallback(the, 0);
  fxNewHostObject(the, xs_timer_destructor);
  js_timer *timer = calloc(1, sizeof *timer);
  if (!timer) mxUnknownError("no memory for a timer: clear others first");
  fxSetHostBuffer(the, the->stack, timer, 0); /* length 0: a typed array over this object sees nothing */
  timer->self = *the->stack;
  timer->callback = *mxArgv(0);
  fxRemember(the, &timer->self);
  fxRemember(the, &timer->callback);
  timer->timer.fire = fire;
  tinyxs_host_timer_schedule(&tinyxs_host_get_runtime(the)->timers, &timer->timer, tinyxs_host_now() + delay,
                             to_repeat(repeat));
  mxPullSlot(mxResult);
}

/* Timer.set(callback, delay = 0, repeat = 0) */
void xs_timer_set(txMachine *the) {
  double delay = to_interval(the, 1), repeat = to_interval(the, 2);
  create(the, delay, repeat);
}

/* Timer.repeat(callback, interval) */
void xs_timer_repeat(txMachine *the) {
  double interval = to_interval(the, 1);
  create(the, interval, interval > 1 ? interval : 1);
}

/* Timer.schedule(timer, delay, repeat = 0); without a delay the timer waits to be scheduled again. */
void xs_timer_schedule(txMachine *the) {
  double delay = to_interval(the, 1), repeat = to_interval(the, 2);
  js_timer *timer = mxArgc > 0 ? tinyxs_host_data(mxArgv(0), xs_timer_destructor) : NULL;
  tinyxs_host_timers *timers = &tinyxs_host_get_runtime(the)->timers;
  if (!timer || timer->cleared) mxTypeError("Timer.schedule: the timer has ended: make a new one");
  if (mxArgc < 2 || mxIsUndefined(mxArgv(1)))
    tinyxs_host_timer_cancel(timers, &timer->timer);
  else
    tinyxs_host_timer_schedule(timers, &timer->timer, tinyxs_host_now() + delay, to_repeat(repeat));
}

/* Timer.clear(timer): anything but a live timer is ignored. */
void xs_timer_clear(txMachine *the) {
  js_timer *timer = mxArgc > 0 ? tinyxs_host_data(mxArgv(0), xs_timer_destructor) : NULL;
  if (!timer) return;
  if (timer->calling)
    timer->cleared = true;
  else
    dispose(the, timer);
}

/* Timer.delay(milliseconds): nothing else runs meanwhile. The end of the run ends it, since loops of delays have no other. */
void xs_timer_delay(txMachine *the) {
  tinyxs_host_wait(tinyxs_host_now() + to_interval(the, 0));
  if (tinyxs_host_interrupted()) tinyxs_host_exit(tinyxs_host_get_runtime(the)->failed);
}

static void set_timeout(txMachine *the) {
  double delay = to_interval(the, 1);
  create(the, delay > 1 ? delay : 1, 0);
}

static void performance_now(txMachine *the) {
  mxResult->kind = XS_NUMBER_KIND;
  mxResult->value.number = tinyxs_host_now();
}

void tinyxs_host_install_timers(txMachine *the) {
  tinyxs_host_install_function(the, "setTimeout", set_timeout, 2);
  tinyxs_host_install_function(the, "setInterval", xs_timer_repeat, 2);
  tinyxs_host_install_function(the, "clearTimeout", xs_timer_clear, 1);
  tinyxs_host_install_function(the, "clearInterval", xs_timer_clear, 1);
  mxPush(mxObjectPrototype);
  fxNewObjectInstance(the);
  tinyxs_host_add_function(the, "now", performance_now, 0);
  mxPush(mxGlobal);
  mxDefineID(fxID(the, "performance"), XS_DONT_ENUM_FLAG, XS_DONT_ENUM_FLAG);
  mxPop();
}
