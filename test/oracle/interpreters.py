# SPDX-License-Identifier: Apache-2.0
"""Runs models in the interpreter that the argument names: tflm, TensorFlow Lite Micro, or tflite, TensorFlow Lite with its reference
kernels. Reads folders from standard input, each with model.tflite, in0.bin, in1.bin, ... and the number of outputs in the file
`outputs`, and writes out.bin there: one output after the other. Where the interpreter refuses the model, refused.txt says why.
Prints the name of each folder when it is done.

Input files may hold several frames, which run one after the other with the model's state kept. Needs `pip install tflite-micro
numpy` or `pip install ai-edge-litert`.
"""
import pathlib
import sys

import numpy


class Tflm:
    def __init__(self, model: str):
        from tflite_micro import runtime

        self.interpreter = runtime.Interpreter.from_file(model, arena_size=1 << 20)
        self.details = self.interpreter.get_input_details
        self.set = self.interpreter.set_input
        self.invoke = self.interpreter.invoke
        self.output = self.interpreter.get_output


class Tflite:
    def __init__(self, model: str):
        from ai_edge_litert.interpreter import Interpreter, OpResolverType

        self.interpreter = Interpreter(model, experimental_op_resolver_type=OpResolverType.BUILTIN_REF)
        self.interpreter.allocate_tensors()
        self.details = lambda i: self.interpreter.get_input_details()[i]
        self.set = lambda data, i: self.interpreter.set_tensor(self.details(i)["index"], data)
        self.invoke = self.interpreter.invoke
        self.output = lambda i: self.interpreter.get_tensor(self.interpreter.get_output_details()[i]["index"])


def run(folder: pathlib.Path) -> bytes:
    interpreter = {"tflm": Tflm, "tflite": Tflite}[sys.argv[1]](str(folder / "model.tflite"))
    inputs = []
    for i in range(len(list(folder.glob("in*.bin")))):
        details = interpreter.details(i)
        inputs.append(numpy.fromfile(folder / f"in{i}.bin", dtype=details["dtype"]).reshape(-1, *details["shape"]))
    outputs = [[] for _ in range(int((folder / "outputs").read_text()))]
    for frame in zip(*inputs):
        for i, data in enumerate(frame):
            interpreter.set(data, i)
        # TensorFlow Lite Micro ends some runs of streaming models early, which leaves the outputs as they happen to be.
        if interpreter.invoke():
            continue
        for i, output in enumerate(outputs):
            output.append(interpreter.output(i).tobytes())
    return b"".join(part for output in outputs for part in output)


for line in sys.stdin:
    folder = pathlib.Path(line.rstrip("\n"))
    try:
        (folder / "out.bin").write_bytes(run(folder))
    except Exception as error:
        (folder / "refused.txt").write_text(str(error))
    print(folder, flush=True)
