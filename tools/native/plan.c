/* What is where in a model's arena, and when. It prepares the model as tinyxs_measure does, and looks at each step. */
#include "plan.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine/prepare.h"
#include "report.h"

/* ---- one model, being looked at ---- */

typedef struct {
  tinyxs_prepare p;
  tinyxs_allocation *before; /* the allocations before operators make them share memory */
  uint32_t *kept_state;      /* by node number: where the state that the operator keeps begins, and its bytes */
  uint64_t kept;             /* bytes of structures that operators keep */
  uint32_t activations;
} plan;

static tinyxs_status open_plan(plan *it, const uint8_t *data, size_t size, tinyxs_error *error) {
  *error = (tinyxs_error){.subgraph = -1, .operator_index = -1, .tensor = -1};
  it->p = (tinyxs_prepare){.file = {data, (uint32_t)size}, .error = error, .pointer_bytes = sizeof(void *)};
  if (size > TINYXS_MAX_BYTES) return tinyxs_fail(error, TINYXS_TOO_LARGE, "the model is larger than 1 GiB");
  TINYXS_TRY(tinyxs_verify(&it->p.file, &it->p.outline, error));
  void *workspace = calloc(1, tinyxs_carve(&it->p, NULL));
  it->kept_state = calloc(2 * (it->p.outline.operator_count + 1), sizeof *it->kept_state);
  it->before = calloc(it->p.allocation_count + 1, sizeof *it->before);
  if (!workspace || !it->kept_state || !it->before) return tinyxs_fail(error, TINYXS_TOO_LARGE, "out of memory");
  tinyxs_carve(&it->p, workspace);
  TINYXS_TRY(tinyxs_find_lifetimes(&it->p));
  memcpy(it->before, it->p.allocations, it->p.allocation_count * sizeof *it->before);
  return tinyxs_allocate_variables(&it->p);
}

static tinyxs_status prepare_operator(plan *it) {
  tinyxs_prepare *p = &it->p;
  if (!p->operator_) return tinyxs_reject(p, TINYXS_UNKNOWN_OPERATOR, "this engine has no such operator");
  uint64_t state = p->state;
  p->node = (tinyxs_node){.inputs = p->inputs.at, .outputs = p->outputs.at};
  TINYXS_TRY(p->operator_->prepare(p));
  if (p->failed) return tinyxs_reject(p, TINYXS_TOO_LARGE, "it needs absurdly much memory");
  it->kept_state[2 * p->node_number] = (uint32_t)state;
  it->kept_state[2 * p->node_number + 1] = (uint32_t)(p->state - state);
  return TINYXS_OK;
}

/* ---- steps ---- */

