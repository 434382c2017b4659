/* The C functions which only the simulator has; see hosts/runtime/natives.h. */
DESTRUCTOR(xs_audio_in_destructor)
NATIVE(xs_audio_in_constructor, 4)
NATIVE(xs_audio_in_start, 0)
NATIVE(xs_audio_in_stop, 0)
NATIVE(xs_audio_in_read, 1)
NATIVE(xs_audio_in_close, 0)
