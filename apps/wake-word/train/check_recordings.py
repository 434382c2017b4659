# SPDX-License-Identifier: Apache-2.0
"""A last look at real recordings: scores of a model at every alignment. For checking only, never for training or
choosing.

Usage: check_recordings.py MODEL.tflite FILE.wav... ; each file stands in digital silence, and in low noise, at many
offsets.
"""

import json
import sys
from pathlib import Path

import numpy as np
import soundfile

import detect
import features
import runners
import words
from synthesize import to_rate


def placed(samples, offset, noise):
    """int16: a second of silence or noise, the recording `offset` samples later, and a second more."""
    padded = np.pad(samples, (16000 + offset, 17000 - offset))
    hiss = np.random.default_rng(offset).normal(0, noise, len(padded)) if noise else 0
    return np.clip(padded * 32767 + hiss, -32768, 32767).astype(np.int16)


def main():
    model, *files = map(Path, sys.argv[1:])
    settings = json.loads(model.with_suffix(".json").read_text())
    smoothing = settings["smoothing"]
    detector = detect.Detector(
        settings["threshold"], smoothing["runs"], smoothing["rowsPerRun"], smoothing["refractoryMs"]
    )
    for path in files:
        samples, rate = soundfile.read(path)
        samples = to_rate(samples, rate)
        alone = detect.probabilities(
            runners.tensorflow_scores(
                model, detect.sliding_windows(features.log_mel(placed(samples, 0, 0)[16000:32000]), 2)
            )
        )
        print(f"{path.name}: by itself " + " ".join(f"{n} {p:.2f}" for n, p in zip(words.LABELS, alone.mean(axis=0))))
        for noise in (0, 10, 100, 300):
            reports, best = [], []
            for offset in range(0, 640, 80):
                rows = features.log_mel(placed(samples, offset, noise))
                scores = detect.probabilities(
                    runners.tensorflow_scores(model, detect.sliding_windows(rows, detector.rows_per_run))
                )
                reports.append("+".join(words.LABELS[label] for label, _, _ in detector.detections(scores)) or "-")
                best.append(scores.max(axis=0))
            found = ", ".join(f"{reports.count(r)} x {r}" for r in sorted(set(reports)))
            yes, no = np.mean(best, 0)[[words.YES, words.NO]]
            print(f"  noise {noise:3d}: reports {found}; greatest yes {yes:.2f} no {no:.2f}")


if __name__ == "__main__":
    main()
