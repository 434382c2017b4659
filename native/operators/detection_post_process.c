/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TFLite_Detection_PostProcess: turns the outputs of an SSD network into detections by non-maximum suppression: a box loses to
 * one of a higher score that it overlaps with too much. All float32.
 *
 * Inputs: offsets [1][boxes][4 or more], scores [1][boxes][classes, maybe with a background before them], anchors [boxes][4];
 * boxes there are y, x, height, width. Outputs: [1][detections][4] as top, left, bottom, right; class and score,
 * [1][detections] each; how many there are, [1]. What is beyond them is 0; TensorFlow Lite Micro leaves it undefined in the
 * fast mode.
 */
#include <math.h>

#include "engine/flexbuffer.h"
#include "operators/detection.h"

enum { OFFSETS, SCORES, ANCHORS, INPUTS };
enum { BOXES, CLASSES, BEST, COUNT, OUTPUTS };

static tinyxs_status decode_boxes(tinyxs_call *call, const tinyxs_detecting *w) {
  const tinyxs_detection *d = w->d;
  const float *offset = tinyxs_input_data(call, OFFSETS), *anchor = tinyxs_input_data(call, ANCHORS);
  for (int32_t i = 0; i < d->boxes; i++, offset += d->offset_step, anchor += 4) {
    float center[2], half[2];
    for (int32_t k = 0; k < 2; k++) {
      double size = (double)anchor[k + 2];
      center[k] = (float)((double)offset[k] / (double)d->scales[k] * size + (double)anchor[k]);
      half[k] = (float)(0.5 * exp((double)offset[k + 2] / (double)d->scales[k + 2]) * size);
    }
    tinyxs_box b = {center[0] - half[0], center[1] - half[1], center[0] + half[0], center[1] + half[1]};
    if (b.top >= b.bottom || b.left >= b.right) return tinyxs_fail(call->error, TINYXS_BAD_VALUE, "its box %d is empty", i);
    w->boxes[i] = b;
  }
  return TINYXS_OK;
}

static tinyxs_status run(tinyxs_call *call) {
  const tinyxs_detection *d = tinyxs_op_data(call);
  tinyxs_box *boxes = tinyxs_scratch(call);
  float *best = (float *)(boxes + d->boxes), *count = tinyxs_output_data(call, COUNT);
  tinyxs_detecting w = {d,
                        boxes,
                        best,
                        (uint8_t *)(best + d->boxes),
                        (const float *)tinyxs_input_data(call, SCORES) + d->background,
                        tinyxs_output_data(call, BOXES),
                        tinyxs_output_data(call, CLASSES),
                        tinyxs_output_data(call, BEST),
                        0};
  TINYXS_TRY(decode_boxes(call, &w));
  if (d->per_box) {
    tinyxs_suppress_fast(&w);
  } else {
    tinyxs_suppress_by_class(&w);
  }
  size_t rest = (size_t)(d->places - w.count);
  memset(w.found + w.count, 0, rest * sizeof *w.found);
  memset(w.found_classes + w.count, 0, rest * sizeof(float));
  memset(w.found_scores + w.count, 0, rest * sizeof(float));
  *count = (float)w.count;
  return TINYXS_OK;
}

/* An integer option; `fallback` is what it is if absent. */
static tinyxs_status get_whole(tinyxs_plan *p, const char *key, int32_t fallback, int32_t least, int32_t *value) {
  const int32_t most = 1 << 24;
  uint32_t bytes;
  int64_t number = fallback;
  const uint8_t *options = tinyxs_custom_options(p, &bytes);
  tinyxs_flexbuffer_number(options, bytes, key, &number);
  TINYXS_REQUIRE(p, number >= least && number <= most, "its option %s must be %d to %d", key, least, most);
  *value = (int32_t)number;
  return TINYXS_OK;
}

