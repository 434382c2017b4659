# SPDX-License-Identifier: Apache-2.0
# Makes log-mel.json: the rows that TensorFlow Lite Micro's own interpreter gives for the audio of the log-mel tests.
# Needs: pip install tflite-micro numpy; the tests compiled (tsc -p test).
# Usage, from the package's folder: python3 test/vectors/log-mel.py audio_preprocessor_int8.tflite
import json
import subprocess
import sys

import numpy as np
from tflite_micro.python.tflite_micro import runtime

WINDOW, HOP = 480, 320  # samples at 16 kHz

SCRIPT = """
import { audio } from "./dist/modules/features/log-mel/test/audio.js";
console.log(JSON.stringify(Object.fromEntries(Object.entries(audio).map(([name, make]) => [name, [...make()]]))));
"""


def rows(model: bytes, samples: np.ndarray) -> np.ndarray:
    """int8, [rows, channels]"""
    interpreter = runtime.Interpreter.from_bytes(model)
    result = []
    for start in range(0, len(samples) - WINDOW + 1, HOP):
        interpreter.set_input(samples[start : start + WINDOW].reshape(1, WINDOW), 0)
        interpreter.invoke()
        result.append(interpreter.get_output(0).copy())
    return np.array(result)


with open(sys.argv[1], "rb") as file:
    model = file.read()
made = subprocess.run(["node", "--input-type=module", "-e", SCRIPT], stdout=subprocess.PIPE, check=True).stdout
vectors = {
    name: rows(model, np.array(samples, np.int16)).astype(np.int8).tobytes().hex()
    for name, samples in json.loads(made).items()
}
note = (
    "int8 rows of 40 channels, in hexadecimal, of TensorFlow Lite Micro's interpreter (wheel tflite-micro) running "
    "audio_preprocessor_int8 over the audio of modules/features/log-mel/test/audio.ts, 30 ms every 20 ms; made by log-mel.py."
)
with open("test/vectors/log-mel.json", "w") as file:
    json.dump({"note": note, "rows": vectors}, file, indent=1)
    file.write("\n")
