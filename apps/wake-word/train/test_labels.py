# SPDX-License-Identifier: Apache-2.0
"""Labels of windows, and detections: python -m unittest in this folder, with the environment that train.sh made."""

import unittest

import numpy as np

import dataset
import detect
import evaluate
import words
from features import HOP

ROWS = 101  # windows in a scene of three seconds


def scores(runs, label):
    """`runs` rows of certainty about `label`."""
    return np.tile(np.eye(4)[label], (runs, 1))


class WindowLabels(unittest.TestCase):
    def test_empty_scene_is_silence(self):
        self.assertTrue((dataset.window_labels([], ROWS) == words.SILENCE).all())

    def test_word_is_named_only_where_it_is_whole(self):
        labels = dataset.window_labels([(words.YES, 20000, 28000)], ROWS)
        first = np.arange(ROWS) * HOP
        whole = (first - dataset.MARGIN <= 20000) & (28000 <= first + 48 * HOP + 480 + dataset.MARGIN)
        self.assertTrue((labels[whole] == words.YES).all())
        self.assertFalse((labels[~whole] == words.YES).any())

    def test_cut_word_is_unknown(self):
        labels = dataset.window_labels([(words.NO, 20000, 28000)], ROWS)
        self.assertEqual(labels[23000 // HOP], dataset.NONE)
        self.assertEqual(labels[24500 // HOP], words.UNKNOWN)

    def test_both_wake_words_have_no_label(self):
        labels = dataset.window_labels([(words.YES, 2000, 7000), (words.NO, 8000, 13000)], ROWS)
        self.assertEqual(labels[0], dataset.NONE)


class Detections(unittest.TestCase):
    detector = detect.Detector(threshold=0.6, runs=4, rows_per_run=2, refractory_ms=800)

    def test_reported_once_within_the_refractory_time(self):
        found = self.detector.detections(np.concatenate([scores(10, 0), scores(10, words.YES), scores(10, 0)]))
        self.assertEqual([label for label, _, _ in found], [words.YES])

    def test_the_same_word_waits_until_it_has_left_the_windows_and_another_does_not(self):
        def again(label):
            pieces = [scores(10, words.YES), scores(15, 0), scores(4, label)]
            return [found for found, _, _ in self.detector.detections(np.concatenate(pieces))]

        self.assertEqual(again(words.YES), [words.YES])
        self.assertEqual(again(words.NO), [words.YES, words.NO])

    def test_short_flicker_is_not_reported(self):
        found = self.detector.detections(np.concatenate([scores(10, 0), scores(2, words.NO), scores(10, 0)]))
        self.assertEqual(found, [])

    def test_detections_are_given_to_the_words_they_followed(self):
        truth = [(words.YES, 1000, 9000), (words.NO, 40000, 48000)]
        found = [(words.YES, 12000, 0.9), (words.YES, 50000, 0.9), (words.NO, 90000, 0.9)]
        self.assertEqual(evaluate.match(found, truth), (1, 1, 1))


if __name__ == "__main__":
    unittest.main()
