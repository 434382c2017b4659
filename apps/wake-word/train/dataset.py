# SPDX-License-Identifier: Apache-2.0
"""Labeled windows: scenes as features, and what a window at any place of a scene should be called.

A window is `yes` or `no` when the word lies in it whole, `unknown` when speech or another striking sound is in it,
cut words included, else `silence`. Where the answer is a matter of taste (most of a word, a trace of sound, both wake
words) there is none.
"""

import hashlib
import multiprocessing
from pathlib import Path

import numpy as np
from tqdm import tqdm

import corpus
import features
import noise
import room
import scenes
import words
from features import HOP, ROWS, WINDOW

NONE = 255
MARGIN = 320  # samples of a word that may be missing: the trimming is not exact
COVER_NONE = 0.65  # from this part of a wake word on a window is no longer surely `unknown`
TRACE = 1600  # samples of speech that may be in a window without a label


def window_labels(spans, count):
    """The label of the windows that start at rows 0..count-1, uint8 [count]; NONE where there is none."""
    first = np.arange(count) * HOP
    last = first + (ROWS - 1) * HOP + WINDOW
    heard = np.zeros(count, int)
    whole = {words.YES: np.zeros(count, bool), words.NO: np.zeros(count, bool)}
    doubtful = np.zeros(count, bool)
    for label, start, end in spans:
        cover = np.clip(np.minimum(end, last) - np.maximum(start, first), 0, None)
        heard += cover
        if label in whole:
            inside = (start >= first - MARGIN) & (end <= last + MARGIN)
            whole[label] |= inside
            doubtful |= ~inside & (cover > COVER_NONE * (end - start))
    labels = np.where(heard > TRACE, words.UNKNOWN, NONE)
    labels[heard == 0] = words.SILENCE
    labels[doubtful] = NONE
    for label, inside in whole.items():
        labels[inside] = label
    labels[whole[words.YES] & whole[words.NO]] = NONE
    return labels.astype(np.uint8)


def recipe(plan):
    """A short hash of what decides how scenes are: the speech plan and the source of the files that make them."""
    sources = [Path(module.__file__).read_bytes() for module in (scenes, noise, room, corpus)] + [
        Path(__file__).read_bytes()
    ]
    return hashlib.sha256(b"".join(sources) + repr(plan).encode()).hexdigest()[:8]


_speech = None


def _set_speech(speech):
    global _speech
    _speech = speech


def _batch(task):
    seed, count = task
    rng = np.random.default_rng(seed)
    made = [scenes.scene(rng, _speech) for _ in range(count)]
    rows = features.log_mel(np.stack([s.samples for s in made]))
    labels = np.stack([window_labels(s.spans, rows.shape[1] - ROWS + 1) for s in made])
    return rows, labels


def make(speech, count, seed, jobs, path):
    """(rows int8 [scenes, rows, 40], labels uint8 [scenes, windows]) of `count` random scenes; kept in `path`."""
    if path.exists():
        data = np.load(path)
        return data["rows"], data["labels"]
    name = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "little")
    size = min(100, count)
    tasks = [((name, i), size) for i in range(count // size)]
    with multiprocessing.Pool(jobs, _set_speech, (speech,)) as pool:
        parts = list(tqdm(pool.imap(_batch, tasks), total=len(tasks), desc=f"{seed} scenes", unit="x100"))
    rows, labels = (np.concatenate(part) for part in zip(*parts))
    np.savez(path, rows=rows, labels=labels)
    return rows, labels


class Windows:
    """Random windows with given shares of the classes, from `make`'s arrays."""

    SHARES = {words.SILENCE: 0.12, words.UNKNOWN: 0.46, words.YES: 0.21, words.NO: 0.21}

    def __init__(self, rows, labels):
        self.rows = rows
        self.places = {label: np.argwhere(labels == label) for label in self.SHARES}

    def draw(self, rng, count):
        """(windows int8 [count, 49, 40], labels int64 [count]) in random order."""
        labels = rng.choice(list(self.SHARES), count, p=list(self.SHARES.values()))
        places = np.empty((count, 2), int)
        for label, known in self.places.items():
            chosen = labels == label
            places[chosen] = known[rng.integers(len(known), size=chosen.sum())]
        return self.at(places), labels

    def at(self, places):
        """The windows at (scene, row) pairs."""
        return self.rows[places[:, :1], places[:, 1:] + np.arange(ROWS)]
