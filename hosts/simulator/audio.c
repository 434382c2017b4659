/*
 * embedded:io/audio/in: a microphone that hears a recording. The recording starts with the first start() and goes on with the
 * clock like the world around a device: what plays while the app doesn't listen is gone. Samples arrive every 20 ms in a FIFO
 * of 160 ms; when the app reads too slowly, new samples are lost, and a note says so in the end.
 */
#include "audio.h"
#include "host.h"
#include "host_object.h"
#include "machine.h"
#include "report.h"
#include "throw.h"
#include "xsAll.h"
#include "xsmc.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#define PERIOD_MS    20
#define FIFO_PERIODS 8

static struct {
  const int16_t *samples;
  size_t count;
  size_t bytes;
  uint32_t rate;
  double start; /* ms on the clock; negative: not yet */
} recording = {.start = -1};

typedef struct {
  tinyxs_timer timer; /* first: tinyxs_timers hands it to fire() */
  txSlot self;        /* the AudioIn object, kept from collection until close() */
  txSlot on_readable; /* undefined: the app polls */
  uint8_t *fifo;      /* frames in the app's format */
  uint32_t capacity;  /* bytes */
  uint32_t head;      /* offset of the oldest byte */
  uint32_t filled;    /* bytes */
  uint32_t channels, bits;
  size_t position; /* the recording's next sample */
  size_t lost;     /* samples */
  bool listening, counted, calling, closed;
} audio_in;

bool tinyxs_open_recording(const char *path, uint32_t rate) {
  struct stat status;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode) || status.st_size < 2) {
    fprintf(stderr, "tinyxs-simulator: no audio in %s\n", path);
    if (file >= 0) close(file);
    return false;
  }
  recording.bytes = (size_t)status.st_size;
  recording.count = recording.bytes / 2;
  recording.rate = rate;
  recording.samples = mmap(NULL, recording.bytes, PROT_READ, MAP_PRIVATE, file, 0);
  close(file);
  if (recording.samples == MAP_FAILED) {
    recording.samples = NULL;
    perror(path);
    return false;
  }
  return true;
}

void tinyxs_close_recording(void) {
  if (recording.samples) munmap((void *)recording.samples, recording.bytes);
  recording.samples = NULL;
}

void xs_audio_in_destructor(void *data) {
  audio_in *in = data;
  if (!in) return;
  free(in->fifo);
  free(in);
}

static uint32_t frame_bytes(const audio_in *in) { return in->channels * in->bits / 8; }

/* Puts one sample into the FIFO, in the app's format; the caller has checked that it fits. */
static void push(audio_in *in, int16_t sample) {
  for (uint32_t channel = 0; channel < in->channels; channel++) {
    uint8_t bytes[2] = {(uint8_t)sample, (uint8_t)((uint16_t)sample >> 8)};
    for (uint32_t i = in->bits == 8 ? 1 : 0; i < 2; i++) {
      in->fifo[(in->head + in->filled) % in->capacity] = bytes[i];
      in->filled++;
    }
  }
}

/* Moves the recording on to the clock's time. */
static void hear(audio_in *in) {
  double elapsed = floor((tinyxs_host_now() - recording.start) * recording.rate / 1000 + 1e-6);
  size_t until = elapsed < (double)recording.count ? (size_t)elapsed : recording.count;
  for (; in->position < until; in->position++) {
    if (!in->listening) continue;
    if (in->filled + frame_bytes(in) <= in->capacity)
      push(in, recording.samples[in->position]);
    else
      in->lost++;
  }
}

static void set_counted(txMachine *the, audio_in *in, bool counted) {
  tinyxs_timers *timers = &tinyxs_get_runtime(the)->timers;
  if (counted && !in->counted) timers->sources++;
  if (!counted && in->counted) timers->sources--;
  if (counted) timers->had_source = true;
  in->counted = counted;
}

static void dispose(txMachine *the, audio_in *in) {
  set_counted(the, in, false);
  tinyxs_timer_cancel(&tinyxs_get_runtime(the)->timers, &in->timer);
  if (in->lost)
    tinyxs_print(TINYXS_ERRORS,
                 "note: the microphone lost %zu samples: the app reads too slowly: read all that onReadable announces, and "
                 "compute less between\n",
                 in->lost);
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
    mxPushInteger((txInteger)in->filled);
    mxPushInteger((txInteger)(in->filled / frame_bytes(in)));
    mxRunCount(2);
    mxPop();
  }
  mxCatch(the) { tinyxs_report_exception(the, &mxException, ""); }
  in->calling = false;
  if (in->closed) dispose(the, in);
  fxEndHost(the);
}

