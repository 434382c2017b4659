/* The state of preparing a model: shared by the walk over the graph, the lifetimes, the operators' requests and the two passes.
 */
#ifndef TINYXS_ENGINE_PREPARE_H
#define TINYXS_ENGINE_PREPARE_H

#include "engine/operator.h"
#include "engine/planner.h"
#include "engine/verify.h"

/* A resource variable, found by its names. */
typedef struct {
  uint32_t container, name; /* file positions of the strings; 0: none */
  uint32_t bytes;           /* UINT32_MAX until an operator tells */
  uint32_t fill;
  uint32_t at; /* from the start of the variables */
} tinyxs_variable;

/* When a subgraph runs, from its first to its last call. */
typedef struct {
  uint16_t first, last;
  uint16_t shared; /* called more than once, or by one that is */
} tinyxs_span;

#define TINYXS_NO_CALLEE UINT32_MAX

/* What a step of the walk comes to. */
typedef enum {
  TINYXS_STEP_OPERATOR,
  TINYXS_STEP_ENTER,      /* the operator at hand calls p->callee, which is walked next */
  TINYXS_STEP_CALL_AGAIN, /* it calls p->callee, which has been walked before */
  TINYXS_STEP_LEAVE,      /* p->callee is done; the operator at hand called it */
  TINYXS_STEP_RETURN,     /* all that the operator at hand calls is done */
  TINYXS_STEP_END,
} tinyxs_step;

struct tinyxs_prepare {
  tinyxs_file file;
  tinyxs_outline outline;
  tinyxs_error *error;
  uint32_t pointer_bytes;

  /* The workspace. */
  tinyxs_allocation *allocations; /* [tensor_count + operator_count]: tensors, then the operators' scratch */
  uint32_t allocation_count;
  tinyxs_variable *variables;
  uint32_t variable_count;
  tinyxs_subgraph *subgraphs;
  tinyxs_span *spans;
  tinyxs_frame *frames;
  uint16_t *order, *next;

  /* Writing: the second pass of a load. */
  bool writing;
  tinyxs_model *model;
  uint32_t variables_at; /* arena offset */

  /* What has been asked for so far, in bytes. */
  uint64_t structures, state;
  uint32_t state_count;
  bool failed; /* a request that can't be met; the next check reports it */

  /* The walk: one operator at a time, callees right after their caller. */
  uint32_t depth;
  uint32_t time;
  uint32_t nodes_used;

  /* The operator at hand. */
  uint32_t subgraph, index; /* index in the subgraph */
  uint32_t table;
  int32_t code;
  uint32_t callee, callee_number; /* the subgraph that it calls now, and which of its callees that is */
  uint32_t node_number;
  tinyxs_vector inputs, outputs;
  const tinyxs_operator *operator_;
  tinyxs_node node;
};

/* Starts the walk at the main subgraph. */
void tinyxs_walk_start(tinyxs_prepare *p);
/* Goes one step on in time: fills "the operator at hand". */
tinyxs_status tinyxs_walk_next(tinyxs_prepare *p, tinyxs_step *step);
/* The i-th subgraph that the operator at hand calls, as the file says, unchecked; TINYXS_NO_CALLEE after the last. */
uint32_t tinyxs_callee(const tinyxs_prepare *p, uint32_t i);

/* The workspace's size; with `base`, hands its parts out as well. */
uint32_t tinyxs_carve(tinyxs_prepare *p, uint8_t *base);

/* Of the VAR_HANDLE at hand: finds its variable, or adds one, and makes its output the handle. */
tinyxs_status tinyxs_find_variable(tinyxs_prepare *p);
/* Learns a variable's size from the tensor that the operator at hand reads from it or assigns to it. */
tinyxs_status tinyxs_size_variable(tinyxs_prepare *p, int32_t handle, int32_t value);

/* Finds which tensors are needed when, and the variables: fills the allocations and the variables. */
tinyxs_status tinyxs_find_lifetimes(tinyxs_prepare *p);

/* Gives the variables and the variable tensors their memory: asked for before anything that operators ask for. */
tinyxs_status tinyxs_allocate_variables(tinyxs_prepare *p);

/* The allocation of tensor `index` of the subgraph at hand. */
static inline tinyxs_allocation *tinyxs_tensor_allocation(const tinyxs_prepare *p, uint32_t index) {
  return &p->allocations[p->subgraphs[p->subgraph].first_tensor + index];
}
/* The file position of a tensor's table. */
static inline uint32_t tinyxs_tensor_table(const tinyxs_prepare *p, uint32_t subgraph, uint32_t index) {
  return tinyxs_table_at(&p->file, tinyxs_vector_of(&p->file, p->subgraphs[subgraph].table, SUBGRAPH_TENSORS, 4), index);
}
static inline int32_t tinyxs_input_index(const tinyxs_prepare *p, uint32_t i) {
  return i < p->inputs.count ? tinyxs_get_i32(&p->file, p->inputs.at + 4 * i) : -1;
}
static inline int32_t tinyxs_output_index(const tinyxs_prepare *p, uint32_t i) {
  return i < p->outputs.count ? tinyxs_get_i32(&p->file, p->outputs.at + 4 * i) : -1;
}
/* All about tensor `index` of a subgraph; with -1 it is not present. */
tinyxs_info tinyxs_tensor_info(const tinyxs_prepare *p, uint32_t subgraph, int32_t index);
/* The size of a tensor whose table has been verified. */
uint32_t tinyxs_tensor_bytes(const tinyxs_file *file, uint32_t tensor);
/* The file position of a tensor's constant data; 0 if it has none. */
uint32_t tinyxs_tensor_constant(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t tensor);
/* The zero point of channel 0, or 0. */
int32_t tinyxs_tensor_zero_point(const tinyxs_file *file, uint32_t tensor);
/* An operator's name: from the registry if it is there, else from the file or its number; never NULL. */
void tinyxs_describe_operator(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table, char *name, size_t bytes);
/* The linked-in operator for an operator table; NULL if there is none. */
const tinyxs_operator *tinyxs_find_operator(const tinyxs_file *file, const tinyxs_outline *outline, uint32_t table);

#endif
