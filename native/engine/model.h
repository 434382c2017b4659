/*
 * What a loaded model is in memory. The arena holds, from its start: the structures (this file's structs, then what operators
 * keep), the variables, and the activations. Structures hold no pointers but `run`, so their sizes on another target are known.
 */
#ifndef TINYXS_ENGINE_MODEL_H
#define TINYXS_ENGINE_MODEL_H

#include "engine/flatbuffer.h"
#include "tinyxs.h"

/* Where a tensor's data is: an offset, and in the two highest bits what it counts from. */
#define TINYXS_IN_ARENA       0x00000000u
#define TINYXS_IN_ACTIVATIONS 0x40000000u
#define TINYXS_IN_FILE        0x80000000u
#define TINYXS_NOWHERE        0xc0000000u
#define TINYXS_PLACE_MASK     0xc0000000u

typedef struct tinyxs_call tinyxs_call;
/* Computes one operator. */
typedef tinyxs_status (*tinyxs_run_function)(tinyxs_call *call);

typedef struct {
  tinyxs_run_function run; /* NULL: nothing to do at run time */
  uint32_t data;           /* arena offset of what prepare kept */
  uint32_t scratch;        /* offset in the activations */
  uint32_t inputs;         /* file position of the operator's first input index */
  uint32_t outputs;
} tinyxs_node;

typedef struct {
  uint32_t table;        /* file position */
  uint32_t first_tensor; /* its tensors' place in the table of locations */
  uint32_t first_node;
  uint32_t node_count; /* 0: never called, not prepared */
} tinyxs_subgraph;

/* Memory that `reset` fills with a byte. */
typedef struct {
  uint32_t at, bytes, fill;
} tinyxs_state;

typedef struct {
  uint32_t subgraph, node;
  uint32_t phase; /* of the node, when it goes on after a call; see tinyxs_call */
} tinyxs_frame;

struct tinyxs_model {
  const uint8_t *data;
  uint8_t *arena;       /* structures and variables */
  uint8_t *activations; /* behind them in the arena, or memory that several models share */
  uint32_t data_bytes;
  uint32_t locations; /* the following are arena offsets */
  uint32_t nodes;
  uint32_t subgraphs;
  uint32_t frames;
  uint32_t states;
  uint32_t state_count;
  uint32_t budget;
  bool stopped; /* the last run ended early */
  tinyxs_memory memory;
};

/* The sizes of the structures that hold pointers, on a target whose pointers have `pointer` bytes. */
#define TINYXS_NODE_BYTES(pointer)  (((pointer) + 16 + (pointer)-1) / (pointer) * (pointer))
#define TINYXS_MODEL_BYTES(pointer) ((3 * (pointer) + 56 + (pointer)-1) / (pointer) * (pointer))
_Static_assert(sizeof(tinyxs_node) == TINYXS_NODE_BYTES(sizeof(void *)), "node size formula");
_Static_assert(sizeof(struct tinyxs_model) == TINYXS_MODEL_BYTES(sizeof(void *)), "model size formula");

static inline tinyxs_file tinyxs_model_file(const tinyxs_model *model) { return (tinyxs_file){model->data, model->data_bytes}; }
static inline const tinyxs_subgraph *tinyxs_subgraph_at(const tinyxs_model *model, uint32_t i) {
  return (const tinyxs_subgraph *)(const void *)(model->arena + model->subgraphs) + i;
}
static inline const tinyxs_node *tinyxs_node_at(const tinyxs_model *model, uint32_t i) {
  return (const tinyxs_node *)(const void *)(model->arena + model->nodes) + i;
}

/* The data at a location; NULL for TINYXS_NOWHERE. */
static inline void *tinyxs_locate(const tinyxs_model *model, uint32_t location) {
  uint32_t offset = location & ~TINYXS_PLACE_MASK;
  switch (location & TINYXS_PLACE_MASK) {
  case TINYXS_IN_ARENA: return model->arena + offset;
  case TINYXS_IN_ACTIVATIONS: return model->activations + offset;
  case TINYXS_IN_FILE: return (void *)(uintptr_t)(model->data + offset);
  default: return NULL;
  }
}

/* One operator being run: what its run function gets. */
struct tinyxs_call {
  const tinyxs_model *model;
  const tinyxs_node *node;
  const uint32_t *locations; /* of the subgraph's tensors */
  uint32_t *budget;          /* iterations of loops that are left */
  uint32_t callee;           /* set by an operator that calls a subgraph; 0: none */
  uint32_t phase;            /* 0 at first; what the operator sets it to when it wants to go on after the subgraph has run */
  bool stop;                 /* set by an operator that ends the run early, without an error: it needs more input first */
  tinyxs_error *error;
};

#endif
