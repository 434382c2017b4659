# SPDX-License-Identifier: Apache-2.0
"""The network: a depthwise separable CNN (DS-CNN, Zhang et al. 2017, arXiv:1711.07128) on 49 x 40 log-mel values."""

import tensorflow as tf

import words
from features import CHANNELS, ROWS

# Features are -128..127; the network sees (feature + 128) / 32: zero padding is silence, its int8 input the features.
INPUT_SCALE, INPUT_ZERO_POINT = 1 / 32, -128

BLOCKS = [(2, 48), (1, 48), (1, 48), (2, 64), (1, 64)]  # stride of the depthwise part, channels of the pointwise part


def build(decay=2e-5):
    """An untrained model: float [batch, 49, 40, 1] to logits [batch, 4]."""
    layers = tf.keras.layers
    regularizer = tf.keras.regularizers.l2(decay)

    def norm_relu(x):
        return layers.ReLU()(layers.BatchNormalization(momentum=0.97)(x))

    inputs = layers.Input((ROWS, CHANNELS, 1))
    x = layers.Conv2D(24, (7, 5), 2, "same", use_bias=False, kernel_regularizer=regularizer)(inputs)
    x = norm_relu(x)
    for stride, channels in BLOCKS:
        x = norm_relu(layers.DepthwiseConv2D(3, stride, "same", use_bias=False)(x))
        x = norm_relu(layers.Conv2D(channels, 1, use_bias=False, kernel_regularizer=regularizer)(x))
    x = layers.AveragePooling2D(x.shape[1:3])(x)
    x = layers.Dropout(0.25)(layers.Flatten()(x))
    return tf.keras.Model(inputs, layers.Dense(len(words.LABELS), kernel_regularizer=regularizer)(x))


def with_softmax(model):
    """`model` followed by softmax: what is converted and deployed, with a batch of one."""
    inputs = tf.keras.layers.Input((ROWS, CHANNELS, 1), batch_size=1)
    return tf.keras.Model(inputs, tf.keras.layers.Softmax()(model(inputs)))
