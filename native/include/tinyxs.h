/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tinyxs: TensorFlow Lite models and audio features in C, for devices without a heap.
 *
 * The caller owns all memory. A model file is untrusted: tinyxs_measure and tinyxs_load check every offset, length, index and
 * parameter before use. No call allocates, recurses or keeps global state; calls on different models may run in parallel.
 */
#ifndef TINYXS_H
#define TINYXS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TINYXS_VERSION "0.1.0"
/* Largest tensor rank. */
#define TINYXS_RANK 8
/* Alignment of the arena and of every tensor in it, in bytes. */
#define TINYXS_ALIGNMENT 16

/* ---- status ---- */

/* All that can go wrong. errors.json tells what each means and what to do. */
typedef enum {
  TINYXS_OK = 0,
  TINYXS_NOT_A_MODEL,      /* empty, another kind of file, or another version of the format */
  TINYXS_BAD_MODEL,        /* truncated or corrupt: an offset, index, length, shape or parameter that can't be */
  TINYXS_BAD_GRAPH,        /* operators or subgraphs that can't run in any order */
  TINYXS_BAD_OPERATOR,     /* an operator whose tensors and options contradict each other */
  TINYXS_UNKNOWN_OPERATOR, /* an operator that this build doesn't have */
  TINYXS_UNSUPPORTED,      /* a type, option or form of file which this engine lacks */
  TINYXS_TOO_LARGE,        /* more tensors, operators, dimensions or bytes than the engine takes */
  TINYXS_ARENA_TOO_SMALL,  /* the message says what is needed */
  TINYXS_MISALIGNED,       /* the arena or the model, which must be at multiples of TINYXS_ALIGNMENT */
  TINYXS_BAD_ARGUMENT,     /* an argument of the caller's that makes no sense */
  TINYXS_BAD_VALUE,        /* an operator met data that it can't process */
  TINYXS_OVER_BUDGET,      /* loops took more iterations than tinyxs_set_budget allows */
  TINYXS_OUT_OF_MEMORY     /* for callers: the engine itself never allocates */
} tinyxs_status;

/* The status's name without TINYXS_, such as "BAD_MODEL"; "?" when unknown. */
const char *tinyxs_status_name(tinyxs_status status);

/* What went wrong. `message` is a whole sentence that names the thing and the remedy. */
typedef struct {
  tinyxs_status status;
  int32_t subgraph;       /* -1: neither about one operator nor one tensor */
  int32_t operator_index; /* -1: not about one operator */
  int32_t tensor;         /* its number in the subgraph; -1: not about one tensor */
  char operator_name[40]; /* empty: not about one operator */
  char message[200];
} tinyxs_error;

/* ---- tensors ---- */

/* Element types, numbered as in the TensorFlow Lite schema (schema.fbs, TensorType). */
typedef enum {
  TINYXS_FLOAT32 = 0,
  TINYXS_FLOAT16 = 1,
  TINYXS_INT32 = 2,
  TINYXS_UINT8 = 3,
  TINYXS_INT64 = 4,
  TINYXS_STRING = 5,
  TINYXS_BOOL = 6,
  TINYXS_INT16 = 7,
  TINYXS_COMPLEX64 = 8,
  TINYXS_INT8 = 9,
  TINYXS_FLOAT64 = 10,
  TINYXS_COMPLEX128 = 11,
  TINYXS_UINT64 = 12,
  TINYXS_RESOURCE = 13,
  TINYXS_VARIANT = 14,
  TINYXS_UINT32 = 15,
  TINYXS_UINT16 = 16,
  TINYXS_INT4 = 17
} tinyxs_type;

/* A view of one tensor. `data` points into the arena (or into the model, for a constant) and stays valid as long as both. */
typedef struct {
  const char *name; /* not zero-terminated: name_length bytes */
  uint32_t name_length;
  uint32_t signature_name_length;
  const char
      *signature_name; /* the name in the model's signature, which stays when the model is trained again; length 0: none */
  tinyxs_type type;
  int32_t rank;
  int32_t shape[TINYXS_RANK];
  float scale; /* 0: not quantized; per-channel tensors give channel 0 */
  int32_t zero_point;
  void *data;
  uint32_t bytes;
} tinyxs_tensor;

/* The type's name as tools print it, such as "int8"; "?" when unknown. */
const char *tinyxs_type_name(tinyxs_type type);
/* Bytes per element; 0 for types without a fixed whole number of bytes. */
uint32_t tinyxs_type_bytes(tinyxs_type type);

