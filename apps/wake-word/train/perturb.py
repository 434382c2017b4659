# SPDX-License-Identifier: Apache-2.0
"""New speakers from old: an utterance is taken apart by the WORLD vocoder into pitch, spectral envelope and
aperiodicity, each is changed at random, and speech is put together again.

Changed are: mean pitch and its contour; vocal tract length (a warp of the frequency axis); the depth of formants;
spectral tilt; breathiness up to a whisper; the duration of the whole and of its parts. WORLD: Morise et al. 2016,
doi:10.1587/transinf.2015EDP7457.
"""

from dataclasses import dataclass

import numpy as np
import pyworld

import words
from synthesize import RATE, Clip

FRAME = 0.005  # seconds
LONGEST_WAKE_WORD = 0.85  # seconds; must fit into the model's window with room to move
SHORTEST_WAKE_WORD = 0.2


@dataclass
class Voiceprint:
    """A clip in WORLD's terms: `pitch` in Hz, 0 unvoiced; log power `envelope`, `aperiodicity` 0..1 [frames, bins]."""

    clip: Clip
    pitch: np.ndarray
    envelope: np.ndarray
    aperiodicity: np.ndarray


def analyze(clip):
    """The Voiceprint of a Clip."""
    pad = RATE // 25
    samples = np.ascontiguousarray(np.pad(clip.samples, pad), dtype=np.float64)
    samples += np.random.default_rng(0).normal(0, 1e-5, len(samples))
    pitch, times = pyworld.dio(samples, RATE, f0_floor=60.0, f0_ceil=500.0, frame_period=FRAME * 1000)
    pitch = pyworld.stonemask(samples, pitch, times, RATE)
    envelope = np.log(pyworld.cheaptrick(samples, pitch, times, RATE) + 1e-16)
    aperiodicity = pyworld.d4c(samples, pitch, times, RATE)
    moved = Clip(clip.samples, [(label, start + pad, end + pad) for label, start, end in clip.spans])
    return Voiceprint(moved, pitch, envelope, aperiodicity)


def smooth_curve(rng, count, knots, spread):
    """A random curve of `count` points through `knots` normal values of standard deviation `spread`."""
    return np.interp(np.linspace(0, knots - 1, count), np.arange(knots), rng.normal(0, spread, knots))


def time_map(rng, print_):
    """Source frame of every new frame, and new frame of every source frame: another overall rate, uneven in parts."""
    count = len(print_.pitch)
    rate = np.exp(smooth_curve(rng, count, 5, 0.22))
    stretch = np.exp(rng.uniform(-0.35, 0.35))
    spans = print_.clip.spans
    if len(spans) == 1 and spans[0][0] in (words.YES, words.NO):
        seconds = (spans[0][2] - spans[0][1]) / RATE * rate.mean()
        stretch = np.clip(stretch, SHORTEST_WAKE_WORD / seconds, LONGEST_WAKE_WORD / seconds)
    position = np.concatenate([[0], np.cumsum(rate * stretch)[:-1]])
    return np.interp(np.arange(int(position[-1])), position, np.arange(count)), position


def new_pitch(rng, pitch, shift):
    """`pitch` moved by `shift` (log), with a flatter or livelier contour and a random rise or fall."""
    voiced = pitch > 0
    if not voiced.any():
        return pitch
    log = np.log(pitch[voiced])
    mean = np.clip(log.mean() + shift, np.log(75), np.log(380))
    contour = (log - log.mean()) * rng.uniform(0.2, 1.6) + smooth_curve(rng, len(pitch), 3, 0.15)[voiced]
    result = np.zeros_like(pitch)
    result[voiced] = np.clip(np.exp(mean + contour), 60, 500)
    return result


def warped(rows, factor):
    """`rows` [frames, bins] with formants moved by `factor`; from 60 % of the band on the warp fades to none."""
    bins = rows.shape[1]
    axis = np.arange(bins) / (bins - 1)
    source = np.where(axis < 0.6, axis / factor, 0)
    knee = 0.6 / factor
    source = np.where(axis < 0.6, source, knee + (axis - 0.6) * (1 - knee) / 0.4) * (bins - 1)
    low = np.minimum(source.astype(int), bins - 2)
    part = source - low
    return rows[:, low] * (1 - part) + rows[:, low + 1] * part


def perturbed(rng, print_):
    """A Clip of the same words by a speaker who does not exist."""
    source, position = time_map(rng, print_)
    low = np.minimum(source.astype(int), len(print_.pitch) - 2)
    part = (source - low)[:, None]
    envelope = print_.envelope[low] * (1 - part) + print_.envelope[low + 1] * part
    aperiodicity = print_.aperiodicity[low]
    shift = rng.uniform(-0.6, 0.6)
    pitch = new_pitch(rng, print_.pitch[low], shift)
    tract = np.exp(np.clip(0.2 * shift + rng.normal(0, 0.07), -0.22, 0.22))
    envelope = warped(envelope, tract)
    aperiodicity = warped(aperiodicity, tract)
    mean = envelope.mean(axis=1, keepdims=True)
    envelope = mean + (envelope - mean) * rng.uniform(0.85, 1.15)
    envelope = envelope + np.log(10) / 10 * smooth_curve(rng, envelope.shape[1], 7, 3.0)
    breath = rng.uniform(0, 0.5) if rng.random() < 0.4 else 0.0
    aperiodicity = np.clip(np.maximum(aperiodicity ** rng.uniform(0.6, 1.6), breath), 0.001, 0.999)
    if rng.random() < 0.04:
        pitch = np.zeros_like(pitch)
    samples = pyworld.synthesize(
        pitch, np.ascontiguousarray(np.exp(envelope)), np.ascontiguousarray(aperiodicity), RATE, FRAME * 1000
    )

    def place(sample):
        return int(np.interp(sample / RATE / FRAME, np.arange(len(position)), position) * FRAME * RATE)

    spans = [(label, place(start), min(place(end), len(samples))) for label, start, end in print_.clip.spans]
    return Clip(samples, spans)
