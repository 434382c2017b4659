/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tinyxs-engine: the engine as a program, for the `tinyxs` command and for tests.
 *
 *   tinyxs-engine measure MODEL            what it needs on 32- and 64-bit targets, as JSON
 *   tinyxs-engine invoke MODEL [--input FILE]... [--output FILE]... [--repeat N] [--arena BYTES]
 *                                          runs it; raw little-endian tensors, one frame after the other, as JSON. Frames
 *                                          for which a streaming model gives no outputs are left out of them
 *   tinyxs-engine profile MODEL [--input FILE]... [--repeat N] [--arena BYTES]
 *                                          the microseconds of each operator, as JSON
 *   tinyxs-engine check MODEL              the operators that the engine lacks or refuses, as JSON
 *   tinyxs-engine plan MODEL               what is where in the arena, and when, as JSON
 *   tinyxs-engine batch                    invokes models, one a line of standard input: the arguments of invoke separated by
 *                                          tabs; answers each with a line, {"refused":true} when there is an error
 *
 * Errors are one line of JSON on standard error; exit codes: 0 done, 1 refused, 2 wrong usage. With --progress yes, lines
 * "progress DONE TOTAL" on standard error tell how far a long run is.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "plan.h"
#include "prepare.h"
#include "report.h"

enum { MOST_TENSORS = 64 };

/* ---- memory and files ---- */

/* Memory that ends at a page which can't be touched, so that a byte beyond it is noticed; NULL if there is none. */
static void *allocate_guarded(size_t bytes) {
  size_t page = (size_t)sysconf(_SC_PAGESIZE);
  size_t rounded = (bytes + TINYXS_ALIGNMENT - 1) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT;
  size_t pages = (rounded + page - 1) / page * page;
  uint8_t *memory = mmap(NULL, pages + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED || mprotect(memory + pages, page, PROT_NONE) != 0) return NULL;
  return memory + pages - rounded;
}

/* Reads a whole file into memory aligned for a model. Prints why and returns NULL if it can't be read. */
static uint8_t *read_file(const char *path, size_t *bytes) {
  struct stat status;
  char message[160];
  uint8_t *data = NULL;
  FILE *file = NULL;
  if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) { /* before it is opened, which waits for a pipe's other end */
    snprintf(message, sizeof message, "is %s, not a file", S_ISDIR(status.st_mode) ? "a folder" : "a device or pipe");
  } else if (!(file = fopen(path, "rb")) || fstat(fileno(file), &status) != 0) {
    snprintf(message, sizeof message, "can't be read: %s", strerror(errno));
  } else if (status.st_size > INT32_MAX) {
    snprintf(message, sizeof message, "is too large: a model or its input has less than 2 GB");
  } else {
    *bytes = (size_t)status.st_size;
    data = aligned_alloc(TINYXS_ALIGNMENT, (*bytes / TINYXS_ALIGNMENT + 1) * TINYXS_ALIGNMENT);
    snprintf(message, sizeof message, "can't be read: %s", data ? "it changes while it is read" : "it is too large");
    if (data && fread(data, 1, *bytes, file) != *bytes) {
      free(data);
      data = NULL;
    }
  }
  if (file) fclose(file);
  if (!data) refuse(path, message);
  return data;
}

/* ---- measure ---- */

static void print_memory(const char *name, const tinyxs_memory *memory) {
  printf("\"%s\":{\"arena\":%" PRIu32 ",\"structures\":%" PRIu32 ",\"variables\":%" PRIu32 ",\"activations\":%" PRIu32
         ",\"workspace\":%" PRIu32 "}",
         name, memory->arena, memory->structures, memory->variables, memory->activations, memory->workspace);
}

static int measure(const char *path, const uint8_t *data, size_t size, tinyxs_memory *small, tinyxs_memory *large) {
  tinyxs_error error;
  uint32_t bytes = tinyxs_workspace(data, size, &error);
  if (!bytes) return refuse_model(path, &error);
  void *workspace = aligned_alloc(TINYXS_ALIGNMENT, bytes);
  if (!workspace) return refuse(path, "out of memory");
  tinyxs_status status = tinyxs_measure(data, size, 4, workspace, bytes, small, &error);
  if (status == TINYXS_OK) status = tinyxs_measure(data, size, 8, workspace, bytes, large, &error);
  free(workspace);
  return status == TINYXS_OK ? 0 : refuse_model(path, &error);
}

