/* SPDX-License-Identifier: Apache-2.0 */
/* Measures, loads, runs and profiles a model. */
#include "bench.h"
#include "tinyxs.h"
#include <string.h>

enum { FENCE = 64 }; /* bytes after the arena, which nothing may touch */

typedef struct {
  uint8_t *memory;
  size_t room;
  tinyxs_memory need;
  tinyxs_model *model;
  tinyxs_error error;
} bench;

static int fail(const bench *b) { return tinyxs_bench_error(b->error.message); }

static int measure(bench *b, const tinyxs_bench_work *work) {
  tinyxs_bench_stack_fill();
  tinyxs_bench_mark();
  uint32_t bytes = tinyxs_workspace(work->model, work->model_bytes, &b->error);
  if (!bytes) return fail(b);
  if (bytes > b->room) return tinyxs_bench_error("the target's memory is too small to measure the model");
  tinyxs_status status = tinyxs_measure(work->model, work->model_bytes, sizeof(void *), b->memory, bytes, &b->need, &b->error);
  tinyxs_bench_mark();
  tinyxs_bench_stack_tell("stack measure");
  if (status != TINYXS_OK) return fail(b);
  tinyxs_bench_line("marks measure", 1, (const uint32_t[]){2});
  tinyxs_bench_line(
      "memory", 5,
      (const uint32_t[]){b->need.arena, b->need.structures, b->need.variables, b->need.activations, b->need.workspace});
  return 0;
}

/* Into an arena and a workspace of just the sizes that measuring has told. */
static int load(bench *b, const tinyxs_bench_work *work) {
  uint32_t workspace_at = (b->need.arena + FENCE + TINYXS_ALIGNMENT - 1) / TINYXS_ALIGNMENT * TINYXS_ALIGNMENT;
  if (workspace_at + b->need.workspace > b->room) {
    return tinyxs_bench_error("the target's memory is too small for the model's arena");
  }
  void *workspace = b->need.workspace ? b->memory + workspace_at : NULL;
  memset(b->memory, 0xA5, b->need.arena + FENCE);
  tinyxs_bench_stack_fill();
  tinyxs_bench_mark();
  tinyxs_status status =
      tinyxs_load(work->model, work->model_bytes, b->memory, b->need.arena, workspace, b->need.workspace, &b->model, &b->error);
  tinyxs_bench_mark();
  tinyxs_bench_stack_tell("stack load");
  if (status != TINYXS_OK) return fail(b);
  tinyxs_bench_line("marks load", 1, (const uint32_t[]){2});
  return 0;
}

static void write_inputs(const bench *b, const tinyxs_bench_work *work, uint32_t frame) {
  for (uint32_t i = 0; i < tinyxs_input_count(b->model); i++) {
    tinyxs_tensor tensor;
    tinyxs_input(b->model, i, &tensor);
    memcpy(tensor.data, work->inputs[i] + (size_t)frame * tensor.bytes, tensor.bytes);
  }
}

static void tell_outputs(const bench *b) {
  for (uint32_t i = 0; i < tinyxs_output_count(b->model); i++) {
    tinyxs_tensor tensor;
    tinyxs_output(b->model, i, &tensor);
    tinyxs_bench_write("output ", 7);
    tinyxs_bench_hex(tensor.data, tensor.bytes);
    tinyxs_bench_write("\n", 1);
  }
}

static int run(bench *b, const tinyxs_bench_work *work) {
  for (uint32_t frame = 0; frame < work->frames; frame++) {
    write_inputs(b, work, frame);
    tinyxs_bench_stack_fill();
    tinyxs_bench_mark();
    tinyxs_status status = tinyxs_run(b->model, &b->error);
    tinyxs_bench_mark();
    tinyxs_bench_stack_tell("stack run");
    if (status != TINYXS_OK) return fail(b);
    tinyxs_bench_line("marks run", 1, (const uint32_t[]){2});
    if (tinyxs_stopped(b->model)) {
      tinyxs_bench_line("stopped", 1, &frame);
    } else if (frame < work->outputs) {
      tell_outputs(b);
    }
  }
  return 0;
}

/* The profile's clock is the mark. */
static uint64_t mark(void *context) {
  tinyxs_bench_mark();
  return ++*(uint32_t *)context;
}

/* The frames again, now operator by operator: a mark before the first and after each. */
static int profile(bench *b, const tinyxs_bench_work *work) {
  uint32_t count = tinyxs_operator_count(b->model);
  size_t at = (b->need.arena + FENCE + 15) / 16 * 16;
  uint32_t *ticks = (uint32_t *)(void *)(b->memory + at);
  if (at + count * sizeof *ticks > b->room) return tinyxs_bench_error("the target's memory is too small for a profile");
  if (tinyxs_reset(b->model, &b->error) != TINYXS_OK) return fail(b);
  for (uint32_t frame = 0; frame < work->frames; frame++) {
    uint32_t marks = 0;
    write_inputs(b, work, frame);
    if (tinyxs_profile(b->model, mark, &marks, ticks, &b->error) != TINYXS_OK) return fail(b);
    tinyxs_bench_line("marks profile", 1, &marks);
  }
  for (uint32_t i = 0; i < count; i++) {
    char line[64] = "kernel ";
    size_t length = strlen(line);
    if (tinyxs_kernel_name(b->model, i, line + length, sizeof line - length) != TINYXS_OK) continue;
    if (line[length]) tinyxs_bench_line(line, 1, &i);
  }
  return 0;
}

static int check_fence(const bench *b) {
  for (uint32_t i = 0; i < FENCE; i++) {
    if (b->memory[b->need.arena + i] != 0xA5)
      return tinyxs_bench_error("the engine has written past its arena: please report this");
  }
  return 0;
}

int tinyxs_bench_model(const tinyxs_bench_work *work) {
  bench b = {0};
  b.memory = tinyxs_bench_memory(&b.room);
  tinyxs_bench_calibrate();
  int failed = measure(&b, work);
  if (!failed) failed = load(&b, work);
  if (!failed) failed = run(&b, work);
  if (!failed) failed = check_fence(&b);
  return failed ? failed : profile(&b, work);
}
