"""Runs models in TensorFlow Lite Micro: reads folders from standard input, each with model.tflite, in0.bin, in1.bin, ... and the
number of outputs in the file `outputs`, and writes out.bin there: one output after the other. Where TensorFlow Lite Micro
refuses the model, refused.txt says why. Prints the name of each folder when it is done.

Input files may hold several frames, which run one after the other with the model's state kept. Needs `pip install tflite-micro
numpy`.
"""
import pathlib
import sys

import numpy
from tflite_micro import runtime


def run(folder: pathlib.Path) -> bytes:
    interpreter = runtime.Interpreter.from_file(str(folder / "model.tflite"), arena_size=1 << 20)
    inputs = []
    for i in range(len(list(folder.glob("in*.bin")))):
        details = interpreter.get_input_details(i)
        inputs.append(numpy.fromfile(folder / f"in{i}.bin", dtype=details["dtype"]).reshape(-1, *details["shape"]))
    outputs = [[] for _ in range(int((folder / "outputs").read_text()))]
    for frame in zip(*inputs):
        for i, data in enumerate(frame):
            interpreter.set_input(data, i)
        interpreter.invoke()
        for i, output in enumerate(outputs):
            output.append(interpreter.get_output(i).tobytes())
    return b"".join(part for output in outputs for part in output)


for line in sys.stdin:
    folder = pathlib.Path(line.rstrip("\n"))
    try:
        (folder / "out.bin").write_bytes(run(folder))
    except Exception as error:
        (folder / "refused.txt").write_text(str(error))
    print(folder, flush=True)