/* ---- invoke and profile ---- */

typedef struct {
  const char *model;
  const char *inputs[MOST_TENSORS], *outputs[MOST_TENSORS];
  uint32_t input_count, output_count, repeat, arena;
  bool progress;
} options;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static uint64_t nanoseconds(void *context) {
  (void)context;
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int refuse_size(const char *path, size_t bytes, const tinyxs_tensor *tensor) {
  char message[200];
  snprintf(message, sizeof message, "has %zu bytes; tensor %.*s takes %" PRIu32 " bytes a frame, and at least one frame", bytes,
           (int)(tensor->name_length < 60 ? tensor->name_length : 60), tensor->name, tensor->bytes);
  return refuse(path, message);
}

typedef struct {
  uint8_t *inputs[MOST_TENSORS], *outputs[MOST_TENSORS];
  size_t frames, results; /* results: frames that the model gives outputs for */
} buffers;

/* Reads the inputs, checks their sizes against the tensors, and makes room for the outputs. */
static int prepare_buffers(const options *o, const tinyxs_model *model, buffers *b) {
  char message[120];
  tinyxs_tensor tensor;
  if (o->input_count && o->input_count != tinyxs_input_count(model)) {
    snprintf(message, sizeof message, "the model has %" PRIu32 " inputs, %" PRIu32 " --input files are given",
             tinyxs_input_count(model), o->input_count);
    return refuse(o->model, message);
  }
  if (o->output_count && o->output_count != tinyxs_output_count(model)) {
    snprintf(message, sizeof message, "the model has %" PRIu32 " outputs, %" PRIu32 " --output files are given",
             tinyxs_output_count(model), o->output_count);
    return refuse(o->model, message);
  }
  b->frames = 1;
  for (uint32_t i = 0; i < o->input_count; i++) {
    size_t bytes;
    b->inputs[i] = read_file(o->inputs[i], &bytes);
    if (!b->inputs[i]) return REFUSED;
    tinyxs_input(model, i, &tensor);
    if (!bytes || !tensor.bytes || bytes % tensor.bytes) return refuse_size(o->inputs[i], bytes, &tensor);
    if (i && bytes / tensor.bytes != b->frames)
      return refuse(o->inputs[i], "holds another number of frames than the first input");
    b->frames = bytes / tensor.bytes;
  }
  for (uint32_t i = 0; i < o->output_count; i++) {
    tinyxs_output(model, i, &tensor);
    b->outputs[i] = malloc(b->frames * tensor.bytes + 1);
    if (!b->outputs[i]) return refuse(o->model, "out of memory");
  }
  return 0;
}

static void write_inputs(const options *o, const tinyxs_model *model, const buffers *b, size_t frame) {
  for (uint32_t i = 0; i < tinyxs_input_count(model); i++) {
    tinyxs_tensor tensor;
    tinyxs_input(model, i, &tensor);
    if (i < o->input_count) {
      memcpy(tensor.data, b->inputs[i] + frame * tensor.bytes, tensor.bytes);
    } else {
      memset(tensor.data, 0, tensor.bytes);
    }
  }
}

/* Tells how far a run is, five times a second. */
static void show_progress(const options *o, size_t done, size_t total, double *shown) {
  if (!o->progress || now() - *shown < 200e3) return;
  *shown = now();
  fprintf(stderr, "progress %zu %zu\n", done, total);
}

static int run_frames(const options *o, tinyxs_model *model, buffers *b, double *times) {
  tinyxs_error error;
  double shown = now();
  for (size_t r = 0; r < o->repeat; r++) {
    tinyxs_reset(model, NULL);
    for (size_t f = 0; f < b->frames; f++) {
      show_progress(o, r * b->frames + f, o->repeat * b->frames, &shown);
      write_inputs(o, model, b, f);
      double start = now();
      if (tinyxs_run(model, &error) != TINYXS_OK) return refuse_model(o->model, &error);
      times[r * b->frames + f] = now() - start;
      if (r || tinyxs_stopped(model)) continue;
      for (uint32_t i = 0; i < o->output_count; i++) {
        tinyxs_tensor tensor;
        tinyxs_output(model, i, &tensor);
        memcpy(b->outputs[i] + b->results * tensor.bytes, tensor.data, tensor.bytes);
      }
      b->results++;
    }
  }
  return 0;
}

/* Writes beside the file and renames it, so that there is never half an output; what isn't a plain file is written to. */
static int write_output(const char *path, const uint8_t *data, size_t bytes) {
  struct stat status;
  bool plain = stat(path, &status) != 0 || S_ISREG(status.st_mode);
  char *beside = malloc(strlen(path) + 32);
  if (!beside) return refuse(path, "out of memory");
  sprintf(beside, plain ? "%s.%ld.new" : "%s", path, (long)getpid());
  FILE *file = fopen(beside, "wb");
  bool fine = file && fwrite(data, 1, bytes, file) == bytes;
  if (file) fine = fclose(file) == 0 && fine;
  fine = fine && (!plain || rename(beside, path) == 0);
  char message[160];
  snprintf(message, sizeof message, "can't be written: %s", strerror(errno));
  if (!fine && file && plain) remove(beside);
  free(beside);
  return fine ? 0 : refuse(path, message);
}

static int load(const options *o, const uint8_t *data, size_t size, tinyxs_memory *small, tinyxs_model **model) {
  tinyxs_memory large;
  tinyxs_error error;
  int failed = measure(o->model, data, size, small, &large);
  if (failed) return failed;
  const tinyxs_memory *needed = sizeof(void *) == 4 ? small : &large;
  uint32_t bytes = o->arena ? o->arena : needed->arena;
  if (bytes < needed->arena) {
    char message[100];
    snprintf(message, sizeof message, "an arena of %" PRIu32 " bytes is too small: the model needs %" PRIu32, bytes,
             needed->arena);
    return refuse(o->model, message);
  }
  void *arena = allocate_guarded(bytes);
  void *workspace = needed->workspace ? aligned_alloc(TINYXS_ALIGNMENT, needed->workspace) : NULL;
  if (!arena || (needed->workspace && !workspace)) return refuse(o->model, "out of memory");
  tinyxs_status status = tinyxs_load(data, size, arena, bytes, workspace, needed->workspace, model, &error);
  free(workspace);
  return status == TINYXS_OK ? 0 : refuse_model(o->model, &error);
}

static int invoke(const options *o, tinyxs_model *model) {
  buffers b = {0};
  int failed = prepare_buffers(o, model, &b);
  if (failed) return failed;
  size_t runs = b.frames * o->repeat;
  double *times = malloc(runs * sizeof *times);
  if (!times) return refuse(o->model, "out of memory");
  failed = run_frames(o, model, &b, times);
  for (uint32_t i = 0; !failed && i < o->output_count; i++) {
    tinyxs_tensor tensor;
    tinyxs_output(model, i, &tensor);
    failed = write_output(o->outputs[i], b.outputs[i], b.results * tensor.bytes);
  }
  if (failed) return failed;
  qsort(times, runs, sizeof *times, compare);
  tinyxs_memory memory;
  tinyxs_get_memory(model, &memory);
  printf("{\"arena\":%" PRIu32 ",\"microseconds\":%.3f,\"frames\":%zu}\n", memory.arena, times[runs / 2], b.frames);
  return 0;
}

static int profile(const options *o, tinyxs_model *model) {
  tinyxs_error error;
  uint32_t count = tinyxs_operator_count(model);
  uint32_t *ticks = calloc(count + 1, sizeof *ticks);
  uint64_t *totals = calloc(count + 1, sizeof *totals);
  if (!ticks || !totals) return refuse(o->model, "out of memory");
  buffers b = {0};
  int failed = prepare_buffers(o, model, &b);
  if (failed) return failed;
  double shown = now();
  for (uint32_t r = 0; r < o->repeat; r++) {
    show_progress(o, r, o->repeat, &shown);
    write_inputs(o, model, &b, r % b.frames);
    if (tinyxs_profile(model, nanoseconds, NULL, ticks, &error) != TINYXS_OK) return refuse_model(o->model, &error);
    for (uint32_t i = 0; i < count; i++) totals[i] += ticks[i];
  }
  putchar('[');
  for (uint32_t i = 0; i < count; i++) {
    char name[40];
    tinyxs_operator_name(model, i, name, sizeof name);
    printf("%s{\"name\":", i ? "," : "");
    print_string(stdout, name);
    printf(",\"microseconds\":%.3f}", (double)totals[i] / 1e3 / o->repeat);
  }
  puts("]");
  return 0;
}

/* ---- prepare ---- */

static int prepare(const options *o, const uint8_t *data, size_t size) {
  uint8_t *made;
  size_t bytes;
  if (o->output_count != 1) return wrong_usage("prepare takes one --output");
  int failed = prepare_model(o->model, data, size, &made, &bytes);
  if (!failed) failed = write_output(o->outputs[0], made, bytes);
  return failed;
}

/* ---- the command line ---- */

static bool parse_number(const char *text, uint32_t *value) {
  char *end;
  unsigned long number = strtoul(text, &end, 10);
  *value = (uint32_t)number;
  return *text >= '0' && *text <= '9' && !*end && number > 0 && number <= INT32_MAX;
}

static int parse(int count, char **arguments, options *o) {
  *o = (options){.model = arguments[2], .repeat = 1};
  for (int i = 3; i < count; i += 2) {
    const char *option = arguments[i], *value = i + 1 < count ? arguments[i + 1] : NULL;
    if (!value) return wrong_usage("an option lacks its value");
    if (strcmp(option, "--input") == 0 && o->input_count < MOST_TENSORS) {
      o->inputs[o->input_count++] = value;
    } else if (strcmp(option, "--output") == 0 && o->output_count < MOST_TENSORS) {
      o->outputs[o->output_count++] = value;
    } else if (strcmp(option, "--repeat") == 0) {
      if (!parse_number(value, &o->repeat) || o->repeat > 1000000)
        return wrong_usage("--repeat takes a number from 1 to 1000000");
    } else if (strcmp(option, "--arena") == 0) {
      if (!parse_number(value, &o->arena)) return wrong_usage("--arena takes a number of bytes");
    } else if (strcmp(option, "--progress") == 0) {
      o->progress = strcmp(value, "yes") == 0;
    } else {
      return wrong_usage("unknown option");
    }
  }
  return 0;
}

/* Invokes or profiles one model. */
static int work(int (*what)(const options *, tinyxs_model *), const options *o, const uint8_t *data, size_t size) {
  tinyxs_memory small;
  tinyxs_model *model;
  int failed = load(o, data, size, &small, &model);
  return failed ? failed : what(o, model);
}

static int batch(void) {
  char line[16384];
  while (fgets(line, sizeof line, stdin)) {
    char *arguments[4 + 4 * MOST_TENSORS] = {"tinyxs-engine", "invoke"};
    int count = 2;
    for (char *word = strtok(line, "\t\n"); word && count < 4 + 4 * MOST_TENSORS; word = strtok(NULL, "\t\n")) {
      arguments[count++] = word;
    }
    options o;
    int failed = count < 3 ? USAGE : parse(count, arguments, &o);
    if (failed) return failed;
    size_t size;
    uint8_t *data = read_file(o.model, &size);
    if (!data || work(invoke, &o, data, size)) puts("{\"refused\":true}");
    free(data);
    fflush(stdout);
  }
  return 0;
}

int main(int count, char **arguments) {
  static const char usage[] =
      "usage: tinyxs-engine measure|invoke|profile|check|plan|prepare MODEL [--input FILE]... [--output FILE]... [--repeat N] "
      "[--arena BYTES] | tinyxs-engine batch";
  if (count == 2 && strcmp(arguments[1], "batch") == 0) return batch();
  if (count < 3) return wrong_usage(usage);
  options o;
  int failed = parse(count, arguments, &o);
  if (failed) return failed;
  size_t size;
  uint8_t *data = read_file(o.model, &size);
  if (!data) return REFUSED;
  if (strcmp(arguments[1], "check") == 0) return check_operators(o.model, data, size);
  if (strcmp(arguments[1], "plan") == 0) return print_plan(o.model, data, size);
  if (strcmp(arguments[1], "prepare") == 0) return prepare(&o, data, size);
  if (strcmp(arguments[1], "measure") == 0) {
    tinyxs_memory small, large;
    failed = measure(o.model, data, size, &small, &large);
    if (failed) return failed;
    putchar('{');
    print_memory("32", &small);
    putchar(',');
    print_memory("64", &large);
    puts("}");
    return 0;
  }
  if (strcmp(arguments[1], "invoke") == 0) return work(invoke, &o, data, size);
  if (strcmp(arguments[1], "profile") == 0) return work(profile, &o, data, size);
  return wrong_usage(usage);
}
