# SPDX-License-Identifier: Apache-2.0
"""Graphs of TensorFlow's own functions, by name in `modules`: a tf.Module, the shapes it is called with, and their type."""
import numpy
import tensorflow as tf

modules = {}


def function(*shapes, dtype="float32"):
    """Registers a function of tensors of these shapes."""

    def register(body):
        signature = [tf.TensorSpec(shape, dtype) for shape in shapes]

        class Module(tf.Module):
            main = tf.function(lambda self, *inputs: body(*inputs), input_signature=signature, autograph=False)

        modules[body.__name__.replace("_", "-")] = (Module, shapes, dtype)
        return body

    return register


@function((1, 2, 3, 4))
def math_1(x):
    positive = tf.abs(x) + 0.5
    roots = [tf.sqrt(positive), tf.math.rsqrt(positive), tf.math.log(positive), tf.square(x), tf.exp(-positive)]
    # TensorFlow Lite Micro's CONCATENATION takes no more than 10.
    return tf.concat(roots, -1), tf.concat([tf.sin(x), tf.cos(x), tf.floor(x), tf.math.ceil(x), tf.round(x), -x], -1)


@function((1, 2, 3, 4), (1, 1, 3, 1))
def math_2(x, y):
    positive = tf.abs(y) + 0.5
    sums = [x + y, x - y, x * y, x / positive, tf.math.squared_difference(x, y), tf.maximum(x, y), tf.minimum(x, y)]
    return tf.concat([*sums, tf.math.floordiv(x, positive), tf.math.floormod(x, positive)], -1)


@function((3, 4), (1, 4))
def choosing(x, y):
    both, either = tf.logical_and(x > 0, y > 0), tf.logical_or(x > 0, tf.logical_not(y > 0))
    masks = [x < y, x <= y, x > y, x >= y, both, either]
    return [tf.where(mask, x, y) for mask in masks]


@function((2, 3, 4))
def reducing(x):
    return [
        tf.reduce_sum(x, 1),
        tf.reduce_mean(x, [0, 2], keepdims=True),
        tf.reduce_max(x, -1),
        tf.reduce_min(x, [1, 2]),
        tf.reduce_all(x > -1, 1),
        tf.argmax(x, -1, tf.int32),
        tf.argmin(x, 1, tf.int32),
    ]


@function((2, 3, 4))
def moving(x):
    parts = tf.split(x, [1, 3], -1)
    rows = tf.unstack(x, axis=1)
    return [
        tf.concat([parts[1], parts[0]], -1),
        tf.stack([rows[2], rows[0]], 0),
        tf.transpose(x, [2, 0, 1]),
        tf.reverse(x, [1]),
        x[:, ::2, 1:-1],
        x[..., tf.newaxis, 0],
        tf.slice(x, [0, 1, 2], [2, 1, -1]),
        tf.gather(x, [2, 0, 2], axis=1),
        tf.gather_nd(x, [[0, 1], [1, 2]]),
        tf.pad(x, [[0, 0], [1, 2], [0, 1]], constant_values=1),
        tf.pad(x, [[0, 0], [2, 1], [0, 1]], "REFLECT"),
        tf.broadcast_to(x[:, :1], [2, 5, 4]),
        tf.cumsum(x, 1),
        tf.expand_dims(tf.squeeze(x[:1], 0), -1),
    ]


@function((1, 4, 4, 4))
def blocks(x):
    return [
        tf.nn.space_to_depth(x, 2),
        tf.nn.depth_to_space(x, 2),
        tf.space_to_batch_nd(x, [2, 2], [[0, 0], [0, 0]]),
        tf.image.resize(x, [6, 7], "bilinear"),
        tf.image.resize(x, [5, 8], "nearest"),
        tf.nn.l2_normalize(x, -1),
        tf.nn.log_softmax(x),
        tf.add_n([x, x * 2, x]),
    ]


@function((2, 3, 4), (2, 4, 3))
def products(x, y):
    return [tf.matmul(x, y), tf.matmul(x, x, transpose_b=True), tf.matmul(x[0], tf.constant([[0.5]] * 4))]


@function((2, 3), dtype="int32")
def integers(x):
    return [x + 3, x * x, tf.cast(x, tf.float32) / 2, tf.maximum(x, 1), tf.cast(x > 0, tf.int32)]


@function((2, 3))
def branching(x):
    return tf.cond(tf.reduce_sum(x) > 0, lambda: x * 2.0, lambda: tf.tanh(x) - 1.0)


@function((2, 3))
def looping(x):
    return tf.while_loop(lambda i, y: i < 5, lambda i, y: (i + 1, y * 0.5 + x), [tf.constant(0), tf.zeros_like(x)])[1]


class Streaming(tf.Module):
    """The last rows of features, kept in a variable; a convolution over them."""

    def __init__(self):
        self.rows = tf.Variable(tf.zeros([1, 4, 3]), name="rows")
        self.count = tf.Variable(0.0, name="count")
        self.kernel = tf.constant(numpy.linspace(-1, 1, 3 * 3 * 2).reshape(3, 3, 2), tf.float32)

    @tf.function(autograph=False, input_signature=[tf.TensorSpec((1, 1, 3))])
    def main(self, row):
        rows = tf.concat([self.rows[:, 1:], row], 1)
        self.rows.assign(rows)
        self.count.assign_add(1.0)
        return tf.nn.conv1d(rows, self.kernel, 1, "VALID"), self.count.read_value()


class Signatures(tf.Module):
    """Two functions with a variable between them."""

    def __init__(self):
        self.offset = tf.Variable(tf.ones([3]), name="offset")

    @tf.function(autograph=False, input_signature=[tf.TensorSpec((3,))])
    def main(self, x):
        return {"sum": x + self.offset}

    @tf.function(autograph=False, input_signature=[tf.TensorSpec((3,))])
    def learn(self, x):
        self.offset.assign(x * 0.5)
        return {"offset": self.offset.read_value()}
