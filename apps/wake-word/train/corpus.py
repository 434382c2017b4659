# SPDX-License-Identifier: Apache-2.0
"""The corpus of speech clips: for every voice one cached file of its words and sentences, unchanged and perturbed.

A cache file is an .npz with `samples` (int16, all clips one after the other), `ends` (end sample of every clip) and
`spans` (clip, label, first sample, end sample). Its name holds the voice and a hash of the plan, so an interrupted
run goes on where it stopped.
"""

import hashlib
import json
import multiprocessing
from dataclasses import asdict, dataclass

import numpy as np
from tqdm import tqdm

import perturb
import synthesize
import words
from synthesize import Clip


@dataclass(frozen=True)
class SpeechPlan:
    """How much each voice says, in clips; `recorded_other_versions`: how many are made of every other word."""

    espeak_wake: int = 40
    espeak_other: int = 110
    espeak_sentences: int = 6
    recorded_wake: int = 420
    recorded_other: int = 340
    recorded_other_versions: int = 2
    recorded_sentences: int = 20
    version: int = 1


QUICK = SpeechPlan(6, 10, 1, 20, 12, 1, 2)


def seeded(*names):
    """A generator that depends on `names` only."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256("|".join(names).encode()).digest()[:8], "little"))


def other_utterances(rng, voice_words, count):
    """`count` words, near misses first chosen as often as common ones."""
    near = [w for w in words.NEAR if w in voice_words]
    return [str(rng.choice(near if near and rng.random() < 0.4 else voice_words)) for _ in range(count)]


def word_row(rng, voice_words):
    """A run of random words in one breath: speech no grammar would give."""
    return " ".join(rng.choice(voice_words, rng.integers(3, 8)))


def espeak_clips(voice, plan):
    """Clips of an espeak-ng speaker in many dialects and accents, each perturbed once or left as it is."""
    rng = seeded(voice.id)

    def say(text, accent):
        return synthesize.espeak(voice.name, accent, text, int(rng.integers(100, 240)), int(rng.integers(15, 90)))

    tasks = []
    for label in (words.YES, words.NO):
        for _ in range(plan.espeak_wake):
            foreign = rng.random() < 0.3
            texts = (words.ESPEAK_ACCENT_WAKE if foreign else words.ESPEAK_WAKE)[label]
            tasks.append(
                (
                    label,
                    str(rng.choice(texts)),
                    str(rng.choice(words.ESPEAK_ACCENTS if foreign else words.ESPEAK_DIALECTS)),
                )
            )
    others = words.COMMON + words.NEAR + words.NEAR_PHONEMES
    for _ in range(plan.espeak_other):
        pool = others if rng.random() < 0.5 else words.NEAR_PHONEMES if rng.random() < 0.6 else words.NEAR
        tasks.append((words.UNKNOWN, str(rng.choice(pool)), str(rng.choice(words.ESPEAK_DIALECTS))))
    for _ in range(plan.espeak_sentences):
        text = str(rng.choice(words.SENTENCES)) if rng.random() < 0.5 else word_row(rng, words.COMMON + words.NEAR)
        tasks.append((words.UNKNOWN, text, str(rng.choice(words.ESPEAK_DIALECTS))))
    for label, text, accent in tasks:
        clip = synthesize.trimmed(say(text, accent), label)
        if clip:
            yield perturb.perturbed(rng, perturb.analyze(clip)) if rng.random() < 0.65 else clip


def render_recorded(voice, rng, texts):
    """(samples, word times) of every text by a voice of flite or festival; None where it failed."""
    if voice.engine == "festival":
        return synthesize.festival(voice, texts)
    return [(synthesize.flite(voice.name, text, rng.uniform(0.8, 1.35)), []) for text in texts]


def recorded_clips(voice, plan):
    """Clips of a voice built from a person's recordings: few different utterances, so each is perturbed many times."""
    from voices import RECORDED_WAKE, other_words

    rng = seeded(voice.id)
    vocabulary = other_words(voice)
    wake = [(label, text) for label in (words.YES, words.NO) for text in RECORDED_WAKE[voice.language][label]]
    repeats = 6 if voice.engine == "flite" else 1
    wake = [task for task in wake for _ in range(repeats)]
    other = other_utterances(rng, vocabulary, plan.recorded_other)
    english = voice.language == "en"
    rows = [
        str(rng.choice(words.SENTENCES)) if english and rng.random() < 0.6 else word_row(rng, vocabulary)
        for _ in range(plan.recorded_sentences)
    ]
    spoken = render_recorded(voice, rng, [text for _, text in wake] + other + rows)
    labels = [label for label, _ in wake] + [words.UNKNOWN] * (len(other) + len(rows))
    clips = [synthesize.trimmed(s[0], label, s[1]) if s else None for s, label in zip(spoken, labels)]

    for label in (words.YES, words.NO):
        bases = [clip for clip, spoken_label in zip(clips, labels) if spoken_label == label and clip]
        prints = [perturb.analyze(clip) for clip in bases]
        yield from bases[: len(bases) // repeats]
        for i in range(plan.recorded_wake):
            yield perturb.perturbed(rng, prints[i % len(prints)])
    for clip, label in zip(clips, labels):
        if label == words.UNKNOWN and clip:
            print_ = perturb.analyze(clip)
            yield clip
            for _ in range(plan.recorded_other_versions - 1):
                yield perturb.perturbed(rng, print_)
    if voice.engine == "festival" and english:
        texts = [text.format(word, word) for text in words.CARRIERS for word in ("yes", "no")]
        for spoken in synthesize.festival(voice, texts):
            clip = spoken and synthesize.labeled(*spoken)
            if clip:
                print_ = perturb.analyze(clip)
                for _ in range(max(1, plan.recorded_wake // 100)):
                    yield perturb.perturbed(rng, print_)


def cache_path(folder, voice, plan):
    """Where the clips of `voice` under `plan` are kept."""
    digest = hashlib.sha256(json.dumps([asdict(plan), voice.id]).encode()).hexdigest()[:8]
    return folder / f"{voice.id}-{digest}.npz"


def make(task):
    """Renders one voice's cache file if it is missing."""
    folder, voice, plan = task
    path = cache_path(folder, voice, plan)
    if path.exists():
        return
    parts, ends, spans, total = [], [], [], 0
    for clip in espeak_clips(voice, plan) if voice.engine == "espeak" else recorded_clips(voice, plan):
        peak = np.abs(clip.samples).max()
        if not np.isfinite(peak) or peak < 1e-4:
            continue
        parts.append((clip.samples * (29000 / peak)).astype(np.int16))
        spans += [(len(ends), *span) for span in clip.spans]
        total += len(parts[-1])
        ends.append(total)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, samples=np.concatenate(parts), ends=np.array(ends), spans=np.array(spans))
    partial.rename(path)


def render(folder, voices, plan, jobs):
    """Makes every missing cache file with `jobs` processes."""
    folder.mkdir(parents=True, exist_ok=True)
    tasks = [(folder, voice, plan) for voice in voices]
    with multiprocessing.Pool(jobs) as pool:
        for _ in tqdm(pool.imap_unordered(make, tasks), total=len(tasks), desc="speech", unit="voice"):
            pass


class Speech:
    """The clips of one split. `by_voice`: for every kind of clip, a list of each voice's clips."""

    def __init__(self, folder, voices, plan):
        self.voices = voices
        self.by_voice = {kind: [[] for _ in voices] for kind in ("yes", "no", "word", "sentence", "carrier")}
        for number, voice in enumerate(voices):
            data = np.load(cache_path(folder, voice, plan))
            samples, ends = data["samples"], data["ends"]
            starts = np.concatenate([[0], ends[:-1]])
            spans = [[] for _ in ends]
            for clip, label, first, last in data["spans"]:
                spans[clip].append((int(label), int(first), int(last)))
            for start, end, labels in zip(starts, ends, spans):
                clip = Clip(samples[start:end], labels)
                self.by_voice[self.kind(clip)][number].append(clip)
        self.weights = np.array([5.0 if voice.recorded else 1.0 for voice in voices])

    @staticmethod
    def kind(clip):
        """Which list a clip belongs to."""
        if len(clip.spans) > 1:
            return "carrier"
        label = clip.spans[0][0]
        if label != words.UNKNOWN:
            return words.LABELS[label]
        return "sentence" if len(clip.samples) > 1.3 * synthesize.RATE else "word"

    def draw(self, rng, kind, voice=None):
        """A random Clip of `kind`, voices of recorded people five times as often; `voice` prefers that voice number.

        A split whose voices tell no word times has no carriers: it gives sentences instead.
        """
        lists = self.by_voice[kind]
        if kind == "carrier" and not any(lists):
            lists = self.by_voice["sentence"]
        if voice is not None and lists[voice]:
            return lists[voice][rng.integers(len(lists[voice]))]
        weights = self.weights * [bool(clips) for clips in lists]
        clips = lists[rng.choice(len(lists), p=weights / weights.sum())]
        return clips[rng.integers(len(clips))]

    def voice(self, rng):
        """A random voice number, weighted as in `draw`."""
        return int(rng.choice(len(self.voices), p=self.weights / self.weights.sum()))
