"""Runs model.tflite of every folder given, with in0.bin, in1.bin, ..., in TensorFlow Lite Micro; writes out.bin beside them.

Needs `pip install tflite-micro numpy`. A model that TensorFlow Lite Micro refuses gets no out.bin.
"""
import pathlib
import sys

import numpy
from tflite_micro import runtime

for folder in map(pathlib.Path, sys.argv[1:]):
    try:
        interpreter = runtime.Interpreter.from_file(str(folder / "model.tflite"), arena_size=1 << 20)
        for i, file in enumerate(sorted(folder.glob("in*.bin"))):
            details = interpreter.get_input_details(i)
            data = numpy.fromfile(file, dtype=details["dtype"]).reshape(details["shape"])
            interpreter.set_input(data, i)
        interpreter.invoke()
        (folder / "out.bin").write_bytes(interpreter.get_output(0).tobytes())
    except Exception as error:
        print(f"{folder.name}: {error}", file=sys.stderr)