static tinyxs_status get_options(tinyxs_plan *p, tinyxs_detection *d) {
  static const char *const keys[] = {"nms_score_threshold", "nms_iou_threshold", "y_scale", "x_scale", "h_scale", "w_scale"};
  float *reals[] = {&d->least_score, &d->most_overlap, &d->scales[0], &d->scales[1], &d->scales[2], &d->scales[3]};
  uint32_t bytes;
  const uint8_t *options = tinyxs_custom_options(p, &bytes);
  for (uint32_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
    TINYXS_REQUIRE(p, tinyxs_flexbuffer_real(options, bytes, keys[i], reals[i]), "its options have no number %s", keys[i]);
  }
  TINYXS_REQUIRE(p, d->most_overlap > 0 && d->most_overlap <= 1, "its option nms_iou_threshold is not above 0 and at most 1");
  int32_t regular = 0;
  TINYXS_TRY(get_whole(p, "max_detections", 0, 0, &d->detections));
  TINYXS_TRY(get_whole(p, "num_classes", 0, 1, &d->classes));
  TINYXS_TRY(get_whole(p, "use_regular_nms", 0, 0, &regular));
  if (regular) return get_whole(p, "detections_per_class", 100, 1, &d->per_class);
  TINYXS_TRY(get_whole(p, "max_classes_per_detection", 0, 1, &d->per_box));
  if (d->per_box > d->classes) d->per_box = d->classes;
  return TINYXS_OK;
}

static tinyxs_status check_inputs(tinyxs_plan *p, tinyxs_detection *d) {
  for (uint32_t i = 0; i < INPUTS; i++) {
    tinyxs_info info = tinyxs_input_info(p, i);
    if (info.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "an input", &info);
    TINYXS_REQUIRE(p, info.rank == (i == ANCHORS ? 2 : 3), "its input %u has %d dimensions", i, info.rank);
    const int32_t *shape = i == ANCHORS ? info.shape : info.shape + 1;
    if (i == OFFSETS) d->boxes = shape[0];
    if (i == OFFSETS) d->offset_step = shape[1];
    if (i == SCORES) d->score_step = shape[1];
    TINYXS_REQUIRE(p, shape[0] == d->boxes && info.count == (uint64_t)(uint32_t)shape[0] * (uint32_t)shape[1],
                   "its input %u is not about one image's %d boxes", i, d->boxes);
    TINYXS_REQUIRE(p, i == SCORES || shape[1] == 4 || (i == OFFSETS && shape[1] > 4), "its input %u has %d numbers for a box",
                   i, shape[1]);
  }
  d->background = d->score_step - d->classes;
  TINYXS_REQUIRE(p, d->background == 0 || d->background == 1, "its input 1 has scores of %d classes instead of %d",
                 d->score_step, d->classes);
  return TINYXS_OK;
}

static tinyxs_status check_outputs(tinyxs_plan *p, tinyxs_detection *d) {
  for (uint32_t i = 0; i < OUTPUTS; i++) {
    tinyxs_info info = tinyxs_output_info(p, i);
    if (info.type != TINYXS_FLOAT32) return tinyxs_reject_type(p, "an output", &info);
    if (i == BOXES) d->places = (int32_t)(info.count / 4);
    uint32_t expected = i == BOXES ? 4 * (uint32_t)d->places : i == COUNT ? 1 : (uint32_t)d->places;
    TINYXS_REQUIRE(p, info.count == expected, "its output %u has %u numbers instead of %u", i, info.count, expected);
  }
  TINYXS_REQUIRE(p, (uint64_t)d->places >= (uint64_t)d->detections * (uint32_t)(d->per_box ? d->per_box : 1),
                 "its outputs have no room for %d detections", d->detections);
  return TINYXS_OK;
}

tinyxs_status tinyxs_prepare_detection_post_process(tinyxs_plan *p) {
  tinyxs_detection d = {0};
  TINYXS_TRY(tinyxs_arity(p, INPUTS, INPUTS, OUTPUTS, OUTPUTS));
  TINYXS_TRY(get_options(p, &d));
  TINYXS_TRY(check_inputs(p, &d));
  TINYXS_TRY(check_outputs(p, &d));
  TINYXS_TRY(tinyxs_request_scratch(p, (uint64_t)(uint32_t)d.boxes * (sizeof(tinyxs_box) + sizeof(float) + 1)));
  tinyxs_set_op_data(p, &d, sizeof d);
  tinyxs_set_run(p, run);
  return TINYXS_OK;
}
