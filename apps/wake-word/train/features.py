# SPDX-License-Identifier: Apache-2.0
"""Log-mel features from the project's own front end, `tinyxs-log-mel`: what the device computes, bit for bit."""

import functools
import subprocess
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / "build" / "wake-word"
ROWS, CHANNELS = 49, 40  # of the model's window
HOP, WINDOW = 320, 480  # samples


@functools.cache
def program(name):
    """The path of a native program, built when something in it has changed."""
    subprocess.run(
        ["cmake", "-S", ROOT, "-B", BUILD, "-DCMAKE_BUILD_TYPE=Release"], check=True, stdout=subprocess.DEVNULL
    )
    subprocess.run(["cmake", "--build", BUILD, "--target", name], check=True, stdout=subprocess.DEVNULL)
    return BUILD / "tools" / "native" / name


def log_mel(samples):
    """int16 [samples] or [clips, samples] to int8 rows [rows, 40] or [clips, rows, 40]; every clip starts afresh."""
    samples = np.ascontiguousarray(samples, dtype="<i2")
    command = [program("tinyxs-log-mel")]
    if samples.ndim == 2:
        command += ["--clip-samples", str(samples.shape[1])]
    rows = subprocess.run(command, input=samples.tobytes(), capture_output=True, check=True).stdout
    return np.frombuffer(rows, np.int8).reshape(*samples.shape[:-1], -1, CHANNELS)
