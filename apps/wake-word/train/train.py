# SPDX-License-Identifier: Apache-2.0
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
    """Sizes of a run. `scenes`: for train, validation, test; `minutes`: of each continuous recording per split.

    `windows`: of the test voices, judged one by one; `averaged`: the last epochs whose weights are averaged.
    """

    name: str
    speech: corpus.SpeechPlan
    scenes: tuple
    epochs: int
    steps: int
    averaged: int
    minutes: float
    windows: int


FULL = Plan("full", corpus.SpeechPlan(), (20000, 1500, 3000), 22, 300, 6, 12, 8000)
QUICK = Plan("quick", corpus.QUICK, (600, 200, 200), 3, 40, 2, 1, 600)


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


def trained(plan, data, cache, seed):
    """A freshly trained model, also kept as wake-word.keras in `cache`."""
    model = network.build()
    train, validation = data[voices.TRAIN][1], data[voices.VALIDATION][1]
    fit.fit(model, train, validation, plan.epochs, plan.steps, seed, plan.averaged)
    model.save(cache / "wake-word.keras")
    return model


def examine(plan, data, model, path):
    """Chooses the detector and measures the .tflite file at `path`: (detector, card.Facts)."""

    def scorer(windows):
        return runners.best_scores(path, windows)

    continuous = {
        split: evaluate.Continuous(scorer, data[split][0], seed, plan.minutes)
        for seed, split in ((11, voices.VALIDATION), (12, voices.TEST))
    }
    detector = continuous[voices.VALIDATION].best()
    test, labels = data[voices.TEST][1].draw(np.random.default_rng(7), plan.windows)
    float_scores = model.predict(fit.as_input(test), batch_size=500, verbose=0)
    reference = runners.tensorflow_scores(path, test)
    engine = runners.engine_scores(path, test)
    return detector, card.Facts(
        plan=plan,
        content=path.read_bytes(),
        speech={split: data[split][0] for split in voices.SPLITS},
        windows={split: data[split][1] for split in voices.SPLITS},
        float_table=evaluate.confusion(labels, float_scores),
        int8_table=evaluate.confusion(labels, reference if engine is None else engine),
        engine_differences=None if engine is None else int((engine != reference).any(axis=1).sum()),
        detector=detector,
        sliding={split: continuous[split].judge(detector) for split in continuous},
    )


def parse():
    """The command line."""
    arguments = argparse.ArgumentParser(prog="train.sh", description=__doc__.splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="go through everything in minutes; the model is bad")
    arguments.add_argument("--evaluate", action="store_true", help="do not train: convert and measure the last model")
    arguments.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes [%(default)s]")
    arguments.add_argument("--seed", type=int, default=1, help="of the network's training [%(default)s]")
    arguments.add_argument("--out", type=Path, help="folder of the results [the app; --quick: .cache/wake-word/quick]")
    return arguments.parse_args()


def main():
    options = parse()
    plan = QUICK if options.quick else FULL
    cache = CACHE / plan.name
    out = options.out or (cache if options.quick else APP)
    out.mkdir(parents=True, exist_ok=True)
    if options.evaluate and not (cache / "wake-word.keras").exists():
        raise SystemExit(f"There is no trained model in {cache}: start train.sh without --evaluate first.")

    data = prepare(plan, options.jobs, cache)
    tf.keras.utils.set_random_seed(options.seed)
    tf.config.threading.set_intra_op_parallelism_threads(options.jobs)
    if options.evaluate:
        model = tf.keras.models.load_model(cache / "wake-word.keras")
    else:
        model = trained(plan, data, cache, options.seed)
    calibration, _ = data[voices.TRAIN][1].draw(np.random.default_rng(options.seed), 600)
    path = out / "wake-word.tflite"
    path.write_bytes(convert.convert(model, calibration))
    runners.prepare(path)

    detector, facts = examine(plan, data, model, path)
    (out / "wake-word.json").write_text(json.dumps(settings(detector), indent=2) + "\n")
    (out / "MODEL_CARD.md").write_text(card.text(facts))
    print(card.summary(facts))


if __name__ == "__main__":
    main()
