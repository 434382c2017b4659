/* SPDX-License-Identifier: Apache-2.0 */
/* What is where in a model's arena, and when. It plans the model as tinyxs_measure does, and looks at each step. */
#include "plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/plan.h"
#include "report.h"

/* ---- one model, being looked at ---- */

typedef struct {
  tinyxs_plan p;
  uint32_t *own_state; /* by node number: where the state that the operator asks for begins, and its bytes */
} plan;

static tinyxs_status open_plan(plan *it, const uint8_t *data, size_t size, tinyxs_error *error) {
  TINYXS_TRY(tinyxs_engine_plan_start(&it->p, data, size, sizeof(void *), error));
  void *workspace = calloc(1, tinyxs_engine_plan_workspace(&it->p, NULL));
  it->own_state = calloc(2 * (it->p.outline.operator_count + 1), sizeof *it->own_state);
  if (!workspace || !it->own_state) return tinyxs_fail(error, TINYXS_OUT_OF_MEMORY, "out of memory");
  tinyxs_engine_plan_workspace(&it->p, workspace);
  return tinyxs_engine_plan_graph(&it->p, NULL, 0);
}

static tinyxs_status prepare_operator(plan *it) {
  uint64_t state = it->p.state;
  TINYXS_TRY(tinyxs_engine_prepare_operator(&it->p));
  it->own_state[2 * it->p.node_number] = (uint32_t)state;
  it->own_state[2 * it->p.node_number + 1] = (uint32_t)(it->p.state - state);
  return TINYXS_OK;
}

/* ---- steps ---- */

static void print_step(const tinyxs_plan *p, const char *step, bool calls) {
  printf(",\n{\"time\":%" PRIu32 ",\"step\":\"%s\",\"subgraph\":%" PRIu32 ",\"index\":%" PRIu32 ",\"operator\":", p->time, step,
         p->subgraph, p->index);
  char name[sizeof p->error->operator_name];
  tinyxs_engine_describe_operator(&p->file, &p->outline, p->table, name, sizeof name);
  print_string(stdout, name);
  if (calls) printf(",\"callee\":%" PRIu32, p->callee);
  putchar('}');
}

static tinyxs_status print_steps(plan *it) {
  static const char *const names[] = {[TINYXS_STEP_ENTER] = "enter",
                                      [TINYXS_STEP_CALL_AGAIN] = "call again",
                                      [TINYXS_STEP_LEAVE] = "leave",
                                      [TINYXS_STEP_RETURN] = "return"};
  printf("{\"steps\":[\n{\"time\":0,\"step\":\"inputs\"}");
  tinyxs_engine_walk_start(&it->p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_engine_walk_next(&it->p, &step));
    if (step == TINYXS_STEP_END) break;
    if (step == TINYXS_STEP_OPERATOR) {
      TINYXS_TRY(prepare_operator(it));
      print_step(&it->p, "operator", false);
    } else {
      print_step(&it->p, names[step], step != TINYXS_STEP_RETURN);
    }
  }
  printf(",\n{\"time\":%" PRIu32 ",\"step\":\"outputs\"}],\n", it->p.time);
  return tinyxs_engine_plan_memory(&it->p);
}

/* ---- blocks ---- */

typedef struct {
  const char *kind, *area;
  int64_t subgraph, tensor, index;
  uint32_t at, bytes, first, last;
  int64_t root;
  const char *name;
} block;

typedef struct {
  uint32_t count;
  int64_t *number_of; /* by allocation: its block's number */
} blocks;

static void print_block(blocks *b, const block *it) {
  printf("%s\n{\"kind\":\"%s\",\"area\":\"%s\",\"subgraph\":%" PRId64 ",\"tensor\":%" PRId64 ",\"index\":%" PRId64
         ",\"at\":%" PRIu32 ",\"bytes\":%" PRIu32 ",\"first\":%" PRIu32 ",\"last\":%" PRIu32 ",\"root\":%" PRId64,
         b->count ? "," : "", it->kind, it->area, it->subgraph, it->tensor, it->index, it->at, it->bytes, it->first, it->last,
         it->root < 0 ? (int64_t)b->count : it->root);
  if (it->name) {
    fputs(",\"name\":", stdout);
    print_string(stdout, it->name);
  }
  putchar('}');
  b->count++;
}

static void print_named_variables(const plan *it, blocks *b) {
  const tinyxs_file *file = &it->p.file;
  for (uint32_t i = 0; i < it->p.variable_count; i++) {
    const tinyxs_variable *v = &it->p.variables[i];
    if (v->bytes == UINT32_MAX) continue;
    char name[200] = "";
    uint32_t length = v->name ? tinyxs_get_u32(file, v->name) : 0;
    if (length >= sizeof name) length = sizeof name - 1;
    memcpy(name, file->data + v->name + (v->name ? 4 : 0), length);
    print_block(b, &(block){"variable", "variables", -1, -1, -1, v->at, v->bytes, 0, it->p.time, -1, name});
  }
}

/* The first of the allocations that share memory with this one. */
static uint32_t first_of_ring(const tinyxs_placement *placement, uint32_t number) {
  while (placement->allocations[number].joined) number = placement->allocations[number].next;
  return number;
}

