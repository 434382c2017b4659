# SPDX-License-Identifier: Apache-2.0
"""What lies between a mouth and the samples: the room, the microphone and the codec."""

import numpy as np
from scipy.signal import butter, fftconvolve, resample_poly, sosfilt

from synthesize import RATE


def reverberated(rng, samples):
    """A random small room: a few early reflections and an exponential noise tail, T60 0.08..0.8 s. Length is kept."""
    t60 = rng.uniform(0.08, 0.8)
    time = np.arange(int(min(t60, 0.6) * RATE)) / RATE
    tail = rng.normal(size=len(time)) * 10 ** (-3 * time / t60)
    sos = butter(1, rng.uniform(1500, 7000), fs=RATE, output="sos")
    tail = sosfilt(sos, tail)
    tail[: int(rng.uniform(0.002, 0.02) * RATE)] = 0
    for _ in range(rng.integers(0, 7)):
        tail[int(rng.uniform(0.001, 0.05) * RATE)] += rng.normal() * np.abs(tail).max() * 3
    tail *= 10 ** (-rng.uniform(0, 16) / 20) / (np.sqrt(np.sum(tail**2)) + 1e-9)
    tail[0] = 1
    return fftconvolve(samples, tail)[: len(samples)]


def colored_by_microphone(rng, samples):
    """A random frequency response: high-pass, perhaps low-pass, and up to ±10 dB of smooth unevenness."""
    spectrum = np.fft.rfft(samples)
    octave = np.log2(np.maximum(np.linspace(0, RATE / 2, len(spectrum)), 30) / 30)
    gain = np.interp(octave, np.linspace(0, 8.1, 8), rng.normal(0, rng.uniform(0, 5), 8))
    gain = gain - np.maximum(0, np.log2(rng.uniform(20, 350) / 30) - octave) * 12
    if rng.random() < 0.25:
        gain = gain - np.maximum(0, octave - np.log2(rng.uniform(2800, 7500) / 30)) * rng.uniform(12, 60)
    return np.fft.irfft(spectrum * 10 ** (gain / 20), len(samples))


def telephone(samples):
    """Once through 8 kHz."""
    narrow = resample_poly(samples, 1, 2)
    return resample_poly(narrow, 2, 1)[: len(samples)]


def mu_law(samples):
    """8-bit µ-law (ITU-T G.711) and back; samples in -1..1."""
    code = np.round(np.sign(samples) * np.log1p(255 * np.abs(samples)) / np.log(256) * 127)
    return np.sign(code) * np.expm1(np.abs(code) / 127 * np.log(256)) / 255


def recorded(rng, samples):
    """Any float to int16 as a random device would record it: level, clipping, codec, fewer bits, an offset."""
    peak = np.abs(samples).max()
    if peak == 0:
        return np.zeros(len(samples), np.int16)
    level = 10 ** (rng.uniform(-34, 0) / 20)
    if rng.random() < 0.1:
        level *= rng.uniform(1, 5)
    samples = np.clip(samples / peak * level, -1, 1)
    if rng.random() < 0.06:
        samples = telephone(samples)
    if rng.random() < 0.1:
        samples = mu_law(np.clip(samples, -1, 1))
    if rng.random() < 0.1:
        steps = 2.0 ** rng.integers(8, 13)
        samples = np.round(samples * steps) / steps
    if rng.random() < 0.2:
        samples = samples + rng.uniform(-0.02, 0.02)
    return np.clip(np.round(samples * 32767), -32768, 32767).astype(np.int16)