/* ---- memory, before anything runs ---- */

/* What one model needs, in bytes. `arena` is exact: load succeeds with it and fails with one byte less. */
typedef struct {
  uint32_t arena;       /* structures + variables + activations */
  uint32_t structures;  /* model, tensors, operators and their prepared constants */
  uint32_t variables;   /* state that survives runs */
  uint32_t activations; /* tensors and scratch, sharing memory by lifetime */
  uint32_t workspace;   /* what loading needs besides, for a moment; 0: it has room behind the structures */
} tinyxs_memory;

/*
 * The memory that tinyxs_measure needs for a moment, from the counts in the model alone; 0 with an error if it can't be read.
 */
uint32_t tinyxs_workspace(const void *data, size_t size, tinyxs_error *error);

/*
 * Computes what `tinyxs_load` will need on a target whose pointers have `pointer_bytes` (4 or 8) bytes, and checks the model
 * just as load does. `workspace` has at least tinyxs_workspace() bytes, aligned to TINYXS_ALIGNMENT.
 */
tinyxs_status tinyxs_measure(const void *data, size_t size, uint32_t pointer_bytes, void *workspace, size_t workspace_bytes,
                             tinyxs_memory *memory, tinyxs_error *error);

/*
 * The arena and the workspace that a file of `tinyxs prepare` names for pointers of this machine's size, without checking the
 * model; false if it is no such file. It saves measuring: tinyxs_load says what is really needed should they be too small.
 */
bool tinyxs_hint(const void *data, size_t size, uint32_t *arena, uint32_t *workspace);

/* ---- a model's life ---- */

typedef struct tinyxs_model tinyxs_model;

/*
 * Loads a .tflite file. `data` and `arena` must stay where they are as long as the model is used; nothing needs to be freed.
 * The weights are used in place; `data` should be aligned to 16 bytes, as the file's own buffers are. `workspace`, aligned as
 * the arena, is free again after the call. NULL: loading works at the arena's end, as it can where tinyxs_memory names no
 * workspace. On failure *model is NULL.
 */
tinyxs_status tinyxs_load(const void *data, size_t size, void *arena, size_t arena_bytes, void *workspace,
                          size_t workspace_bytes, tinyxs_model **model, tinyxs_error *error);

/*
 * As tinyxs_load, for several models that don't run at once: each has an arena of its own for structures and variables, and all
 * use the same shared memory, of the most activations that one has. Without a workspace, loading works at its end, if it has
 * tinyxs_workspace() bytes. Loading or running one overwrites the tensors of the others.
 */
tinyxs_status tinyxs_load_shared(const void *data, size_t size, void *arena, size_t arena_bytes, void *shared,
                                 size_t shared_bytes, void *workspace, size_t workspace_bytes, tinyxs_model **model,
                                 tinyxs_error *error);

/* Runs one inference. Input tensors are not preserved: their memory is reused once their last reader has run. */
tinyxs_status tinyxs_run(tinyxs_model *model, tinyxs_error *error);

/*
 * Whether the last run ended early, without an error, because a streaming operator (CIRCULAR_BUFFER) needs the input of more
 * runs first. The outputs hold nothing then.
 */
bool tinyxs_stopped(const tinyxs_model *model);

/*
 * How many iterations all WHILE loops of one run may take together; a run that needs more fails with TINYXS_OVER_BUDGET. It is
 * TINYXS_BUDGET at first.
 */
#define TINYXS_BUDGET 1000000u
void tinyxs_set_budget(tinyxs_model *model, uint32_t iterations);

/* Sets all state (variables, SVDF, streaming operators) back to the model's start. */
tinyxs_status tinyxs_reset(tinyxs_model *model, tinyxs_error *error);

void tinyxs_get_memory(const tinyxs_model *model, tinyxs_memory *memory);

uint32_t tinyxs_input_count(const tinyxs_model *model);
uint32_t tinyxs_output_count(const tinyxs_model *model);
tinyxs_status tinyxs_input(const tinyxs_model *model, uint32_t index, tinyxs_tensor *tensor);
tinyxs_status tinyxs_output(const tinyxs_model *model, uint32_t index, tinyxs_tensor *tensor);

/* ---- profile ---- */

/* The operators of the main subgraph in the order in which they run. */
uint32_t tinyxs_operator_count(const tinyxs_model *model);
/* Copies the name, such as "CONV_2D", cut to fit `bytes`. */
tinyxs_status tinyxs_operator_name(const tinyxs_model *model, uint32_t index, char *name, size_t bytes);

