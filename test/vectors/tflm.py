"""Runs model.tflite of every folder given, with in0.bin, in1.bin, ..., in TensorFlow Lite Micro; writes out.bin beside them.

Input files may hold several frames, which run one after the other with the model's state kept. Needs `pip install tflite-micro
numpy`. A model that TensorFlow Lite Micro refuses gets no out.bin.
"""
import pathlib
import sys

import numpy
from tflite_micro import runtime


def run(folder: pathlib.Path) -> bytes:
    interpreter = runtime.Interpreter.from_file(str(folder / "model.tflite"), arena_size=1 << 20)
    inputs = []
    for i, file in enumerate(sorted(folder.glob("in*.bin"))):
        details = interpreter.get_input_details(i)
        inputs.append(numpy.fromfile(file, dtype=details["dtype"]).reshape(-1, *details["shape"]))
    outputs = []
    for frame in zip(*inputs):
        for i, data in enumerate(frame):
            interpreter.set_input(data, i)
        interpreter.invoke()
        outputs.append(interpreter.get_output(0).tobytes())
    return b"".join(outputs)


for folder in map(pathlib.Path, sys.argv[1:]):
    try:
        (folder / "out.bin").write_bytes(run(folder))
    except Exception as error:
        print(f"{folder.name}: {error}", file=sys.stderr)
