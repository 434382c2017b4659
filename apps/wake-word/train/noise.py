# SPDX-License-Identifier: Apache-2.0
"""Sounds that are not speech, each `length` samples of float at 16 kHz with an RMS near 1."""

import numpy as np

from synthesize import RATE


def unit(samples):
    """`samples` scaled to an RMS of 1."""
    return samples / (np.sqrt(np.mean(samples**2)) + 1e-9)


def colored(rng, length):
    """Noise with power as 1/f^a, a in -0.5..2.5: blue over white and pink to brown; often bumpy or band-limited."""
    spectrum = np.fft.rfft(rng.normal(size=length))
    frequency = np.linspace(0, 1, len(spectrum)) + 20 / RATE
    gain = frequency ** (-rng.uniform(-0.5, 2.5) / 2)
    if rng.random() < 0.5:
        gain *= 10 ** (np.interp(frequency, np.linspace(0, 1, 12), rng.normal(0, 8, 12)) / 20)
    if rng.random() < 0.3:
        low, high = np.sort(rng.uniform(0, 1, 2))
        gain *= (frequency > low) & (frequency < high + 0.02)
    return unit(np.fft.irfft(spectrum * gain, length))


def hum(rng, length):
    """Mains or a motor: harmonics of a steady low pitch over a little noise."""
    time = np.arange(length) / RATE
    pitch = rng.choice([50, 60, rng.uniform(25, 200)])
    tone = sum(np.sin(2 * np.pi * pitch * k * time + rng.uniform(0, 6.3)) * rng.exponential() / k for k in range(1, 20))
    return unit(unit(tone) + rng.uniform(0.01, 0.5) * colored(rng, length))


def modulated(rng, length):
    """Noise whose loudness moves: wind, waves, breath, traffic, paper; at times at the rate of syllables."""
    slow = rng.uniform(0.5, 12)
    knots = max(4, int(length / RATE * slow))
    level = np.interp(np.linspace(0, knots - 1, length), np.arange(knots), rng.normal(0, rng.uniform(3, 12), knots))
    return unit(colored(rng, length) * 10 ** (level / 20))


def clicks(rng, length):
    """Knocks, keys and crackle: short decaying noise or resonances at random times."""
    out = np.zeros(length)
    for _ in range(rng.integers(1, 40)):
        size = int(rng.uniform(0.003, 0.12) * RATE)
        time = np.arange(size) / RATE
        knock = rng.normal(size=size) if rng.random() < 0.6 else np.sin(2 * np.pi * rng.uniform(100, 4000) * time)
        knock = knock * np.exp(-time * rng.uniform(30, 400)) * rng.exponential()
        start = rng.integers(0, max(1, length - size))
        out[start : start + size] += knock[: length - start]
    return unit(out + 1e-4 * rng.normal(size=length))


def tones(rng, length):
    """Beeps, sirens, whistles and chords."""
    time = np.arange(length) / RATE
    out = np.zeros(length)
    for _ in range(rng.integers(1, 6)):
        size = int(rng.uniform(0.08, 0.9) * RATE)
        start = rng.integers(0, max(1, length - size))
        now = time[: min(size, length - start)]
        sweep = rng.uniform(150, 4000) * np.exp(rng.normal(0, 0.8) * now)
        phase = 2 * np.pi * np.cumsum(sweep) / RATE
        wave = sum(np.sin(k * phase) * rng.random() ** k for k in range(1, rng.integers(2, 8)))
        out[start : start + len(now)] += wave * np.hanning(len(now)) ** rng.uniform(0.1, 1)
    return unit(out + 1e-4 * rng.normal(size=length))


STEADY = [colored, colored, colored, hum, modulated]
EVENTS = [clicks, tones, modulated]


def background(rng, length):
    """A steady background."""
    return STEADY[rng.integers(len(STEADY))](rng, length)


def event(rng, length):
    """A striking sound which is not speech."""
    return EVENTS[rng.integers(len(EVENTS))](rng, length)