/* A tensor's block; the block it shares memory with must have been printed. */
static void print_tensor(const plan *it, blocks *b, uint32_t subgraph, uint32_t index, uint32_t number) {
  const tinyxs_allocation *a = &it->p.placement.allocations[number];
  bool variable = tinyxs_field_u8(&it->p.file, tinyxs_engine_tensor_table(&it->p, subgraph, index), TENSOR_IS_VARIABLE, 0);
  block made = {"tensor", "activations", subgraph, index, -1, a->at, a->bytes, a->first, a->last, -1, NULL};
  if (a->first == UINT16_MAX) return;
  if (a->kind == TINYXS_ALLOCATION_STATE) {
    made.area = "variables";
    if (variable) {
      made.kind = "variable";
      made.first = 0;
      made.last = it->p.time;
    }
  } else if (a->kind != TINYXS_ALLOCATION_PLANNED) {
    return;
  } else if (a->joined) {
    made.root = b->number_of[first_of_ring(&it->p.placement, number)];
  }
  b->number_of[number] = b->count;
  print_block(b, &made);
}

static void print_tensors(const plan *it, blocks *b, bool joined) {
  for (uint32_t s = 0; s < it->p.outline.subgraphs.count; s++) {
    for (uint32_t i = 0; i < it->p.subgraphs[s].tensors.count; i++) {
      uint32_t number = it->p.numbers[it->p.subgraphs[s].first_tensor + i];
      if (number == TINYXS_CONSTANT || it->p.placement.allocations[number].joined != joined) continue;
      print_tensor(it, b, s, i, number);
    }
  }
}

/* What operators have for themselves: scratch and state. */
static void print_operators(const plan *it, blocks *b) {
  for (uint32_t s = 0; s < it->p.outline.subgraphs.count; s++) {
    const tinyxs_planned_subgraph *subgraph = &it->p.subgraphs[s];
    for (uint32_t i = 0; subgraph->entered && i < subgraph->operators.count; i++) {
      uint32_t node = subgraph->first_node + i;
      const tinyxs_allocation *r = &it->p.placement.allocations[it->p.outline.runtime_count + node];
      if (r->kind == TINYXS_ALLOCATION_PLANNED)
        print_block(b, &(block){"scratch", "activations", s, -1, i, r->at, r->bytes, r->first, r->last, -1, NULL});
      const uint32_t *state = &it->own_state[2 * node];
      if (state[1]) print_block(b, &(block){"variable", "variables", s, -1, i, state[0], state[1], 0, it->p.time, -1, NULL});
    }
  }
}

static bool print_blocks(const plan *it) {
  blocks b = {.number_of = calloc(it->p.placement.count + 1, sizeof *b.number_of)};
  if (!b.number_of) return false;
  printf("\"blocks\":[");
  print_named_variables(it, &b);
  print_tensors(it, &b, false);
  print_tensors(it, &b, true);
  print_operators(it, &b);
  printf("],\n");
  free(b.number_of);
  return true;
}

/* ---- regions ---- */

static void print_region(const char *kind, const char *name, uint64_t bytes, uint64_t *at) {
  if (!bytes) return;
  printf("%s\n{\"kind\":\"%s\",\"name\":\"%s\",\"at\":%" PRIu64 ",\"bytes\":%" PRIu64 "}", *at ? "," : "", kind, name, *at,
         bytes);
  *at += bytes;
}

static tinyxs_status measure(const plan *it, uint32_t pointer_bytes, tinyxs_memory *memory) {
  uint32_t bytes = tinyxs_workspace(it->p.file.data, it->p.file.size, it->p.error);
  void *workspace = aligned_alloc(TINYXS_ALIGNMENT, bytes);
  if (!workspace) return tinyxs_fail(it->p.error, TINYXS_OUT_OF_MEMORY, "out of memory");
  tinyxs_status status = tinyxs_measure(it->p.file.data, it->p.file.size, pointer_bytes, workspace, bytes, memory, it->p.error);
  free(workspace);
  return status;
}

/* The arena from its start to its end, on a target whose pointers have so many bytes. */
static void print_target(const plan *it, uint32_t pointer_bytes, const tinyxs_memory *memory) {
  tinyxs_structures_layout l = tinyxs_engine_lay_out_structures(&it->p, pointer_bytes);
  uint64_t at = 0;
  printf("\"%" PRIu32 "\":{\"arena\":%" PRIu32 ",\"workspace\":%" PRIu32 ",\"regions\":[", 8 * pointer_bytes, memory->arena,
         memory->workspace);
  print_region("structures", "model", l.nodes, &at);
  print_region("structures", "operators", l.ends - l.nodes, &at);
  print_region("structures", "addresses of inputs and outputs", l.subgraphs - l.ends, &at);
  print_region("structures", "subgraphs", l.operators - l.subgraphs, &at);
  print_region("structures", "what operators have prepared", memory->structures - l.operators, &at);
  print_region("variables", "variables", memory->variables, &at);
  print_region("activations", "activations", memory->activations, &at);
  printf("]}");
}

int print_plan(const char *path, const uint8_t *data, size_t size) {
  plan it = {0};
  tinyxs_error error;
  tinyxs_memory small, large;
  tinyxs_status status = open_plan(&it, data, size, &error);
  if (status == TINYXS_OK) status = measure(&it, 4, &small);
  if (status == TINYXS_OK) status = measure(&it, 8, &large);
  if (status == TINYXS_OK) status = print_steps(&it);
  if (status != TINYXS_OK) return refuse_model(path, &error);
  if (!print_blocks(&it)) return refuse(path, "out of memory");
  printf("\"targets\":{");
  print_target(&it, 4, &small);
  printf(",\n");
  print_target(&it, 8, &large);
  puts("}}");
  return 0;
}
