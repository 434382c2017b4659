/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kernels: the inner loops of layers as pure functions of parameters and data. Parameters are what prepare decides once and
 * keeps: no pointers and no 64-bit members, so that they have the same size on every target. Data is where a call's tensors
 * are. Sets of kernels: kernel_set.h. How to add one: README.md.
 */
#ifndef TINYXS_KERNELS_KERNEL_H
#define TINYXS_KERNELS_KERNEL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * CONV_2D, DEPTHWISE_CONV_2D and TRANSPOSE_CONV; fully connected layers of other types than int8, as images of one pixel.
 * Inputs and outputs are NHWC. Weights are [output_depth][kernel_height][kernel_width][group_depth], depthwise
 * [kernel_height][kernel_width][output_depth].
 */
typedef struct {
  int32_t batches, input_height, input_width, input_depth, output_height, output_width, output_depth;
  int32_t group_depth; /* input channels that one output channel sees */
  int16_t kernel_height, kernel_width, dilation_height, dilation_width;
  /* Transposed: the input's places in its dilated self, over which the window, turned round, moves by 1. */
  int16_t stride_height, stride_width;
  int16_t pad_top, pad_left; /* rows and columns of the (dilated) input before its first that the first window covers */
  union {
    struct {
      int16_t input_zero_point, output_zero_point, activation_min, activation_max;
    };
    struct {
      float float_min, float_max;
    };
  };
  bool depthwise : 1, transposed : 1;
  bool per_channel : 1; /* each output channel has its scale; else there is one for all */
  bool asymmetric : 1;  /* float32 inputs with int8 weights: whether inputs are quantized with a zero point */
  uint8_t wide : 4;     /* int16 inputs: the bytes of a bias of sums of 64 bits; 0: sums and biases have 32 bits */
  uint8_t kernel;       /* the number of the kernel in its list */
  int8_t weights_zero_point;
  uint8_t unused;
} tinyxs_conv;
_Static_assert(sizeof(tinyxs_conv) == 60, "tinyxs_conv has the same size on all targets");

/* Output channels that see the same input channels; depthwise: the depth multiplier. */
static inline int32_t tinyxs_group_outputs(const tinyxs_conv *c) { return c->output_depth / (c->input_depth / c->group_depth); }

/* FULLY_CONNECTED int8: output[batches][outputs] = input[batches][inputs] x weights[outputs][inputs] + bias[outputs]. */
typedef struct {
  int32_t batches, inputs, outputs;
  int16_t input_zero_point, output_zero_point, activation_min, activation_max;
  int8_t weights_zero_point;
  bool per_channel;
  uint8_t kernel, unused;
} tinyxs_fully_connected;

/* Where a layer with weights finds its numbers. */
typedef struct {
  const void *input, *weights;
  const void *bias;           /* [output channels]; NULL: none */
  const int32_t *multipliers; /* [output channels], or [1] without scales per channel; as tinyxs_requantize() takes them */
  const int8_t *shifts;       /* as many; -31..30 */
  const void *scales;         /* float32 inputs with int8 weights: as many float32, at any address */
  void *output;
  void *scratch;
} tinyxs_conv_data, tinyxs_fully_connected_data;

/* AVERAGE_POOL_2D, MAX_POOL_2D and L2_POOL_2D over [batches][height][width][depth]. Each window has a pixel of the input. */
typedef struct {
  int32_t batches, input_height, input_width, depth, output_height, output_width;
  int16_t window_height, window_width, stride_height, stride_width;
  int16_t pad_top, pad_left; /* rows and columns before the input's first that the first window covers */
  union {
    struct {
      int16_t activation_min, activation_max;
      uint8_t kernel;
    };
    struct {
      float float_min, float_max;
    };
  };
} tinyxs_pool;
_Static_assert(sizeof(tinyxs_pool) == 44, "tinyxs_pool has the same size on all targets");

typedef struct {
  const void *input;
  void *output;
  void *scratch;
} tinyxs_pool_data;

/*
 * SVDF of int8: state [batches][units][rank][memory] of int8 or int16 moves on by one; its newest is input [batches][inputs] x
 * features [units][rank][inputs]; output [batches][units] = state x times [units][rank][memory] + bias [units].
 */
typedef struct {
  int32_t batches, inputs, memory, units, rank;
  int32_t feature_multiplier, time_multiplier;
  int16_t input_zero_point, state_zero_point, output_zero_point;
  int8_t feature_shift, time_shift;
  uint8_t activation; /* of float32: as in the schema */
  uint8_t kernel;
  uint16_t unused;
} tinyxs_svdf;
enum { TINYXS_SVDF_RELU = 1, TINYXS_SVDF_RELU_N1_TO_1, TINYXS_SVDF_RELU6, TINYXS_SVDF_TANH, TINYXS_SVDF_SIGN_BIT };
_Static_assert(sizeof(tinyxs_svdf) == 40, "tinyxs_svdf has the same size on all targets");

typedef struct {
  const void *input, *features, *times, *bias; /* bias may be NULL */
  void *state, *output, *scratch;
} tinyxs_svdf_data;

/* ADD and SUB of int8 and int16: rows of elements, in which an input may repeat. Each input is scaled by 2^left_shift before.
 */
typedef struct {
  uint32_t rows, row; /* how many, elements in each */
  int32_t a_multiplier, b_multiplier, multiplier;
  int16_t a_zero_point, b_zero_point, output_zero_point, activation_min, activation_max;
  int8_t a_shift, b_shift, shift, left_shift;
  uint8_t kernel, unused;
} tinyxs_add;
_Static_assert(sizeof(tinyxs_add) == 36, "tinyxs_add has the same size on all targets");

