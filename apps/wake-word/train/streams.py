# SPDX-License-Identifier: Apache-2.0
"""Continuous audio with known words: pauses, other words and sentences, changing rooms and backgrounds."""

import numpy as np

import noise
import room
import scenes
import words
from synthesize import RATE


def passage(rng, speech, seconds):
    """(float samples, [(label, start, end)] of wake words) of one speaker in one room over one background."""
    length = int(seconds * RATE)
    out, truth, at = np.zeros(length), [], int(rng.uniform(0.5, 1.5) * RATE)
    voice = speech.voice(rng)
    while True:
        kind = str(rng.choice(["yes", "no", "word", "sentence"], p=[0.24, 0.24, 0.4, 0.12]))
        clip = speech.draw(rng, kind, voice)
        if at + len(clip.samples) > length - RATE:
            break
        out[at : at + len(clip.samples)] += clip.samples * (10 ** (rng.uniform(-4, 4) / 20) / 32768)
        truth += [(label, at + first, at + end) for label, first, end in clip.spans if label in (words.YES, words.NO)]
        at += len(clip.samples) + int(rng.uniform(0.35, 2.0) * RATE)
    if rng.random() < 0.6:
        out = room.reverberated(rng, out)
    active = np.sqrt(np.mean(out[np.abs(out) > 1e-3] ** 2))
    ratio = rng.uniform(8, 40)
    back = scenes.babble(rng, speech, length) if rng.random() < 0.1 else noise.background(rng, length)
    out = out + back * active * 10 ** (-ratio / 20)
    if rng.random() < 0.5:
        out = room.colored_by_microphone(rng, out)
    return out / np.abs(out).max() * 10 ** (rng.uniform(-20, -1) / 20), truth


def stream(rng, speech, minutes):
    """(int16 samples, truth) of many passages of 30 s one after the other."""
    parts, truth, at = [], [], 0
    for _ in range(max(1, round(minutes * 2))):
        samples, spoken = passage(rng, speech, 30)
        parts.append((samples * 32767).astype(np.int16))
        truth += [(label, at + start, at + end) for label, start, end in spoken]
        at += len(samples)
    return np.concatenate(parts), truth


def negative_stream(rng, speech, minutes):
    """int16 samples without a wake word: sentences, words, babble, noises."""
    parts = []
    for _ in range(max(1, round(minutes * 20))):
        made = None
        while made is None or any(label in (words.YES, words.NO) for label, _, _ in made.spans):
            made = scenes.scene(rng, speech)
        parts.append(made.samples)
    return np.concatenate(parts)
