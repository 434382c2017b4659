# SPDX-License-Identifier: Apache-2.0
"""The app's demo recording: a conversation of held-out voices with wake words, other words, pauses and a noisy room.

Writes recordings/demo.wav (16 kHz mono, 16 bits) and demo.json: for every word its label, text, and times in seconds.
Needs the synthesizers only, not the corpus: train.sh has installed them. The voices are those of the test split.
"""

import json
from pathlib import Path

import numpy as np
import soundfile

import noise
import room
import synthesize
import voices
import words
from synthesize import RATE

RECORDINGS = Path(__file__).resolve().parents[1] / "recordings"
# (voice number, text, label, pause before it in seconds)
SCRIPT = [
    (0, "good morning", words.UNKNOWN, 1.2),
    (0, "yes", words.YES, 0.9),
    (1, "window", words.UNKNOWN, 1.1),
    (1, "no", words.NO, 0.9),
    (0, "please turn the kitchen lights on", words.UNKNOWN, 1.2),
    (0, "no", words.NO, 1.0),
    (2, "yes", words.YES, 1.1),
    (1, "table", words.UNKNOWN, 1.0),
    (1, "yes", words.YES, 1.0),
    (2, "seven", words.UNKNOWN, 1.0),
    (2, "no", words.NO, 1.0),
    (0, "the weather will be warm this week", words.UNKNOWN, 1.1),
    (0, "yes", words.YES, 1.0),
    (1, "no", words.NO, 1.3),
]
TAIL = 1.5  # seconds after the last word


def speakers():
    """One way to say a text for each of three test voices: a recorded one, and two of espeak-ng."""
    test = {voice.name: voice for voice in voices.all_voices() if voice.split == voices.TEST}
    recorded, formant = test["rms"], [test["john"], test["f5"]]
    return [lambda text: synthesize.flite(recorded.name, text, 1.1)] + [
        lambda text, v=v, accent=accent: synthesize.espeak(v.name, accent, text, 140)
        for v, accent in zip(formant, ("en-us", "en-gb"))
    ]


def main():
    rng = np.random.default_rng(3)
    say = speakers()
    parts, events, at = [], [], 0
    for voice, text, label, pause in SCRIPT:
        clip = synthesize.trimmed(say[voice](text), label)
        level = clip.samples / np.sqrt(np.mean(clip.samples**2)) * 0.08
        at += int(pause * RATE)
        events.append(
            {
                "label": words.LABELS[label],
                "text": text,
                "start": round(at / RATE, 3),
                "end": round((at + len(level)) / RATE, 3),
            }
        )
        parts.append((at, level))
        at += len(level)
    samples = np.zeros(at + int(TAIL * RATE))
    for start, level in parts:
        samples[start : start + len(level)] = level
    samples = room.reverberated(rng, samples)
    samples += noise.colored(rng, len(samples)) * 0.002 + noise.hum(rng, len(samples)) * 0.001
    samples *= 0.7 / np.abs(samples).max()
    RECORDINGS.mkdir(exist_ok=True)
    soundfile.write(RECORDINGS / "demo.wav", samples, RATE, subtype="PCM_16")
    (RECORDINGS / "demo.json").write_text(json.dumps(events, indent=1) + "\n")
    print(f"{RECORDINGS / 'demo.wav'}: {len(samples) / RATE:.1f} s, {len(events)} utterances")


if __name__ == "__main__":
    main()
