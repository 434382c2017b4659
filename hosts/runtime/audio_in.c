/* SPDX-License-Identifier: Apache-2.0 */
/*
 * embedded:io/audio/in over the host's microphone. Samples are looked for every 20 ms, in a FIFO of 160 ms; when the app reads
 * too slowly, new samples are lost, and a note says so in the end.
 */
#include "fifo.h"
#include "host.h"
#include "host_object.h"
#include "report.h"
#include "runtime.h"
#include "throw.h"
#include "xsAll.h"
#include "xsmc.h"

#define PERIOD_MS    20
#define FIFO_PERIODS 8

static double heard_since = -1; /* ms on the clock: the first start(); negative: not yet */

typedef struct {
  tinyxs_host_timer timer; /* first: tinyxs_host_timers hands it to fire() */
  tinyxs_host_fifo fifo;
  txSlot self;        /* the AudioIn object, kept from collection until close() */
  txSlot on_readable; /* undefined: the app polls */
  uint32_t channels, bits;
  bool counted, calling, closed, ended;
} audio_in;

void xs_audio_in_destructor(void *data) {
  audio_in *in = data;
  if (!in) return;
  free(in->fifo.samples);
  free(in);
}

static uint32_t frame_bytes(const audio_in *in) { return in->channels * in->bits / 8; }

static uint32_t readable_bytes(const audio_in *in) { return tinyxs_host_fifo_filled(&in->fifo) * frame_bytes(in); }

static void set_counted(txMachine *the, audio_in *in, bool counted) {
  tinyxs_host_timers *timers = &tinyxs_host_get_runtime(the)->timers;
  if (counted && !in->counted) timers->sources++;
  if (!counted && in->counted) timers->sources--;
  if (counted) timers->had_source = true;
  in->counted = counted;
}

static void report_lost(audio_in *in) {
  if (in->fifo.lost)
    tinyxs_host_print(
        TINYXS_HOST_ERRORS,
        "note: the microphone lost %lu samples: the app reads too slowly: read all that onReadable announces, and "
        "compute less between\n",
        (unsigned long)in->fifo.lost);
  in->fifo.lost = 0;
}

static void dispose(txMachine *the, audio_in *in) {
  in->fifo.open = false;
  tinyxs_host_microphone_poll(&in->fifo); /* the host lets go of the FIFO */
  set_counted(the, in, false);
  tinyxs_host_timer_cancel(&tinyxs_host_get_runtime(the)->timers, &in->timer);
  report_lost(in);
  fxSetHostData(the, &in->self, NULL);
  fxForget(the, &in->self);
  fxForget(the, &in->on_readable);
  xs_audio_in_destructor(in);
}

static void call_on_readable(txMachine *the, audio_in *in) {
  in->calling = true;
  fxBeginHost(the);
  mxTry(the) {
    mxPushSlot(&in->self);
    mxPushSlot(&in->on_readable);
    mxCall();
    txInteger samples = (txInteger)tinyxs_host_fifo_filled(&in->fifo);
    mxPushInteger(samples * (txInteger)frame_bytes(in));
    mxPushInteger(samples);
    mxRunCount(2);
    mxPop();
  }
  mxCatch(the) { tinyxs_host_report_exception(the, &mxException, ""); }
  in->calling = false;
  if (in->closed) dispose(the, in);
  fxEndHost(the);
}

/* At the next multiple of the period since the first start. */
static void schedule(txMachine *the, audio_in *in) {
  double periods = floor((tinyxs_host_now() - heard_since) / PERIOD_MS + 1e-6) + 1;
  tinyxs_host_timer_schedule(&tinyxs_host_get_runtime(the)->timers, &in->timer, heard_since + periods * PERIOD_MS, 0);
}

static void fire(txMachine *the, tinyxs_host_timer *timer) {
  audio_in *in = (audio_in *)timer;
  in->ended = !tinyxs_host_microphone_poll(&in->fifo);
  if (in->ended) {
    report_lost(in);
    set_counted(the, in, false);
  } else
    schedule(the, in);
  if (in->fifo.open && tinyxs_host_fifo_filled(&in->fifo) && !mxIsUndefined(&in->on_readable)) call_on_readable(the, in);
}

/* (sampleRate, channels, bitsPerSample, onReadable), all of them checked by modules/audio-in.ts but for the host's own limits.
 */
