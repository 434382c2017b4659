/* SPDX-License-Identifier: Apache-2.0 */
/*
 * mcconfig compiles with run-time type information, the library is built without. A class derived from one of the library's
 * then refers to information which isn't there; nothing ever reads it.
 */
#ifdef __GXX_RTTI
extern "C" {
/* "typeinfo for tflite::MicroAllocator" */
__attribute__((weak)) void *_ZTIN6tflite14MicroAllocatorE[3];
}
#endif
