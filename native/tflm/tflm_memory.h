/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of one model: what stays grows down from the end of the arena, what is needed for a moment or shares memory by
 * lifetime grows up from its start. It counts both, and never hands out NULL, which TensorFlow Lite Micro wouldn't check.
 */
#ifndef TINYXS_TFLM_MEMORY_H
#define TINYXS_TFLM_MEMORY_H

#include <csetjmp>

#include "tflm.h"

struct tinyxs_region {
  uint8_t *start;
  size_t bytes;
};

class tinyxs_tflm_memory final : public tflite::IPersistentBufferAllocator, public tflite::INonPersistentBufferAllocator {
public:
  /*
   * `arena` and `shared` are aligned to TINYXS_ALIGNMENT; without `shared`, the arena serves both ends. `used` bytes at the end
   * of the arena are taken. `tensors`: how many the model has. With `measuring`, activations are only counted.
   */
  tinyxs_tflm_memory(tinyxs_region arena, tinyxs_region shared, size_t used, size_t tensors, bool measuring, jmp_buf *escape);

  /* Where to go when memory runs out; it must be live at every call. */
  jmp_buf *escape;

  /* In bytes: what stays, the activations, and the most of both ends together. */
  size_t structures() const { return top_; }
  size_t activations() const { return activations_; }
  size_t peak() const { return peak_; }

  uint8_t *AllocatePersistentBuffer(size_t size, size_t alignment) override;
  size_t GetPersistentUsedBytes() const override { return top_; }

  uint8_t *AllocateTemp(size_t size, size_t alignment) override;
  void DeallocateTemp(uint8_t *) override {} /* in ResetTempAllocations */
  bool IsAllTempDeallocated() override { return true; }
  TfLiteStatus ResetTempAllocations() override;
  uint8_t *AllocateResizableBuffer(size_t size, size_t alignment) override;
  TfLiteStatus ResizeBuffer(uint8_t *buffer, size_t size, size_t alignment) override;
  TfLiteStatus DeallocateResizableBuffer(uint8_t *buffer) override;
  uint8_t *GetOverlayMemoryAddress() const override { return bottom_start_; }
  TfLiteStatus ReserveNonPersistentOverlayMemory(size_t size, size_t alignment) override;
  size_t GetNonPersistentUsedBytes() const override { return activations_; }
  /* What the memory planner needs; it is asked for nothing else, and the planner would take all there is. */
  size_t GetAvailableMemory(size_t alignment) const override;

  TF_LITE_REMOVE_VIRTUAL_DELETE

private:
  void count();

  uint8_t *bottom_start_, *top_end_;
  size_t bottom_room_, top_room_;
  bool together_, measuring_;
  size_t tensors_;
  size_t head_ = 0, bottom_ = 0; /* the resizable buffer or the activations, and the temporaries behind it */
  size_t top_;
  size_t activations_ = 0, peak_ = 0;
};

#endif