static void fire(txMachine *the, tinyxs_timer *timer) {
  audio_in *in = (audio_in *)timer;
  hear(in);
  if (in->position < recording.count) {
    double periods = floor((tinyxs_host_now() - recording.start) / PERIOD_MS + 1e-6) + 1;
    tinyxs_timer_schedule(&tinyxs_get_runtime(the)->timers, timer, recording.start + periods * PERIOD_MS, 0);
  } else {
    if (in->lost)
      tinyxs_print(TINYXS_ERRORS,
                   "note: the microphone lost %zu samples: the app reads too slowly: read all that onReadable announces, and "
                   "compute less between\n",
                   in->lost);
    in->lost = 0;
    set_counted(the, in, false);
  }
  if (in->listening && in->filled && !mxIsUndefined(&in->on_readable)) call_on_readable(the, in);
}

/* (sampleRate, channels, bitsPerSample, onReadable), all of them checked by modules/audio-in.ts but for the host's own limits.
 */
void xs_audio_in_constructor(txMachine *the) {
  char message[200];
  if (mxArgc < 4) mxTypeError("AudioIn: four arguments");
  double rate = fxToNumber(the, mxArgv(0));
  txInteger channels = fxToInteger(the, mxArgv(1)), bits = fxToInteger(the, mxArgv(2));
  if ((channels != 1 && channels != 2) || (bits != 8 && bits != 16)) mxRangeError("AudioIn: channels or bitsPerSample");
  if (!mxIsUndefined(mxArgv(3))) fxArgToCallback(the, 3);
  if (!recording.samples)
    tinyxs_throw(the, "Error",
                 "AudioIn: there is no recording to hear: give --audio FILE, or put a WAV file into the app's recordings/");
  if (rate != recording.rate) {
    snprintf(message, sizeof message,
             "AudioIn: sampleRate is %g, but the recording has %u Hz: set \"defines\": {\"audioIn\": {\"sampleRate\": %g}} in "
             "manifest.json",
             rate, recording.rate, rate);
    tinyxs_throw(the, "RangeError", message);
  }
  if (tinyxs_host_data(mxThis, xs_audio_in_destructor)) mxTypeError("AudioIn: constructed twice");
  audio_in *in = calloc(1, sizeof *in);
  if (!in) mxUnknownError("AudioIn: no memory");
  in->channels = (uint32_t)channels;
  in->bits = (uint32_t)bits;
  in->capacity = (recording.rate * PERIOD_MS + 999) / 1000 * FIFO_PERIODS * frame_bytes(in);
  in->fifo = malloc(in->capacity);
  if (!in->fifo) {
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
  if (in->listening) return;
  if (recording.start < 0) recording.start = tinyxs_host_now();
  hear(in);
  in->listening = true;
  if (in->timer.scheduled || in->position == recording.count) return;
  set_counted(the, in, true);
  double periods = floor((tinyxs_host_now() - recording.start) / PERIOD_MS + 1e-6) + 1;
  tinyxs_timer_schedule(&tinyxs_get_runtime(the)->timers, &in->timer, recording.start + periods * PERIOD_MS, 0);
}

/* What has arrived stays readable. */
void xs_audio_in_stop(txMachine *the) {
  audio_in *in = to_audio_in(the);
  if (recording.start >= 0) hear(in);
  in->listening = false;
}

/* read(): all there is; read(byteLength): a new ArrayBuffer; read(buffer): fills it and returns its length in bytes. */
void xs_audio_in_read(txMachine *the) {
  audio_in *in = to_audio_in(the);
  char message[160];
  void *data = NULL;
  txUnsigned bytes = in->filled;
  if (mxArgc > 0 && mxIsReference(mxArgv(0)))
    xsmcGetBufferWritable(*mxArgv(0), &data, &bytes);
  else if (mxArgc > 0 && !mxIsUndefined(mxArgv(0))) {
    double asked = fxToNumber(the, mxArgv(0));
    bytes = asked >= 0 && asked <= UINT32_MAX ? (txUnsigned)asked : UINT32_MAX;
  }
  in = to_audio_in(the); /* the conversion may have run code that closed it */
  if (bytes > in->filled || bytes % frame_bytes(in)) {
    snprintf(message, sizeof message,
             "AudioIn.read: %u bytes asked for, %u are there, in frames of %u: ask for whole frames that are there", bytes,
             in->filled, frame_bytes(in));
    tinyxs_throw(the, "RangeError", message);
  }
  if (data)
    fxInteger(the, mxResult, (txInteger)bytes);
  else
    data = fxArrayBuffer(the, mxResult, NULL, (txInteger)bytes, -1);
  uint32_t first = in->capacity - in->head < bytes ? in->capacity - in->head : bytes;
  memcpy(data, in->fifo + in->head, first);
  memcpy((char *)data + first, in->fifo, bytes - first);
  in->head = (in->head + bytes) % in->capacity;
  in->filled -= bytes;
}

/* Idempotent. */
void xs_audio_in_close(txMachine *the) {
  audio_in *in = tinyxs_host_data(mxThis, xs_audio_in_destructor);
  if (!in || in->closed) return;
  in->closed = true;
  if (!in->calling) dispose(the, in);
}
