# SPDX-License-Identifier: Apache-2.0
"""Converts networks with TensorFlow's converter, and writes models/ beside this: name.tflite, and name.json with inputs and what
TensorFlow Lite Micro gives for them, or where that can't run the model, TensorFlow Lite's reference kernels.

Run by hand; parts of names choose among the models: python generate.py [part ...]
Needs `pip install tensorflow==2.21.0 ai-edge-litert tf_keras`, and in the environment TFLM_PYTHON: a Python that has tflite-micro
and numpy, as build/oracle/bin/python, which `npm run test:oracle` makes.
"""
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")

import keras  # noqa: E402
import numpy  # noqa: E402
import tensorflow as tf  # noqa: E402
from ai_edge_litert.interpreter import Interpreter, OpResolverType  # noqa: E402

from functions import Signatures, Streaming, modules  # noqa: E402
from networks import networks  # noqa: E402

here = pathlib.Path(__file__).parent
folder = here / "models"
largest = 13800

INT8 = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
# Operators without an int16 form stay float, as TensorFlow's guide has it.
INT16X8 = [
    tf.lite.OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8,
    tf.lite.OpsSet.TFLITE_BUILTINS,
]


def to_float(converter):
    del converter


def to_dynamic(converter):
    converter.optimizations = [tf.lite.Optimize.DEFAULT]


def to_float16(converter):
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.target_spec.supported_types = [tf.float16]


def quantize(operators, ends):
    def apply(converter):
        converter.optimizations = [tf.lite.Optimize.DEFAULT]
        converter.target_spec.supported_ops = operators
        converter.inference_input_type = converter.inference_output_type = ends

    return apply


forms = {
    "float": to_float,
    "dynamic": to_dynamic,
    "float16": to_float16,
    "int8": quantize(INT8, tf.int8),
    "int8-float": quantize(INT8, tf.float32),
    "uint8": quantize(INT8, tf.uint8),
    "int16x8": quantize(INT16X8, tf.int16),
    "int16x8-float": quantize(INT16X8, tf.float32),
}


def samples(shapes, dtype, count=24):
    random = numpy.random.default_rng(7)
    for _ in range(count):
        if dtype == "int32":
            yield [random.integers(0, 12, shape, numpy.int32) for shape in shapes]
        else:
            yield [random.uniform(-2, 2, shape).astype(numpy.float32) for shape in shapes]


def unsettle(model):
    """Untrained networks, but with statistics and biases that are not just 0 and 1."""
    random = numpy.random.default_rng(3)
    for weight in model.weights:
        name, shape = weight.name, weight.shape
        if name in ("moving_mean", "beta", "bias"):
            weight.assign(random.uniform(-0.3, 0.3, shape))
        elif name in ("moving_variance", "gamma"):
            weight.assign(random.uniform(0.5, 1.5, shape))


def all_models():
    """Name, a function that makes the converter, the form, the shapes of inputs (None: the network's), type, and frames."""
    extra = {
        "dense": ["int8-float", "uint8", "float16", "int16x8-float"],
        "conv-2d": ["int8-float"],
        "wide": ["dynamic"],
    }
    for name, make in networks.items():
        for form in ["float", "int8", "int16x8", *extra.get(name, [])]:
            yield f"{name}-{form}", make, form, None, "int32" if name == "embedding" else "float32", 2
    for name, (make, shapes, dtype) in modules.items():
        for form in ["float"] if dtype == "int32" else ["float", "int8", "int16x8-float"]:
            yield f"{name}-{form}", make, form, shapes, dtype, 2
    yield "streaming-float", Streaming, "float", [(1, 1, 3)], "float32", 6
    yield "streaming-int8", Streaming, "int8", [(1, 1, 3)], "float32", 6
    yield "signatures-float", Signatures, "float", [(3,)], "float32", 2


def network_of(make):
    keras.utils.set_random_seed(1)
    model = make()
    unsettle(model)
    return model


def convert(make, form, shapes, dtype):
    calls = [sample for sample in samples(shapes, dtype)]
    if not isinstance(make, type):
        return finish(tf.lite.TFLiteConverter.from_keras_model(network_of(make)), form, calls)
    module = make()
    functions = {key: getattr(module, key) for key in ("main", "learn") if hasattr(module, key)}
    if make not in (Streaming, Signatures):
        concrete = module.main.get_concrete_function()
        return finish(tf.lite.TFLiteConverter.from_concrete_functions([concrete], module), form, calls)
    # Signatures need a saved model, whose files are read until the end of the conversion.
    with tempfile.TemporaryDirectory() as saved:
        tf.saved_model.save(module, saved, signatures=functions)
        converter = tf.lite.TFLiteConverter.from_saved_model(saved, signature_keys=list(functions))
        converter.experimental_enable_resource_variables = True
        return finish(converter, form, [("main", {"row": data}) for data, *_ in calls])


def finish(converter, form, calls):
    forms[form](converter)
    if form.startswith(("int", "uint")):
        converter.representative_dataset = lambda: iter(calls)
    return converter.convert()