/* Copies the name of the kernel that runs it, such as "portable"; empty where there is but one way. */
tinyxs_status tinyxs_kernel_name(const tinyxs_model *model, uint32_t index, char *name, size_t bytes);

/* A clock of the host's: any unit, monotonic. */
typedef uint64_t (*tinyxs_clock)(void *context);

/* As tinyxs_run; stores in ticks[i] (i < tinyxs_operator_count) what operator i took: 0 for those that a stop kept from
 * running. */
tinyxs_status tinyxs_profile(tinyxs_model *model, tinyxs_clock clock, void *context, uint32_t *ticks, tinyxs_error *error);

/* ---- log-mel features ---- */

#define TINYXS_LOG_MEL_CHANNELS 256

/*
 * The audio front end of TensorFlow Lite Micro (signal library, `audio_preprocessor_int8`), in integers: Hann window, FFT, mel
 * filter bank, square root, noise reduction by spectral subtraction, per-channel automatic gain control (PCAN), log, int8.
 * Noise reduction and gain control learn the background, so a row depends on the rows before it since the last reset.
 */
typedef struct {
  uint32_t sample_rate; /* Hz, 1000 to 96000 */
  float window_ms;      /* cut to whole samples, 16 to 2048 of them; the FFT is the next power of two, at least 64 */
  float hop_ms;         /* from one row to the next; cut to whole samples, at least 1; may be longer than the window */
  uint32_t channels;    /* values per row, 1 to TINYXS_LOG_MEL_CHANNELS */
  float lower_hz;       /* band of the filter bank: 0 <= lower_hz, lower_hz + 100 <= upper_hz <= sample_rate / 2 */
  float upper_hz;
  bool noise_reduction;       /* subtract the estimated background */
  float even_smoothing;       /* 0 to 1: how fast the estimate follows the signal in channels 0, 2, ... */
  float odd_smoothing;        /* and in channels 1, 3, ...; 0: as even_smoothing */
  float min_signal_remaining; /* 0 to 1: the least part of the signal that is kept; 1 keeps it whole */
  bool clamping;              /* the estimate never stays above the signal */
  uint32_t smoothing_bits;    /* fractional bits of the estimate, 5 to 14 */
  bool pcan;                  /* gain control; needs noise_reduction for its estimate */
  float pcan_strength;        /* exponent of the gain, 0 to 2 */
  float pcan_offset;          /* added to the estimate before the exponent, 0.001 to 1000000 */
  uint32_t pcan_gain_bits;    /* fractional bits of the gain, 18 to 30 */
  uint32_t log_scale;         /* the log is round(log_scale * ln(x)), 1 to 1024 */
  uint32_t multiplier;        /* value = round(log * multiplier / divisor) + zero_point, cut to int8: 1 to 65536 */
  uint32_t divisor;           /* 1 to 2^30 */
  int32_t zero_point;         /* -128 to 127 */
} tinyxs_log_mel_options;

/* Sets every option to that of `audio_preprocessor_int8`: 16 kHz, 30 ms every 20 ms, 40 channels from 125 to 7500 Hz. */
void tinyxs_log_mel_default(tinyxs_log_mel_options *options);

typedef struct tinyxs_log_mel tinyxs_log_mel;

/* The bytes that tinyxs_log_mel_create needs, exactly; 0 with an error that names the option when one is out of range. */
size_t tinyxs_log_mel_bytes(const tinyxs_log_mel_options *options, tinyxs_error *error);

/* Computes all tables into `memory`, which is aligned to 8 bytes and must stay as long as *self is used. */
tinyxs_status tinyxs_log_mel_create(const tinyxs_log_mel_options *options, void *memory, size_t bytes, tinyxs_log_mel **self,
                                    tinyxs_error *error);

/*
 * Takes samples until a row is complete or none is left, and returns how many it took. *ready tells whether `row` (int8, shape
 * [channels]) was written: call again with the rest of the samples while there are any. The first row comes after one window.
 */
size_t tinyxs_log_mel_feed(tinyxs_log_mel *self, const int16_t *samples, size_t count, int8_t *row, bool *ready);

/* The values in a row. */
uint32_t tinyxs_log_mel_channels(const tinyxs_log_mel *self);

/* Forgets the samples taken and the background learned. */
void tinyxs_log_mel_reset(tinyxs_log_mel *self);

#ifdef __cplusplus
}
#endif

#endif
