/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plan of a model: what becomes of the file once it has been verified, its operators have been prepared and its memory has
 * been placed, each once. tinyxs_measure reads its sizes, tinyxs_load makes a model of it, and tools show it.
 */
#ifndef TINYXS_ENGINE_PLAN_H
#define TINYXS_ENGINE_PLAN_H

#include "engine/operator.h"
#include "engine/placement.h"
#include "engine/prepared.h"
#include "engine/verify.h"

/* A resource variable, found by its names. */
typedef struct {
  uint32_t container, name; /* file positions of the strings; 0: none */
  uint32_t bytes;           /* UINT32_MAX until an operator tells */
  uint32_t fill;
  uint32_t at; /* from the start of the variables */
} tinyxs_variable;

/* A subgraph while it is planned. */
typedef struct {
  uint32_t table;
  tinyxs_vector tensors, operators;
  uint32_t first_tensor; /* its tensors' place among those of all subgraphs */
  uint16_t first_node;
  uint16_t first, last; /* the times of its first and its last call */
  bool entered;         /* by the walk */
  bool shared;          /* called more than once, or by one that is */
} tinyxs_planned_subgraph;

/* An operator code of the file, looked up once. */
typedef struct {
  int32_t builtin;
  uint32_t place; /* of its operator in tinyxs_operators; that of the NULL: this build doesn't have it */
} tinyxs_planned_code;

/* Where the parts of the structures begin in the arena; what operators ask for comes last. */
typedef struct {
  uint32_t nodes, ends, subgraphs, frames, operators;
} tinyxs_structures_layout;

#define TINYXS_NO_CALLEE UINT32_MAX
/* The number of a tensor whose data is in the file. */
#define TINYXS_CONSTANT UINT16_MAX

/* What a step of the walk comes to. */
typedef enum {
  TINYXS_STEP_OPERATOR,
  TINYXS_STEP_ENTER,      /* the operator at hand calls p->callee, which is walked next */
  TINYXS_STEP_CALL_AGAIN, /* it calls p->callee, which has been walked before */
  TINYXS_STEP_LEAVE,      /* p->callee is done; the operator at hand called it */
  TINYXS_STEP_RETURN,     /* all that the operator at hand calls is done */
  TINYXS_STEP_END,
} tinyxs_step;

struct tinyxs_plan {
  tinyxs_file file;
  tinyxs_outline outline;
  tinyxs_prepared prepared; /* what `tinyxs prepare` has found out before */
  tinyxs_error *error;
  uint32_t pointer_bytes;

  /* The workspace. */
  uint16_t *numbers;          /* by tensor of all subgraphs: its allocation, or TINYXS_CONSTANT */
  tinyxs_placement placement; /* allocations: outline.runtime_count tensors, then the operators' scratch by node */
  tinyxs_planned_code *codes;
  tinyxs_variable *variables;
  uint32_t variable_count;
  tinyxs_planned_subgraph *subgraphs;
  tinyxs_frame *frames;

  /* The structures, written from the arena's start; NULL: only counted. */
  uint8_t *arena;
  uint32_t arena_room;         /* what doesn't fit there is only counted, too */
  uint64_t structures;         /* bytes so far */
  uint64_t state;              /* bytes of variables so far */
  uint32_t states, last_state; /* arena offsets of the first and the last tinyxs_state; 0: none */
  uint32_t last_fill;
  bool failed; /* a request that can't be met; the next check reports it */

  /* Results. */
  tinyxs_structures_layout layout;
  tinyxs_memory memory;

  /* The walk: one operator at a time, callees right after their caller. */
  uint32_t depth;
  uint32_t time;
  uint32_t nodes_used;

  /* The operator at hand. */
  uint32_t subgraph, index; /* index in the subgraph */
  uint32_t table;
  const tinyxs_operator *operator_;
  int32_t code;
  uint32_t callee, callee_number; /* the subgraph that it calls now, and which of its callees that is */
  uint32_t node_number;
  tinyxs_vector inputs, outputs;
  tinyxs_run_function run;
  uint32_t data_at; /* arena offset of its op data */
  bool aliased;     /* its output is its input */
};

/* Starts to plan a file: verifies it. */
tinyxs_status tinyxs_engine_plan_start(tinyxs_plan *p, const void *data, size_t size, uint32_t pointer_bytes,
                                       tinyxs_error *error);
/* The workspace's size; with `base`, hands its parts out as well. */
uint32_t tinyxs_engine_plan_workspace(tinyxs_plan *p, void *base);
/* Finds lifetimes, prepares all operators, places what they need: fills p->memory. `arena` may be NULL. */
tinyxs_status tinyxs_engine_plan_finish(tinyxs_plan *p, void *arena, uint32_t arena_room);