static void print_step(const tinyxs_prepare *p, const char *step, bool calls) {
  printf(",\n{\"time\":%" PRIu32 ",\"step\":\"%s\",\"subgraph\":%" PRIu32 ",\"index\":%" PRIu32 ",\"operator\":", p->time, step,
         p->subgraph, p->index);
  char name[sizeof p->error->operator_name];
  tinyxs_describe_operator(&p->file, &p->outline, p->table, name, sizeof name);
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
  tinyxs_walk_start(&it->p);
  for (tinyxs_step step;;) {
    TINYXS_TRY(tinyxs_walk_next(&it->p, &step));
    if (step == TINYXS_STEP_END) break;
    if (step == TINYXS_STEP_OPERATOR) {
      TINYXS_TRY(prepare_operator(it));
      print_step(&it->p, "operator", false);
    } else {
      print_step(&it->p, names[step], step != TINYXS_STEP_RETURN);
    }
  }
  printf(",\n{\"time\":%" PRIu32 ",\"step\":\"outputs\"}],\n", it->p.time);
  it->kept = it->p.structures;
  it->activations = tinyxs_plan(it->p.allocations, it->p.allocation_count, it->p.order, it->p.next);
  return TINYXS_OK;
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
  int64_t *number_of; /* by allocation: its block's number; -1: none yet */
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

/* A tensor's block; the block it shares memory with must have been printed. */
static void print_tensor(const plan *it, blocks *b, uint32_t subgraph, uint32_t index) {
  uint32_t number = it->p.subgraphs[subgraph].first_tensor + index;
  const tinyxs_allocation *before = &it->before[number], *allocation = &it->p.allocations[number];
  block made = {"tensor",      "activations", subgraph,     index, -1,  allocation->at,
                before->bytes, before->first, before->last, -1,    NULL};
  if (before->kind == TINYXS_ALLOCATION_STATE && before->first != UINT16_MAX) {
    made.kind = "variable";
    made.first = 0;
    made.last = it->p.time;
  } else if (before->kind != TINYXS_ALLOCATION_PLANNED) {
    return;
  }
  if (allocation->kind == TINYXS_ALLOCATION_STATE) {
    made.area = "variables";
  } else if (allocation->root != number) {
    made.at = it->p.allocations[allocation->root].at;
    made.root = b->number_of[allocation->root];
  }
  b->number_of[number] = b->count;
  print_block(b, &made);
}

static void print_tensors(const plan *it, blocks *b, bool roots) {
  for (uint32_t s = 0; s < it->p.outline.subgraphs.count; s++) {
    uint32_t count = tinyxs_vector_of(&it->p.file, it->p.subgraphs[s].table, SUBGRAPH_TENSORS, 4).count;
    for (uint32_t i = 0; i < count; i++) {
      uint32_t number = it->p.subgraphs[s].first_tensor + i;
      if ((it->p.allocations[number].root == number) == roots) print_tensor(it, b, s, i);
    }
  }
}

/* What operators have for themselves: scratch and state. */
static void print_operators(const plan *it, blocks *b) {
  for (uint32_t s = 0; s < it->p.outline.subgraphs.count; s++) {
    const tinyxs_subgraph *subgraph = &it->p.subgraphs[s];
    for (uint32_t i = 0; i < subgraph->node_count; i++) {
      uint32_t node = subgraph->first_node + i;
      const tinyxs_allocation *r = &it->p.allocations[it->p.outline.tensor_count + node];
      if (r->kind == TINYXS_ALLOCATION_PLANNED)
        print_block(b, &(block){"scratch", "activations", s, -1, i, r->at, r->bytes, r->first, r->last, -1, NULL});
      const uint32_t *state = &it->kept_state[2 * node];
      if (state[1]) print_block(b, &(block){"variable", "variables", s, -1, i, state[0], state[1], 0, it->p.time, -1, NULL});
    }
  }
}

static bool print_blocks(const plan *it) {
  blocks b = {.number_of = calloc(it->p.allocation_count + 1, sizeof *b.number_of)};
  if (!b.number_of) return false;
  printf("\"blocks\":[");
  print_named_variables(it, &b);
  print_tensors(it, &b, true);
  print_tensors(it, &b, false);
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

/* The arena from its start to its end; the structures' parts are those of lay_out() in engine/load.c. */
static void print_target(const plan *it, uint32_t pointer_bytes, const tinyxs_memory *memory) {
  const tinyxs_prepare *p = &it->p;
  uint64_t at = 0;
  printf("\"%" PRIu32 "\":{\"arena\":%" PRIu32 ",\"regions\":[", 8 * pointer_bytes, memory->arena);
  print_region("structures", "model", TINYXS_MODEL_BYTES(pointer_bytes), &at);
  print_region("structures", "operators", (uint64_t)p->nodes_used * TINYXS_NODE_BYTES(pointer_bytes), &at);
  print_region("structures", "locations of tensors", p->outline.tensor_count * sizeof(uint32_t), &at);
  print_region("structures", "subgraphs", p->outline.subgraphs.count * (sizeof(tinyxs_subgraph) + sizeof(tinyxs_frame)), &at);
  print_region("structures", "what operators have prepared", it->kept, &at);
  print_region("structures", "list of variables", p->state_count * sizeof(tinyxs_state), &at);
  if (memory->structures > at) print_region("structures", "padding", memory->structures - at, &at);
  print_region("variables", "variables", memory->variables, &at);
  print_region("activations", "activations", memory->activations, &at);
  if (memory->arena > at) print_region("loading", "loading", memory->arena - at, &at);
  printf("]}");
}

static tinyxs_status measure(const plan *it, uint32_t pointer_bytes, tinyxs_memory *memory) {
  const tinyxs_prepare *p = &it->p;
  uint32_t bytes = tinyxs_workspace(p->file.data, p->file.size, p->error);
  void *workspace = aligned_alloc(TINYXS_ALIGNMENT, bytes);
  if (!workspace) return tinyxs_fail(p->error, TINYXS_TOO_LARGE, "out of memory");
  tinyxs_status status = tinyxs_measure(p->file.data, p->file.size, pointer_bytes, workspace, bytes, memory, p->error);
  free(workspace);
  return status;
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
  if (it.activations != small.activations) return refuse(path, "the plan isn't the engine's: please report this with the file");
  if (!print_blocks(&it)) return refuse(path, "out of memory");
  printf("\"targets\":{");
  print_target(&it, 4, &small);
  printf(",\n");
  print_target(&it, 8, &large);
  puts("}}");
  return 0;
}