/* MUL of int8 and int16. */
typedef struct {
  int32_t multiplier;
  int16_t a_zero_point, b_zero_point, output_zero_point, activation_min, activation_max;
  int8_t shift, unused;
} tinyxs_mul;
_Static_assert(sizeof(tinyxs_mul) == 16, "tinyxs_mul has the same size on all targets");

/* The range of outputs of int32, or of float32. */
typedef union {
  struct {
    int32_t min, max;
  };
  struct {
    float float_min, float_max;
  };
} tinyxs_limits;

/* One row of two inputs: element i of the output comes of a[i * a_step] and b[i * b_step]; a step is 1 or 0. */
typedef struct {
  const void *a, *b;
  void *output, *scratch;
  uint32_t count;
  uint8_t a_step, b_step;
} tinyxs_row_data, tinyxs_add_data;

/*
 * BATCH_MATMUL: [rows][depth] x [depth][columns] for each batch; turned: columns, or rows, come first in memory. Dimensions of
 * batches are outermost first, their steps in elements.
 */
enum { TINYXS_MATMUL_BATCHES = 3 };
typedef struct {
  struct {
    int32_t size, a_step, b_step;
  } batches[TINYXS_MATMUL_BATCHES];
  int32_t rows, columns, depth, multiplier;
  int16_t a_zero_point, b_zero_point, output_zero_point;
  int8_t shift;
  bool a_turned : 1, b_turned : 1;
} tinyxs_matmul;
_Static_assert(sizeof(tinyxs_matmul) == 60, "tinyxs_matmul has the same size on all targets");

typedef struct {
  const void *a, *b;
  void *output;
} tinyxs_matmul_data;

/* SOFTMAX and LOG_SOFTMAX: rows [depth] along the last dimension. */
typedef struct {
  int32_t rows, depth;
  float beta;
  int32_t multiplier;     /* of int8: input difference to Q5.26; of int16: to units of 10 / 65535 */
  int32_t difference_min; /* of int8: below, e^difference counts as 0 */
  int8_t shift, unused[3];
} tinyxs_softmax;
_Static_assert(sizeof(tinyxs_softmax) == 24, "tinyxs_softmax has the same size on all targets");

typedef struct {
  const void *input;
  const int16_t *table; /* of int16: e^x from -10 to 0, [TINYXS_SOFTMAX_POINTS] in Q0.15 */
  void *output;
} tinyxs_softmax_data;

/* What is known of the numbers that a kernel will meet, besides its parameters. */
typedef struct {
  int8_t shift_min, shift_max;
} tinyxs_bounds;

/*
 * A kernel of an operator with parameters `operator` and data `operator`_data.
 * name: for profiles, such as "portable".
 * fits: whether its results are right; NULL: always.
 * cost: instructions, estimated, to be compared with other kernels of the same list.
 * scratch: bytes of memory that it needs for the time of its run; NULL: none.
 * packed, pack: bytes of the weights as it wants them, and how they become so; NULL: as they are in the file.
 */
#define TINYXS_DEFINE_KERNEL(operator)                                                                                         \
  typedef struct {                                                                                                             \
    const char *name;                                                                                                          \
    bool (*fits)(const operator*, const tinyxs_bounds *);                                                                      \
    uint32_t (*cost)(const operator*);                                                                                         \
    uint32_t (*scratch)(const operator*);                                                                                      \
    uint32_t (*packed)(const operator*);                                                                                       \
    void (*pack)(const operator*, const operator##_data * from, void *to);                                                     \
    void (*run)(const operator*, const operator##_data *);                                                                     \
  } operator##_kernel

TINYXS_DEFINE_KERNEL(tinyxs_conv);
TINYXS_DEFINE_KERNEL(tinyxs_fully_connected);
TINYXS_DEFINE_KERNEL(tinyxs_pool);
TINYXS_DEFINE_KERNEL(tinyxs_svdf);
TINYXS_DEFINE_KERNEL(tinyxs_add);

/* A number of instructions as a cost: the greatest cost stands for all above. */
static inline uint32_t tinyxs_cost(uint64_t instructions) {
  return instructions < UINT32_MAX ? (uint32_t)instructions : UINT32_MAX;
}
/* Of a convolution, from the instructions for each product, each place of a window and each output. */
static inline uint32_t tinyxs_conv_cost(const tinyxs_conv *c, uint32_t product, uint32_t window_place, uint32_t output) {
  uint64_t outputs = (uint64_t)c->batches * (uint64_t)c->output_height * (uint64_t)c->output_width * (uint64_t)c->output_depth;
  uint64_t places = (uint64_t)c->kernel_height * (uint64_t)c->kernel_width;
  return tinyxs_cost(outputs * (places * ((uint64_t)c->group_depth * product + window_place) + output));
}
/* Of a pool, from the instructions for each element of a window and each output. */
static inline uint32_t tinyxs_pool_cost(const tinyxs_pool *p, uint32_t element, uint32_t output) {
  uint64_t outputs = (uint64_t)p->batches * (uint64_t)p->output_height * (uint64_t)p->output_width * (uint64_t)p->depth;
  return tinyxs_cost(outputs * ((uint64_t)p->window_height * (uint64_t)p->window_width * element + output));
}

#endif