/* Its three steps, for tools that look at each operator. First: lifetimes and variables. */
tinyxs_status tinyxs_engine_plan_graph(tinyxs_plan *p, void *arena, uint32_t arena_room);
/* Second, for each operator of the walk: prepares the operator at hand. */
tinyxs_status tinyxs_engine_prepare_operator(tinyxs_plan *p);
/* Third: places everything. */
tinyxs_status tinyxs_engine_plan_memory(tinyxs_plan *p);

/* The structures of a target whose pointers have so many bytes, once the graph has been walked. */
tinyxs_structures_layout tinyxs_engine_lay_out_structures(const tinyxs_plan *p, uint32_t pointer_bytes);

/* Starts the walk at the main subgraph. */
void tinyxs_engine_walk_start(tinyxs_plan *p);
/* Goes one step on in time: fills "the operator at hand". */
tinyxs_status tinyxs_engine_walk_next(tinyxs_plan *p, tinyxs_step *step);
/* The i-th subgraph that the operator at hand calls, as the file says, unchecked; TINYXS_NO_CALLEE after the last. */
uint32_t tinyxs_engine_callee(const tinyxs_plan *p, uint32_t i);

/* Of the VAR_HANDLE at hand: finds its variable, or adds one, and makes its output the handle. */
tinyxs_status tinyxs_engine_find_variable(tinyxs_plan *p);
/* Learns a variable's size from the tensor that the operator at hand reads from it or assigns to it. */
tinyxs_status tinyxs_engine_size_variable(tinyxs_plan *p, int32_t handle, int32_t value);
/* Gives the variables and the variable tensors their memory: asked for before anything that operators ask for. */
tinyxs_status tinyxs_engine_allocate_variables(tinyxs_plan *p);

/* Finds which tensors are needed when, and the variables. */
tinyxs_status tinyxs_engine_find_lifetimes(tinyxs_plan *p);

/* The allocation of tensor `index` of a subgraph; NULL: it is constant. */
static inline tinyxs_allocation *tinyxs_engine_allocation_in(const tinyxs_plan *p, uint32_t subgraph, uint32_t index) {
  uint16_t number = p->numbers[p->subgraphs[subgraph].first_tensor + index];
  return number == TINYXS_CONSTANT ? NULL : &p->placement.allocations[number];
}
/* The scratch of the operator at hand: planned if it has asked for some. */
static inline tinyxs_allocation *tinyxs_engine_scratch_allocation(const tinyxs_plan *p) {
  return &p->placement.allocations[p->outline.runtime_count + p->node_number];
}
/* The file position of a tensor's table. */
static inline uint32_t tinyxs_engine_tensor_table(const tinyxs_plan *p, uint32_t subgraph, uint32_t index) {
  return tinyxs_table_at(&p->file, p->subgraphs[subgraph].tensors, index);
}
static inline int32_t tinyxs_engine_index_at(const tinyxs_plan *p, tinyxs_vector list, uint32_t i) {
  return i < list.count ? (int32_t)tinyxs_peek_u32(&p->file, list.at + 4 * i) : -1;
}
static inline int32_t tinyxs_engine_input_index(const tinyxs_plan *p, uint32_t i) {
  return tinyxs_engine_index_at(p, p->inputs, i);
}
static inline int32_t tinyxs_engine_output_index(const tinyxs_plan *p, uint32_t i) {
  return tinyxs_engine_index_at(p, p->outputs, i);
}
/* The code of an operator table. */
static inline const tinyxs_planned_code *tinyxs_engine_code_of(const tinyxs_plan *p, uint32_t table) {
  return &p->codes[tinyxs_field_u32(&p->file, table, OPERATOR_CODE, 0)];
}
/* All about tensor `index` of a subgraph; with -1 it is not present. */
tinyxs_info tinyxs_engine_tensor_info(const tinyxs_plan *p, uint32_t subgraph, int32_t index);
/* The size of a tensor whose table has been verified. */
uint32_t tinyxs_engine_tensor_bytes(const tinyxs_file *file, uint32_t tensor);
/* The file position of a tensor's constant data; 0 if it has none. */
uint32_t tinyxs_engine_tensor_constant(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t tensor);
/* The zero point of channel 0, or 0. */
int32_t tinyxs_engine_tensor_zero_point(const tinyxs_file *file, uint32_t tensor);
/* An operator's name: from the registry if it is there, else from the file or its number; never NULL. */
void tinyxs_engine_describe_operator(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table, char *name,
                                     size_t bytes);
/* The place in tinyxs_operators of the operator for a code's table: that of the NULL at its end if there is none. */
uint32_t tinyxs_engine_find_operator(const tinyxs_file *file, uint32_t code_table);

#endif
