/*
 * The operators that builds with the Moddable SDK link, for wake-word.tflite.
 * Made by `tinyxs operators`: run it again when a model has changed.
 */
/* clang-format off */
#define TINYXS_OPERATORS(X) \
  X(average_pool_2d) \
  X(conv_2d) \
  X(depthwise_conv_2d) \
  X(fully_connected) \
  X(softmax)
