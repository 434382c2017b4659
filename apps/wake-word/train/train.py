"""From words to wake-word.tflite: speech, scenes, features, training, conversion, evaluation, model card. Start it
with train.sh.

Every step is seeded, and the corpus is cached in .cache/wake-word of the repository: an interrupted run goes on where
it stopped.
"""

import argparse
import json
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import tensorflow as tf

import card
import convert
import corpus
import dataset
import evaluate
import features
import fit
import model as network
import runners
import voices
import words

APP = Path(__file__).resolve().parents[1]
CACHE = features.ROOT / ".cache" / "wake-word"


@dataclass(frozen=True)
class Plan:
    """Sizes of a run. `scenes`: for train, validation, test; `minutes`: of each continuous recording per split."""

    name: str
    speech: corpus.SpeechPlan
    scenes: tuple
    epochs: int
    steps: int
    averaged: int
    minutes: float


FULL = Plan("full", corpus.SpeechPlan(), (20000, 1500, 3000), 22, 300, 6, 12)
QUICK = Plan("quick", corpus.QUICK, (600, 200, 200), 3, 40, 2, 1)


def settings(detector):
    """What travels with the model as wake-word.json; the model card documents the fields."""
    return {
        "labels": words.LABELS,
        "wakeWords": words.LABELS[words.YES :],
        "features": {"sampleRate": 16000, "windowMs": 30, "hopMs": 20, "channels": 40, "lowerHz": 125, "upperHz": 7500},
        "rows": features.ROWS,
        "threshold": detector.threshold,
        "smoothing": {
            "rowsPerRun": detector.rows_per_run,
            "runs": detector.runs,
            "refractoryMs": detector.refractory_ms,
        },
    }


def prepare(plan, jobs, cache):
    """{split: (Speech, Windows)}; the corpus is made where it is missing."""
    everyone = voices.all_voices(plan is QUICK)
    corpus.render(cache / "speech", everyone, plan.speech, jobs)
    features.program("tinyxs-log-mel")
    data = {}
    for split, count in zip(voices.SPLITS, plan.scenes):
        speech = corpus.Speech(cache / "speech", [v for v in everyone if v.split == split], plan.speech)
        path = cache / f"scenes-{split}-{count}-{dataset.recipe(plan.speech)}.npz"
        data[split] = speech, dataset.Windows(*dataset.make(speech, count, split, jobs, path))
    return data


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument(
        "--quick", action="store_true", help="run through everything in a few minutes; the model is bad"
    )
    arguments.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes [%(default)s]")
    arguments.add_argument("--seed", type=int, default=1, help="of the network's training [%(default)s]")
    arguments.add_argument(
        "--out", type=Path, help="folder of the results [the app's own; with --quick .cache/wake-word/quick]"
    )
    options = arguments.parse_args()
    plan = QUICK if options.quick else FULL
    cache = CACHE / plan.name
    out = options.out or (cache if options.quick else APP)
    out.mkdir(parents=True, exist_ok=True)

    data = prepare(plan, options.jobs, cache)
    tf.keras.utils.set_random_seed(options.seed)
    tf.config.threading.set_intra_op_parallelism_threads(options.jobs)
    model = network.build()
    history = fit.fit(
        model, data[voices.TRAIN][1], data[voices.VALIDATION][1], plan.epochs, plan.steps, options.seed, plan.averaged
    )
    model.save(cache / "wake-word.keras")

    calibration, _ = data[voices.TRAIN][1].draw(np.random.default_rng(options.seed), 600)
    content = convert.convert(model, calibration)
    path = out / "wake-word.tflite"
    path.write_bytes(content)

    def scorer(windows):
        return runners.best_scores(path, windows)

    continuous = {
        split: evaluate.Continuous(scorer, data[split][0], seed, plan.minutes)
        for seed, split in ((11, voices.VALIDATION), (12, voices.TEST))
    }
    detector = continuous[voices.VALIDATION].best()
    (out / "wake-word.json").write_text(json.dumps(settings(detector), indent=2) + "\n")

    test, labels = data[voices.TEST][1].draw(np.random.default_rng(7), 600 if options.quick else 8000)
    float_scores = model.predict(fit.as_input(test), batch_size=500, verbose=0)
    reference = runners.tensorflow_scores(path, test)
    engine = runners.engine_scores(path, test)
    facts = card.Facts(
        plan=plan,
        history=history,
        content=content,
        speech={split: data[split][0] for split in voices.SPLITS},
        windows={split: data[split][1] for split in voices.SPLITS},
        float_table=evaluate.confusion(labels, float_scores),
        int8_table=evaluate.confusion(labels, reference if engine is None else engine),
        engine_differences=None if engine is None else int((engine != reference).any(axis=1).sum()),
        detector=detector,
        sliding={split: continuous[split].judge(detector) for split in continuous},
    )
    (out / "MODEL_CARD.md").write_text(card.text(facts))
    print(card.summary(facts))


if __name__ == "__main__":
    main()
