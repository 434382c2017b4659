"""Runs model.tflite of every folder given, with in0.bin, in1.bin, ... and the number of outputs, in TensorFlow Lite Micro; writes
out.bin beside them: one output after the other.

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
    outputs = [[] for _ in range(int((folder / "outputs").read_text()))]
    for frame in zip(*inputs):
        for i, data in enumerate(frame):
            interpreter.set_input(data, i)
        interpreter.invoke()
        for i, output in enumerate(outputs):
            output.append(interpreter.get_output(i).tobytes())
    return b"".join(part for output in outputs for part in output)


for folder in map(pathlib.Path, sys.argv[1:]):
    try:
        (folder / "out.bin").write_bytes(run(folder))
    except Exception as error:
        print(f"{folder.name}: {error}", file=sys.stderr)
