# SPDX-License-Identifier: Apache-2.0
"""Scenes: three seconds of sound as a microphone would hear it, with the times of the words in it.

A scene holds up to a few words of one speaker, a room, a background and a microphone. Windows of the model are cut
from scenes at any offset, so that every word is met at every place, cut off at either end, and with speech before and
after it; and the front end's noise estimate is met right after its start as well as settled.
"""

from dataclasses import dataclass

import numpy as np

import noise
import room
import words
from synthesize import RATE

LENGTH = 3 * RATE


@dataclass
class Scene:
    """`samples`: int16 [LENGTH]; `spans`: (label, first sample, end sample) of speech and other striking sounds."""

    samples: np.ndarray
    spans: list


def placed(rng, speech, kinds):
    """(float samples, spans) of clips of `kinds` one after the other from a random start, some without a pause."""
    out, spans = np.zeros(LENGTH), []
    voice = speech.voice(rng)
    at = int(rng.uniform(0.0, 0.9 if rng.random() < 0.6 else 1.9) * RATE)
    for kind in kinds:
        clip = speech.draw(rng, kind, voice if rng.random() < 0.8 else None)
        samples, clip_spans = clip.samples, clip.spans
        if kind in ("sentence", "carrier") and rng.random() < 0.5:
            at = max(0, at - len(samples) // 2)
        size = min(len(samples), LENGTH - at)
        if size < RATE // 20:
            break
        loud = 10 ** (rng.uniform(-5, 5) / 20) / 32768
        out[at : at + size] += samples[:size] * loud
        for label, first, end in clip_spans:
            if at + first < LENGTH:
                spans.append((label, at + first, at + end))
        gap = rng.uniform(-0.02, 0.08) if rng.random() < 0.3 else rng.uniform(0.1, 1.0)
        at = max(0, at + size + int(gap * RATE))
    return out, spans


def babble(rng, speech, length):
    """Several people talking at once."""
    out = np.zeros(length)
    for _ in range(rng.integers(3, 9)):
        clip = speech.draw(rng, "sentence").samples[:length]
        out += np.roll(np.pad(clip / 32768, (0, length - len(clip))), rng.integers(length)) * rng.uniform(0.3, 1)
    return noise.unit(out)


def draw_kinds(rng):
    """What is said in a scene of speech."""
    sort = rng.choice(["yes", "no", "word", "sentence", "carrier"], p=[0.27, 0.27, 0.29, 0.1, 0.07])
    if sort in ("yes", "no"):
        before = ["word"] if rng.random() < 0.2 else []
        after = (
            [str(rng.choice(["word", "sentence", "yes", "no"], p=[0.55, 0.15, 0.15, 0.15]))]
            if rng.random() < 0.4
            else []
        )
        return before + [str(sort)] + after
    if sort == "word":
        return ["word"] * int(rng.integers(1, 5))
    return [str(sort), "word"]


def speech_scene(rng, speech):
    """Words in a room with a background 2 to 45 dB below them."""
    samples, spans = placed(rng, speech, draw_kinds(rng))
    if rng.random() < 0.55:
        samples = room.reverberated(rng, samples)
    if rng.random() < 0.5:
        samples = room.colored_by_microphone(rng, samples)
    active = np.sqrt(np.mean(samples[np.abs(samples) > 1e-3] ** 2)) if (np.abs(samples) > 1e-3).any() else 0.05
    if rng.random() < 0.9:
        back = babble(rng, speech, LENGTH) if rng.random() < 0.12 else noise.background(rng, LENGTH)
        samples = samples + back * active * 10 ** (-rng.uniform(2, 45) / 20)
    if rng.random() < 0.06:
        samples = samples + noise.event(rng, LENGTH) * active * 10 ** (-rng.uniform(12, 30) / 20)
    if rng.random() < 0.4:
        samples = room.colored_by_microphone(rng, samples)
    return Scene(room.recorded(rng, samples), spans)


def quiet_scene(rng):
    """No speech: digital zero, or a steady background at any level."""
    if rng.random() < 0.06:
        return Scene(np.zeros(LENGTH, np.int16), [])
    samples = noise.background(rng, LENGTH)
    if rng.random() < 0.3:
        samples = samples + noise.background(rng, LENGTH) * rng.uniform(0.1, 1)
    if rng.random() < 0.5:
        samples = room.colored_by_microphone(rng, samples)
    level = 10 ** (rng.uniform(-80, -3) / 20)
    return Scene(np.clip(samples / np.abs(samples).max() * level * 32767, -32768, 32767).astype(np.int16), [])


def noisy_scene(rng, speech):
    """Striking sounds that are not words of one speaker: knocks, beeps, gusts, babble. All of it counts as unknown."""
    samples = babble(rng, speech, LENGTH) if rng.random() < 0.4 else noise.event(rng, LENGTH)
    samples = samples + noise.background(rng, LENGTH) * 10 ** (-rng.uniform(5, 40) / 20)
    if rng.random() < 0.5:
        samples = room.colored_by_microphone(rng, samples)
    return Scene(room.recorded(rng, samples), [(words.UNKNOWN, 0, LENGTH)])


def gated(rng, scene):
    """The scene with digital zero before, after, or both: a recording that starts, a microphone that is switched."""
    first = min((start for _, start, _ in scene.spans), default=LENGTH // 2)
    last = max((end for _, _, end in scene.spans), default=LENGTH // 2)
    if rng.random() < 0.7:
        scene.samples[: int(rng.uniform(0, max(0, first)))] = 0
    if rng.random() < 0.7 and last < LENGTH:
        scene.samples[int(rng.uniform(last, LENGTH)) :] = 0
    return scene


def scene(rng, speech):
    """A random scene: 78 % speech, 11 % silence, 11 % other sounds; some begin or end in digital zero."""
    choice = rng.random()
    if choice < 0.78:
        made = speech_scene(rng, speech)
    else:
        made = quiet_scene(rng) if choice < 0.89 else noisy_scene(rng, speech)
    return gated(rng, made) if rng.random() < 0.2 else made
