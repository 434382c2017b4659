# SPDX-License-Identifier: Apache-2.0
"""Running an int8 model on many windows: TensorFlow's interpreter, and the project's own engine."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import tensorflow as tf

import features
import words


def tensorflow_scores(model_path, windows):
    """int8 windows [n, 49, 40] to int8 scores [n, 4] with TensorFlow Lite's reference kernels."""
    interpreter = tf.lite.Interpreter(
        str(model_path), experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF
    )
    return _interpreted(interpreter, windows)


def best_scores(model_path, windows):
    """As `tensorflow_scores`, in the project's engine if it can be built, else with TensorFlow's optimized kernels."""
    scores = engine_scores(model_path, windows)
    return fast_scores(model_path, windows) if scores is None else scores


def fast_scores(model_path, windows):
    """As `tensorflow_scores`, with TensorFlow's optimized kernels: the same up to a rounding."""
    return _interpreted(tf.lite.Interpreter(str(model_path)), windows)


def _interpreted(interpreter, windows):
    interpreter.allocate_tensors()
    inputs, outputs = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    scores = np.empty((len(windows), len(words.LABELS)), np.int8)
    for i, window in enumerate(windows):
        interpreter.set_tensor(inputs["index"], window.reshape(inputs["shape"]))
        interpreter.invoke()
        scores[i] = interpreter.get_tensor(outputs["index"])[0]
    return scores


def engine_scores(model_path, windows):
    """As `tensorflow_scores`, in the project's engine; None while the program `tinyxs-engine` cannot be built."""
    try:
        program = features.program("tinyxs-engine")
    except subprocess.CalledProcessError:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, result = Path(folder, "in"), Path(folder, "out")
        source.write_bytes(np.ascontiguousarray(windows, np.int8).tobytes())
        command = [program, "invoke", model_path, "--input", source, "--output", result]
        subprocess.run(command, check=True, capture_output=True)
        return np.frombuffer(result.read_bytes(), np.int8).reshape(-1, len(words.LABELS))


def prepare(model_path):
    """Has the project's engine write into the file what each load would find out, as `tinyxs prepare` does; outputs stay the same."""
    subprocess.run([features.program("tinyxs-engine"), "prepare", model_path, "--output", model_path], check=True)
