# SPDX-License-Identifier: Apache-2.0
"""How good the model is on voices it has never heard: single windows, and detections in continuous audio."""

from dataclasses import dataclass

import numpy as np

import detect
import features
import streams
import words
from synthesize import RATE

LATEST = int(0.9 * RATE)  # a detection may come this long after the end of the word


@dataclass
class Sliding:
    """Counts in continuous audio. `confused`: one wake word taken for the other; `false_alarms`: no wake word there."""

    spoken: int = 0
    hits: int = 0
    confused: int = 0
    false_alarms: int = 0
    minutes: float = 0.0
    negative_alarms: int = 0
    negative_minutes: float = 0.0

    @property
    def misses(self):
        return self.spoken - self.hits

    @property
    def cost(self):
        """What the choice of threshold and smoothing minimizes: missed words plus 1.5 times the wrong detections."""
        return self.misses + 1.5 * (self.false_alarms + self.confused + self.negative_alarms)


def confusion(labels, scores):
    """Counts [true, predicted]."""
    table = np.zeros((len(words.LABELS),) * 2, int)
    np.add.at(table, (labels, scores.argmax(axis=1)), 1)
    return table


def match(found, truth):
    """(hits, confused, false alarms): every detection is given to the word it followed, once."""
    hits = confused = false = 0
    taken = set()
    for label, end, _ in found:
        near = [i for i, (_, start, stop) in enumerate(truth) if start < end <= stop + LATEST and i not in taken]
        same = [i for i in near if truth[i][0] == label]
        if same:
            hits += 1
            taken.add(same[0])
        elif near:
            confused += 1
        else:
            false += 1
    return hits, confused, false


class Continuous:
    """Two long recordings of one split, with and without wake words, scored once and judged with any Detector."""

    def __init__(self, scorer, speech, seed, minutes, rows_per_run=2):
        rng = np.random.default_rng(seed)
        samples, self.truth = streams.stream(rng, speech, minutes)
        negative = streams.negative_stream(rng, speech, minutes)
        self.minutes, self.negative_minutes = len(samples) / RATE / 60, len(negative) / RATE / 60
        self.scores, self.negative = (
            detect.probabilities(scorer(detect.sliding_windows(features.log_mel(s), rows_per_run)))
            for s in (samples, negative)
        )

    def judge(self, detector):
        """The Sliding counts of `detector`."""
        result = Sliding(spoken=len(self.truth), minutes=self.minutes, negative_minutes=self.negative_minutes)
        result.hits, result.confused, result.false_alarms = match(detector.detections(self.scores), self.truth)
        result.negative_alarms = len(detector.detections(self.negative))
        return result

    def best(self):
        """The Detector with the least cost; the highest threshold and the longest mean among equals."""
        tried = [
            detect.Detector(round(float(threshold), 2), runs)
            for runs in range(3, 9)
            for threshold in np.arange(0.4, 0.96, 0.05)
        ]
        return min(tried, key=lambda d: (self.judge(d).cost, -d.threshold, -d.runs))
