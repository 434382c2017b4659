# SPDX-License-Identifier: Apache-2.0
"""Text to speech with the installed synthesizers: espeak-ng, flite and festival, all to 16 kHz mono float."""

import io
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import resample_poly

import words

RATE = 16000
FESTIVAL_ENCODING = {"ca": "latin-1", "cs": "iso-8859-2", "fi": "latin-1", "it": "latin-1"}


@dataclass
class Clip:
    """Speech with its labels. `samples`: float in -1..1; `spans`: (label, first sample, end sample), in order."""

    samples: np.ndarray
    spans: list = field(default_factory=list)


def to_rate(samples, rate):
    """`samples` at `rate` Hz, first channel, resampled to 16 kHz."""
    if samples.ndim > 1:
        samples = samples[:, 0]
    divisor = np.gcd(RATE, rate)
    return samples if rate == RATE else resample_poly(samples, RATE // divisor, rate // divisor)


def trimmed(samples, label, times=()):
    """A Clip of one word: cut to its `times`, if known, and to what is less than 40 dB below the loudest 10 ms."""
    if times:
        samples = samples[max(0, int((times[0][1] - 0.03) * RATE)) : int((times[-1][2] + 0.06) * RATE)]
    frame = RATE // 100
    count = len(samples) // frame
    if count < 4:
        return None
    power = (samples[: count * frame].reshape(count, frame) ** 2).mean(axis=1)
    loud = np.flatnonzero(power > power.max() * 1e-4)
    if power.max() < 1e-7 or len(loud) < 6:
        return None
    cut = samples[loud[0] * frame : (loud[-1] + 1) * frame]
    return Clip(cut, [(label, 0, len(cut))])


def espeak(variant, language, text, speed=160, pitch=50):
    """One utterance; `speed` in words a minute, `pitch` 0..99."""
    command = ["espeak-ng", "-v", f"{language}+{variant}", "-s", str(speed), "-p", str(pitch), "--stdout", text]
    wav = subprocess.run(command, capture_output=True, check=True).stdout
    return to_rate(*soundfile.read(io.BytesIO(wav)))


def flite(name, text, stretch=1.0):
    """One utterance; `stretch` lengthens every sound."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as out:
        command = ["flite", "-voice", name, "--setf", f"duration_stretch={stretch}", "-t", text, "-o", out.name]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return to_rate(*soundfile.read(out.name))


FESTIVAL_SCRIPT = """
(voice_{name})
(define (say text file)
  (let ((u (utt.synth (eval (list 'Utterance 'Text text)))))
    (utt.save.wave u file 'riff)
    (mapcar (lambda (w) (format t "%s|%s|%f|%f\\n" file (item.name w)
                                (item.feat w "word_start") (item.feat w "word_end")))
            (utt.relation.items u 'Word))))
"""


def festival(voice, texts):
    """(samples, [(word, start, end) in seconds]) of each text, or None where the voice fails; all in one process."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "say.scm")
        lines = [FESTIVAL_SCRIPT.format(name=voice.name)]
        for i, text in enumerate(texts):
            lines.append(f'(unwind-protect (say "{text}" "{folder}/{i}.wav") nil)')
        script.write_bytes("\n".join(lines).encode(FESTIVAL_ENCODING.get(voice.language, "utf-8"), "replace"))
        printed = subprocess.run(["festival", "-b", str(script)], capture_output=True).stdout.decode("latin-1")
        times = {}
        for line in printed.splitlines():
            parts = line.split("|")
            if len(parts) == 4:
                times.setdefault(parts[0], []).append((parts[1], float(parts[2]), float(parts[3])))
        results = []
        for i in range(len(texts)):
            path = f"{folder}/{i}.wav"
            known = Path(path).exists()
            results.append((to_rate(*soundfile.read(path)), times.get(path, [])) if known else None)
        return results


def labeled(samples, times):
    """A Clip of a sentence whose word times are known: spans of wake words and of the speech between them."""
    spans = []
    for word, start, end in times:
        label = {"yes": words.YES, "no": words.NO}.get(word.lower(), words.UNKNOWN)
        first, last = int(start * RATE), min(int(end * RATE), len(samples))
        if spans and label == words.UNKNOWN == spans[-1][0]:
            spans[-1] = (label, spans[-1][1], last)
        elif last > first:
            spans.append((label, first, last))
    return Clip(samples, spans) if spans else None
