# SPDX-License-Identifier: Apache-2.0
"""The model card: what the model is, what it was made of, how good it is and where it fails."""

from dataclasses import dataclass
from typing import Any

import tensorflow as tf

import voices
import words


@dataclass
class Facts:
    """What a run knows about its model; tables are counts [true, predicted] of single windows of the test voices."""

    plan: Any
    content: bytes
    speech: dict
    windows: dict
    float_table: Any
    int8_table: Any
    engine_differences: int | None
    detector: Any
    sliding: dict


def percent(table):
    """Accuracy of a confusion table, as text."""
    return f"{100 * table.trace() / table.sum():.1f} %"


def operators(content):
    """The names of the model's operators, in order of execution."""
    return [
        op["op_name"]
        for op in tf.lite.Interpreter(model_content=content)._get_ops_details()
        if op["op_name"] != "DELEGATE"
    ]


def table_text(table):
    """A confusion table in Markdown, rows in per cent."""
    lines = [
        "| spoken \\ answered | " + " | ".join(words.LABELS) + " | windows |",
        "|---|" + "---:|" * (len(words.LABELS) + 1),
    ]
    for label, row in zip(words.LABELS, table):
        cells = [f"{100 * count / max(1, row.sum()):.1f}" for count in row]
        lines.append(f"| {label} | " + " | ".join(cells) + f" | {row.sum()} |")
    return "\n".join(lines)


def sliding_text(facts):
    """Results in continuous audio in Markdown."""
    lines = [
        "| voices | wake words spoken | found | missed | taken for the other | false alarms | minutes "
        "| alarms in audio without wake words | minutes |"
    ]
    lines.append("|---|" + "---:|" * 8)
    for split, s in facts.sliding.items():
        found = f"{s.hits} ({100 * s.hits / max(1, s.spoken):.1f} %)"
        numbers = [
            s.spoken,
            found,
            s.misses,
            s.confused,
            s.false_alarms,
            f"{s.minutes:.0f}",
            s.negative_alarms,
            f"{s.negative_minutes:.0f}",
        ]
        lines.append(f"| {split} | " + " | ".join(map(str, numbers)) + " |")
    return "\n".join(lines)


def speech_text(facts):
    """The corpus in Markdown: voices and clips per split."""
    lines = [
        "| | recorded speakers | espeak-ng variants | yes | no | other words | sentences | scenes | windows |",
        "|---|" + "---:|" * 8,
    ]
    for split, speech in facts.speech.items():
        recorded = {v.speaker for v in speech.voices if v.recorded}
        formant = sum(not v.recorded for v in speech.voices)
        count = {kind: sum(map(len, lists)) for kind, lists in speech.by_voice.items()}
        windows = facts.windows[split]
        numbers = [count["yes"], count["no"], count["word"], count["sentence"] + count["carrier"]]
        numbers += [len(windows.rows), sum(map(len, windows.places.values()))]
        lines.append(
            f"| {split} | {len(recorded)}: {', '.join(sorted(recorded))} | {formant} | "
            + " | ".join(map(str, numbers))
            + " |"
        )
    return "\n".join(lines)


def engine_text(facts):
    """Which engine gave the int8 numbers."""
    if facts.engine_differences is None:
        return "The int8 numbers come from TensorFlow Lite's reference kernels; `tinyxs-engine` was not built."
    if facts.engine_differences == 0:
        return "The project's own engine gave the int8 numbers, TensorFlow Lite's reference kernels the same bytes."
    return (
        f"The project's own engine gave the int8 numbers; TensorFlow Lite's reference kernels differ in "
        f"{facts.engine_differences} of {facts.int8_table.sum()} windows."
    )


def summary(facts):
    """A few lines for the terminal."""
    test = facts.sliding[voices.TEST]
    wrong = test.false_alarms + test.confused + test.negative_alarms
    return (
        f"test voices: float {percent(facts.float_table)}, int8 {percent(facts.int8_table)}; found {test.hits} "
        f"of {test.spoken} words, {wrong} wrong reports in {test.minutes + test.negative_minutes:.0f} min\n"
        f"{len(facts.content)} bytes; {facts.detector}"
    )


