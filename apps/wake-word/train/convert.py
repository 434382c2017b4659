# SPDX-License-Identifier: Apache-2.0
"""Conversion to full-integer TensorFlow Lite, and the proof that the int8 input is the front end's rows, unchanged."""

import numpy as np
import tensorflow as tf
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

import fit
import model as network
from features import CHANNELS, ROWS


def convert(model, calibration):
    """The .tflite file's bytes. `calibration`: int8 windows [n, 49, 40] that the ranges of values are taken from."""
    extremes = np.full((1, ROWS, CHANNELS), -128, np.int8)
    extremes[0, ROWS // 2 :] = 127

    def representative():
        for window in np.concatenate([extremes, calibration]):
            yield [fit.as_input(window[None])]

    deployed = network.with_softmax(model)
    function = tf.function(
        lambda x: deployed(x, training=False), input_signature=[tf.TensorSpec((1, ROWS, CHANNELS, 1))]
    )
    frozen = convert_variables_to_constants_v2(function.get_concrete_function())
    converter = tf.lite.TFLiteConverter.from_concrete_functions([frozen])
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = representative
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    converter._experimental_disable_per_channel_quantization_for_dense_layers = (
        True  # one scale, as every engine supports
    )
    content = converter.convert()
    check_input(content)
    return content


def check_input(content):
    """Raises ValueError unless the model's int8 input has the scale and zero point the training used."""
    tensor = tf.lite.Interpreter(model_content=content).get_input_details()[0]
    scale, zero_point = tensor["quantization"]
    if (
        tensor["dtype"] != np.int8
        or zero_point != network.INPUT_ZERO_POINT
        or abs(scale / network.INPUT_SCALE - 1) > 1e-6
    ):
        raise ValueError(
            f"the converter chose input {tensor['dtype'].__name__} scale {scale} zero point {zero_point}, "
            f"but the features need int8 "
            f"{network.INPUT_SCALE} and {network.INPUT_ZERO_POINT}: see the extremes given for calibration"
        )
