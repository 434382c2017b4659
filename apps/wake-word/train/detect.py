# SPDX-License-Identifier: Apache-2.0
"""From scores to detections, exactly as the app does it.

The model runs every `rowsPerRun` rows. The scores of the last `runs` runs are averaged; when the mean of a wake word
is the greatest and reaches `threshold`, it is reported, and nothing more for `refractoryMs`; the same word not before
it has left all windows that were averaged.
"""

from dataclasses import dataclass

import numpy as np

import features
import words


@dataclass(frozen=True)
class Detector:
    """Times in ms; `threshold` 0..1."""

    threshold: float
    runs: int
    rows_per_run: int = 2
    refractory_ms: int = 800

    def span_ms(self):
        """How much sound the averaged windows cover."""
        rows = features.ROWS - 1 + self.rows_per_run * (self.runs - 1)
        return (features.WINDOW + rows * features.HOP) / 16

    def quiet_ms(self, label, last):
        """How long `label` stays unreported after `last` was."""
        return max(self.refractory_ms, self.span_ms()) if label == last else self.refractory_ms

    def detections(self, scores):
        """[(label, end sample of the window, mean score)] for scores [runs, 4] in 0..1 of consecutive windows."""
        total = np.cumsum(np.concatenate([np.zeros((1, scores.shape[1])), scores]), axis=0)
        means = (total[self.runs :] - total[: -self.runs]) / self.runs
        best = means.argmax(axis=1)
        found = []
        for i in np.flatnonzero((best >= words.YES) & (means.max(axis=1) >= self.threshold)):
            end = window_end(i + self.runs - 1, self.rows_per_run)
            if found and end - found[-1][1] < self.quiet_ms(int(best[i]), found[-1][0]) * 16:
                continue
            found.append((int(best[i]), end, float(means[i, best[i]])))
        return found


def window_end(run, rows_per_run):
    """The sample after the last one that the `run`-th window has seen."""
    return (run * rows_per_run + features.ROWS - 1) * features.HOP + features.WINDOW


def sliding_windows(rows, rows_per_run):
    """int8 rows [n, 40] to windows [runs, 49, 40], one every `rows_per_run` rows."""
    view = np.lib.stride_tricks.sliding_window_view(rows, features.ROWS, axis=0)
    return view.transpose(0, 2, 1)[::rows_per_run]


def probabilities(scores):
    """int8 softmax scores (scale 1/256, zero point -128) as 0..1."""
    return (scores.astype(np.float32) + 128) / 256
