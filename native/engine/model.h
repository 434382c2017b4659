/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a loaded model is in memory. The arena holds, from its start: the structures (this file's structs, then what operators
 * ask for), the variables, and the activations. Only pointers make the structures' size depend on the target.
 */
#ifndef TINYXS_ENGINE_MODEL_H
#define TINYXS_ENGINE_MODEL_H

#include "engine/flatbuffer.h"
#include "tinyxs.h"

typedef struct tinyxs_call tinyxs_call;
/* Computes one operator. */
typedef tinyxs_status (*tinyxs_run_function)(tinyxs_call *call);

/* One operator. It runs with nothing but this: no file is read. */
typedef struct {
  tinyxs_run_function run; /* NULL: nothing to do at run time */
  const void *data;        /* its op data */
  /*
   * The addresses of its inputs, its outputs, its scratch, and, where it calls subgraphs, of each one's inputs and outputs.
   * NULL for an optional input that is left out.
   */
  void *const *tensors;
  uint16_t inputs, outputs;
} tinyxs_node;

typedef struct {
  uint16_t first_node, node_count; /* 0 nodes: never called, not prepared */
} tinyxs_subgraph;

/* Memory that `reset` fills with a byte: from `at` in the variables. */
typedef struct {
  uint32_t at, bytes;
  uint32_t fill;
  uint32_t next; /* arena offset of the next one; 0: none */
} tinyxs_state;

typedef struct {
  uint16_t subgraph, node;
  uint32_t phase; /* of the node, when it goes on after a call; see tinyxs_call */
} tinyxs_frame;

struct tinyxs_model {
  const uint8_t *data;
  uint8_t *arena;       /* structures and variables */
  uint8_t *activations; /* behind them in the arena, or memory that several models share */
  tinyxs_node *nodes;
  void **ends; /* the addresses of inputs, then outputs */
  tinyxs_subgraph *subgraphs;
  tinyxs_frame *frames;
  uint32_t data_bytes;
  uint32_t variables; /* arena offset */
  uint32_t states;    /* arena offset of the first; 0: none */
  uint32_t budget;
  uint16_t inputs, outputs;
  bool stopped; /* the last run ended early */
  tinyxs_memory memory;
};

/* The sizes of the structures that hold pointers, on a target whose pointers have `pointer` bytes. */
#define TINYXS_ROUND(bytes, pointer) (((bytes) + (pointer)-1) / (pointer) * (pointer))
#define TINYXS_NODE_BYTES(pointer)   TINYXS_ROUND(3 * (pointer) + 4, pointer)
#define TINYXS_MODEL_BYTES(pointer)  TINYXS_ROUND(7 * (pointer) + 24 + (uint32_t)sizeof(tinyxs_memory), pointer)
_Static_assert(sizeof(tinyxs_node) == TINYXS_NODE_BYTES(sizeof(void *)), "node size formula");
_Static_assert(sizeof(struct tinyxs_model) == TINYXS_MODEL_BYTES(sizeof(void *)), "model size formula");

/* One operator being run: what its run function gets. */
struct tinyxs_call {
  const tinyxs_model *model;
  const tinyxs_node *node;
  uint32_t *budget; /* iterations of loops that are left */
  uint32_t callee;  /* set by an operator that calls a subgraph; 0: none */
  uint32_t phase;   /* 0 at first; what the operator sets it to when it wants to go on after the subgraph has run */
  bool stop;        /* set by an operator that ends the run early, without an error: it needs more input first */
  tinyxs_error *error;
};

#endif
