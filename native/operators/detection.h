/* SPDX-License-Identifier: Apache-2.0 */
/* What detection has in common with the suppression of its boxes. */
#ifndef TINYXS_OPERATORS_DETECTION_H
#define TINYXS_OPERATORS_DETECTION_H

#include "operators/common.h"

typedef struct {
  int32_t boxes, offset_step, classes, background, score_step;
  int32_t detections, per_box, per_class, places; /* the most there are in all, of one box, of one class; the outputs' size */
  float least_score, most_overlap, scales[4];
} tinyxs_detection;

typedef struct {
  float top, left, bottom, right;
} tinyxs_box;

/* What works on one call: scratch, then tensors. */
typedef struct {
  const tinyxs_detection *d;
  tinyxs_box *boxes;
  float *best; /* each box's highest score, in the fast mode */
  uint8_t *active;
  const float *scores; /* without the background */
  tinyxs_box *found;
  float *found_classes, *found_scores;
  int32_t count;
} tinyxs_detecting;

/* Each class for itself; of the detections of all classes those with the highest scores are kept, in this order. */
void tinyxs_suppress_by_class(tinyxs_detecting *w);
/* Boxes compete with their best classes' scores; the winners are detected as their `per_box` best classes. */
void tinyxs_suppress_fast(tinyxs_detecting *w);

#endif