void xs_audio_in_constructor(txMachine *the) {
  if (mxArgc < 4) mxTypeError("AudioIn: four arguments");
  double rate = fxToNumber(the, mxArgv(0));
  txInteger channels = fxToInteger(the, mxArgv(1)), bits = fxToInteger(the, mxArgv(2));
  if ((channels != 1 && channels != 2) || (bits != 8 && bits != 16)) mxRangeError("AudioIn: channels or bitsPerSample");
  if (!mxIsUndefined(mxArgv(3))) fxArgToCallback(the, 3);
  const char *problem = tinyxs_host_microphone_problem(rate);
  if (problem) tinyxs_host_throw(the, XS_UNKNOWN_ERROR, problem);
  tinyxs_host_check_new(the, xs_audio_in_destructor, "AudioIn");
  audio_in *in = calloc(1, sizeof *in);
  if (!in) mxUnknownError("AudioIn: no memory");
  in->channels = (uint32_t)channels;
  in->bits = (uint32_t)bits;
  in->fifo.capacity = (uint32_t)ceil(rate * PERIOD_MS / 1000) * FIFO_PERIODS;
  in->fifo.samples = malloc(in->fifo.capacity * sizeof *in->fifo.samples);
  if (!in->fifo.samples) {
    free(in);
    mxUnknownError("AudioIn: no memory");
  }
  in->timer.fire = fire;
  fxSetHostBuffer(the, mxThis, in, 0); /* length 0: a typed array over this object sees nothing */
  in->self = *mxThis;
  in->on_readable = *mxArgv(3);
  fxRemember(the, &in->self);
  fxRemember(the, &in->on_readable);
}

/* The AudioIn behind `this`; throws if it is closed or something else. */
static audio_in *to_audio_in(txMachine *the) {
  audio_in *in = tinyxs_host_data(mxThis, xs_audio_in_destructor);
  if (!in || in->closed) mxTypeError("AudioIn: closed, or not an AudioIn: make a new one");
  return in;
}

void xs_audio_in_start(txMachine *the) {
  audio_in *in = to_audio_in(the);
  if (in->fifo.open) return;
  if (heard_since < 0) heard_since = tinyxs_host_now();
  tinyxs_host_microphone_start(&in->fifo);
  if (in->timer.scheduled || in->ended) return;
  set_counted(the, in, true);
  schedule(the, in);
}

/* What has arrived stays readable. */
void xs_audio_in_stop(txMachine *the) {
  audio_in *in = to_audio_in(the);
  if (in->fifo.open) tinyxs_host_microphone_poll(&in->fifo);
  in->fifo.open = false;
}

/* The bytes of a buffer or a view; XS itself gives those of a view only if its elements are bytes. */
static void get_bytes(txMachine *the, txSlot *target, void **data, txUnsigned *bytes) {
  const txSlot *internal = target->value.reference->next;
  if (!internal || internal->kind != XS_TYPED_ARRAY_KIND || internal->value.typedArray.dispatch->size == 1) {
    xsmcGetBufferWritable(*target, data, bytes);
    return;
  }
  txSlot *view = internal->next, *buffer = view->next;
  xsmcGetBufferWritable(*buffer, data, bytes);
  txUnsigned offset = (txUnsigned)view->value.dataView.offset, size = (txUnsigned)fxGetDataViewSize(the, view, buffer);
  if (offset > *bytes || size > *bytes - offset) mxTypeError("AudioIn.read: the array has lost its buffer");
  *data = (char *)*data + offset;
  *bytes = size;
}

/* read(): all there is; read(byteLength): a new ArrayBuffer; read(buffer): fills it and returns its length in bytes. */
void xs_audio_in_read(txMachine *the) {
  audio_in *in = to_audio_in(the);
  char message[160];
  void *data = NULL;
  txUnsigned bytes = readable_bytes(in);
  if (mxArgc > 0 && mxIsReference(mxArgv(0)))
    get_bytes(the, mxArgv(0), &data, &bytes);
  else if (mxArgc > 0 && !mxIsUndefined(mxArgv(0))) {
    double asked = fxToNumber(the, mxArgv(0));
    bytes = asked >= 0 && asked <= UINT32_MAX ? (txUnsigned)asked : UINT32_MAX;
  }
  in = to_audio_in(the); /* the conversion may have run code that closed it */
  if (bytes > readable_bytes(in) || bytes % frame_bytes(in)) {
    snprintf(message, sizeof message,
             "AudioIn.read: %lu bytes asked for, %lu are there, in frames of %lu: ask for whole frames that are there",
             (unsigned long)bytes, (unsigned long)readable_bytes(in), (unsigned long)frame_bytes(in));
    tinyxs_host_throw(the, XS_RANGE_ERROR, message);
  }
  if (data)
    fxInteger(the, mxResult, (txInteger)bytes);
  else
    data = fxArrayBuffer(the, mxResult, NULL, (txInteger)bytes, -1);
  tinyxs_host_fifo_read(&in->fifo, data, bytes / frame_bytes(in), in->channels, in->bits);
}

/* Idempotent. */
void xs_audio_in_close(txMachine *the) {
  audio_in *in = tinyxs_host_data(mxThis, xs_audio_in_destructor);
  if (!in || in->closed) return;
  in->closed = true;
  if (!in->calling) dispose(the, in);
}
