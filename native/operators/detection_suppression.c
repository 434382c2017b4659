/* SPDX-License-Identifier: Apache-2.0 */
/* Non-maximum suppression: of boxes that overlap too much the one with the highest score is kept. */
#include "operators/detection.h"

static float area(const tinyxs_box *b) { return (b->bottom - b->top) * (b->right - b->left); }

/* The shared part of two boxes' union. */
static float overlap(const tinyxs_box *a, const tinyxs_box *b) {
  float a_area = area(a), b_area = area(b);
  if (a_area <= 0 || b_area <= 0) return 0;
  tinyxs_box shared = {a->top < b->top ? b->top : a->top, a->left < b->left ? b->left : a->left,
                       b->bottom < a->bottom ? b->bottom : a->bottom, b->right < a->right ? b->right : a->right};
  float height = shared.bottom - shared.top, width = shared.right - shared.left;
  float common = (height < 0 ? 0 : height) * (width < 0 ? 0 : width);
  return common / (a_area + b_area - common);
}

/* Makes all boxes of a sufficient score candidates. */
static void start(const tinyxs_detecting *w, const float *scores, int32_t step) {
  for (int32_t i = 0; i < w->d->boxes; i++) w->active[i] = scores[i * step] >= w->d->least_score;
}

/* Takes the best candidate (of equals the first) and drops it and what it overlaps with too much. -1: there is none. */
static int32_t take(const tinyxs_detecting *w, const float *scores, int32_t step) {
  int32_t best = -1;
  for (int32_t i = 0; i < w->d->boxes; i++) {
    if (w->active[i] && (best < 0 || scores[i * step] > scores[best * step])) best = i;
  }
  if (best < 0) return best;
  w->active[best] = 0;
  for (int32_t i = 0; i < w->d->boxes; i++) {
    if (w->active[i] && overlap(&w->boxes[best], &w->boxes[i]) > w->d->most_overlap) w->active[i] = 0;
  }
  return best;
}

/* Adds a detection at `at`. */
static void put(const tinyxs_detecting *w, int32_t at, int32_t index, int32_t class_, float score) {
  w->found[at] = w->boxes[index];
  w->found_classes[at] = (float)class_;
  w->found_scores[at] = score;
}

void tinyxs_suppress_by_class(tinyxs_detecting *w) {
  const tinyxs_detection *d = w->d;
  for (int32_t c = 0; c < d->classes; c++) {
    const float *scores = w->scores + c;
    start(w, scores, d->score_step);
    for (int32_t taken = 0; taken < d->per_class; taken++) {
      int32_t index = take(w, scores, d->score_step);
      if (index < 0) break;
      float score = scores[index * d->score_step];
      int32_t at = w->count;
      while (at > 0 && w->found_scores[at - 1] < score) at--;
      if (at == d->detections) break;
      if (w->count < d->detections) w->count++;
      size_t behind = (size_t)(w->count - 1 - at);
      memmove(w->found + at + 1, w->found + at, behind * sizeof *w->found);
      memmove(w->found_classes + at + 1, w->found_classes + at, behind * sizeof(float));
      memmove(w->found_scores + at + 1, w->found_scores + at, behind * sizeof(float));
      put(w, at, index, c, score);
    }
  }
}

/* The best class below `previous` in the order of scores, of equals the first; previous -1: the best of all. */
static int32_t next_class(const float *scores, int32_t classes, int32_t previous) {
  int32_t best = -1;
  for (int32_t c = 0; c < classes; c++) {
    bool below = previous < 0 || scores[c] < scores[previous] || (!(scores[c] > scores[previous]) && c > previous);
    if (below && (best < 0 || scores[c] > scores[best])) best = c;
  }
  return best < 0 ? 0 : best;
}

void tinyxs_suppress_fast(tinyxs_detecting *w) {
  const tinyxs_detection *d = w->d;
  for (int32_t i = 0; i < d->boxes; i++) {
    const float *scores = w->scores + i * d->score_step;
    w->best[i] = scores[next_class(scores, d->classes, -1)];
  }
  start(w, w->best, 1);
  for (int32_t taken = 0; taken < d->detections; taken++) {
    int32_t index = take(w, w->best, 1), class_ = -1;
    if (index < 0) break;
    const float *scores = w->scores + index * d->score_step;
    for (int32_t k = 0; k < d->per_box; k++) {
      class_ = next_class(scores, d->classes, class_);
      put(w, w->count++, index, class_, scores[class_]);
    }
  }
}