def text(facts):
    """The whole card."""
    d = facts.detector
    quick = "\n**Made with `--quick`: a smoke test, not a model to use.**\n" if facts.plan.name == "quick" else ""
    return f"""# Model card: wake-word
{quick}
`wake-word.tflite` hears the English words "yes" and "no" in 16 kHz audio. It was trained **on synthetic
speech only**: no recording of a person's utterance of these words is in its training data, and none was used
to choose it. It is a sample, made to be small and rebuilt by anyone: `apps/wake-word/train/train.sh`.

## Model

{len(facts.content)} bytes, int8 throughout. Input int8 [1, 49, 40, 1]: 49 rows of 40 log-mel values, exactly
as the log-mel front end gives them (input scale 1/32, zero point -128; checked at conversion). Output int8
[1, 4]: softmax over {", ".join(words.LABELS)} (scale 1/256, zero point -128). A depthwise separable CNN;
operators in order: {", ".join(operators(facts.content))}.

## wake-word.json

| field | value | meaning |
|---|---|---|
| `labels` | {", ".join(words.LABELS)} | names of the outputs, in order |
| `wakeWords` | yes, no | labels that are reported |
| `features` | 16 kHz, 30 ms window, 20 ms hop, 40 channels, 125-7500 Hz | the front end's options, else its defaults |
| `rows` | 49 | rows in the model's window: 990 ms |
| `smoothing.rowsPerRun` | {d.rows_per_run} | the model runs every so many rows, {d.rows_per_run * 20} ms |
| `smoothing.runs` | {d.runs} | scores are averaged over so many runs, {d.runs * d.rows_per_run * 20} ms |
| `threshold` | {d.threshold} | reported is a wake word whose mean score is the greatest and reaches this |
| `smoothing.refractoryMs` | {d.refractory_ms} | nothing is reported for so long after a report; the same word not before it has left the averaged windows |

Threshold and smoothing minimize misses plus 1.5 times wrong reports on the validation voices' continuous
audio. Until the window is full for the first time, the model does not run.

## Training data

{speech_text(facts)}

Speakers are split, never in two sets; threshold and weights never saw the test speakers. "Recorded" voices
are diphone, unit selection and HMM voices of flite and festival, made from people's recordings: English ones,
and Finnish, Italian, Czech, Catalan, Russian and Hindi ones which say the words as their spelling rules
allow. espeak-ng's variants share one formant synthesizer and are less different than people: results on them
flatter. Most clips went through the WORLD vocoder with random pitch and intonation, vocal tract length,
formant depth, tilt, breathiness and tempo. Scenes of 3 s put words into rooms, before backgrounds 2 to 45 dB
below (colored noise, hum, gusts, babble), through microphones and codecs, with cut-off words, other words
and sentences around them. "Unknown" is several hundred other words, near misses foremost, plus knocks, beeps,
gusts and babble; "silence" is digital zero and steady noise of every color and level. SpecAugment, mixup,
label smoothing; the mean of the last {facts.plan.averaged} of {facts.plan.epochs} epochs' weights
({facts.plan.steps} batches of 256 each).

## Results on held-out voices

Single windows of the test voices: float {percent(facts.float_table)}, int8 {percent(facts.int8_table)}.
{engine_text(facts)} Rows in per cent, int8:

{table_text(facts.int8_table)}

Float:

{table_text(facts.float_table)}

Continuous audio (words with pauses, sentences, rooms, noise 8 to 40 dB below; and the same without wake words):

{sliding_text(facts)}

## Limits

- Real voices differ from all of these. Expect more misses than the tables say, most for children, whispering,
  strong accents and far microphones. For a product, train with recordings of many people.
- "know" is "no"; "yesterday", "nobody" and "notice" begin with a wake word. They were left out and will be
  reported.
- Words that share most sounds with the wake words ("guess", "yet", "go", "note", "hello") are the likeliest
  false alarms.
- Not for anything where a wrong answer does harm.
"""