def quantized(data, details):
    """Real numbers as an input of the model takes them."""
    if details["dtype"] == numpy.float32 or data.dtype == numpy.int32:
        return data.astype(details["dtype"])
    scale, zero_point = details["quantization"]
    info = numpy.iinfo(details["dtype"])
    return numpy.clip(numpy.round(data / scale) + zero_point, info.min, info.max).astype(details["dtype"])


def run_reference(interpreter, frames):
    outputs = [[] for _ in interpreter.get_output_details()]
    for frame in frames:
        for details, data in zip(interpreter.get_input_details(), frame):
            interpreter.set_tensor(details["index"], data)
        interpreter.invoke()
        for output, details in zip(outputs, interpreter.get_output_details()):
            output.append(interpreter.get_tensor(details["index"]).tobytes())
    return [b"".join(output) for output in outputs]


def run_micro(model, frames, sizes):
    """What TensorFlow Lite Micro gives; None, if it refuses the model or ends the process."""
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        (place / "model.tflite").write_bytes(model)
        (place / "outputs").write_text(str(len(sizes)))
        for i, parts in enumerate(zip(*frames)):
            (place / f"in{i}.bin").write_bytes(b"".join(part.tobytes() for part in parts))
        script = here.parent / "oracle/tflm.py"
        subprocess.run([os.environ["TFLM_PYTHON"], script], input=f"{place}\n".encode(), capture_output=True)
        if not (place / "out.bin").exists():
            return None
        data = (place / "out.bin").read_bytes()
        ends = numpy.cumsum([0, *sizes])
        return [data[start:end] for start, end in zip(ends, ends[1:])]


def golden(model, shapes, dtype, count):
    try:
        interpreter = Interpreter(model_content=model, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
    except ValueError:  # it has not all operators
        optimized = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES
        interpreter = Interpreter(model_content=model, experimental_op_resolver_type=optimized)
    interpreter.allocate_tensors()
    inputs = interpreter.get_input_details()
    # The converter may put inputs in another order; these all differ in shape.
    order = [next(i for i, shape in enumerate(shapes) if tuple(details["shape"]) == tuple(shape)) for details in inputs]
    if len(set(order)) < len(order):
        order = list(range(len(inputs)))
    frames = [[quantized(data[i], details) for i, details in zip(order, inputs)] for data in samples(shapes, dtype, count)]
    ends = [numpy.zeros(details["shape"], details["dtype"]).nbytes * count for details in interpreter.get_output_details()]
    micro = run_micro(model, frames, ends)
    encode = lambda data: base64.b64encode(data).decode()  # noqa: E731
    return {
        "by": "TensorFlow Lite Micro" if micro else "TensorFlow Lite",
        "inputs": [encode(b"".join(frame[i].tobytes() for frame in frames)) for i in range(len(inputs))],
        "outputs": [encode(output) for output in micro or run_reference(interpreter, frames)],
        "types": [numpy.dtype(details["dtype"]).name for details in interpreter.get_output_details()],
    }


def generate(names):
    for name, make, form, shapes, dtype, frames in all_models():
        if name not in names:
            continue
        try:
            shapes = shapes or [tuple(size or 1 for size in network_of(make).inputs[0].shape)]
            model = convert(make, form, shapes, dtype)
            if len(model) > largest:
                raise ValueError(f"{len(model)} bytes are too many")
            result = golden(model, shapes, dtype, frames)
            if result["by"] == "TensorFlow Lite" and form.startswith(("int", "uint")):
                raise ValueError("TensorFlow Lite Micro refuses it")
            (folder / f"{name}.tflite").write_bytes(model)
            (folder / f"{name}.json").write_text(json.dumps(result) + "\n")
            print(f"MODEL {name}: {len(model)} bytes, {result['by']}", flush=True)
        except Exception as error:  # the converter says no in many ways
            print(f"MODEL {name}: no: {(str(error).strip() or repr(error)).splitlines()[-1][:200]}", flush=True)


def main(patterns):
    """Each network in a process of its own, for some end it; the forms after that get another."""
    folder.mkdir(exist_ok=True)
    names = [name for name, *_ in all_models() if not patterns or any(pattern in name for pattern in patterns)]
    while names:
        network = names[0].rpartition("-")[0]
        own = [name for name in names if name.startswith(network)]
        for name in own:
            for kind in ("json", "tflite"):
                (folder / f"{name}.{kind}").unlink(missing_ok=True)
        command = [sys.executable, __file__, "--names", *own]
        child = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        said = [line for line in child.stdout.decode().splitlines() if line.startswith("MODEL ")]
        if len(said) < len(own):
            said.append(f"MODEL {own[len(said)]}: no: it ends the process")
        print("\n".join(said), flush=True)
        names = [name for name in names if name not in own[: len(said)]]


if sys.argv[1:2] == ["--names"]:
    generate(sys.argv[2:])
else:
    main(sys.argv[1:])
