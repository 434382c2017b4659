/* SPDX-License-Identifier: Apache-2.0 */
/* Handing out a model's memory from both ends, and counting it. */
#include "tflm_memory.h"

static size_t align_up(size_t value, size_t alignment) { return (value + alignment - 1) / alignment * alignment; }

tinyxs_tflm_memory::tinyxs_tflm_memory(tinyxs_region arena, tinyxs_region shared, size_t used, size_t tensors, bool measuring,
                                       jmp_buf *escape)
    : escape(escape), bottom_start_(shared.start ? shared.start : arena.start), top_end_(arena.start + arena.bytes),
      bottom_room_(shared.start ? shared.bytes : arena.bytes), top_room_(arena.bytes), together_(!shared.start),
      measuring_(measuring), tensors_(tensors), top_(used) {
  count();
}

/* After every change: remembers the most, and leaves when it is too much. */
void tinyxs_tflm_memory::count() {
  /* From when activations are known they are `head_`. */
  size_t real = measuring_ && activations_ ? bottom_ - head_ : bottom_;
  if (bottom_ + top_ > peak_) peak_ = bottom_ + top_;
  if (real > bottom_room_ || top_ > (together_ ? top_room_ - real : top_room_)) longjmp(*escape, 1);
}

uint8_t *tinyxs_tflm_memory::AllocatePersistentBuffer(size_t size, size_t alignment) {
  if (size > TINYXS_MAX_BYTES) longjmp(*escape, 1);
  top_ = align_up(top_ + size, alignment);
  count();
  return top_end_ - top_;
}

uint8_t *tinyxs_tflm_memory::AllocateTemp(size_t size, size_t alignment) {
  if (size > TINYXS_MAX_BYTES) longjmp(*escape, 1);
  size_t at = align_up(bottom_, alignment);
  bottom_ = at + size;
  count();
  return bottom_start_ + at;
}

TfLiteStatus tinyxs_tflm_memory::ResetTempAllocations() {
  bottom_ = head_;
  return kTfLiteOk;
}

uint8_t *tinyxs_tflm_memory::AllocateResizableBuffer(size_t size, size_t alignment) {
  ResizeBuffer(bottom_start_, size, alignment);
  return bottom_start_;
}

TfLiteStatus tinyxs_tflm_memory::ResizeBuffer(uint8_t *, size_t size, size_t) {
  if (size > TINYXS_MAX_BYTES) longjmp(*escape, 1);
  head_ = bottom_ = size;
  count();
  return kTfLiteOk;
}

TfLiteStatus tinyxs_tflm_memory::DeallocateResizableBuffer(uint8_t *buffer) { return ResizeBuffer(buffer, 0, 1); }

TfLiteStatus tinyxs_tflm_memory::ReserveNonPersistentOverlayMemory(size_t size, size_t alignment) {
  activations_ = align_up(size, TINYXS_ALIGNMENT);
  return ResizeBuffer(bottom_start_, activations_, alignment);
}

size_t tinyxs_tflm_memory::GetAvailableMemory(size_t alignment) const {
  /* The resizable buffer lists the requests for scratch memory, with room for some more. */
  size_t scratch = head_ / sizeof(tflite::internal::ScratchBufferRequest);
  return align_up((tensors_ + scratch) * tflite::GreedyMemoryPlanner::per_buffer_size(), alignment);
}
