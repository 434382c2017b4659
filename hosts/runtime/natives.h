/*
 * The C functions which TypeScript may call, one line each: NATIVE(name, arguments) for native("name"), DESTRUCTOR(name) for
 * Native("name"). This file is included several times, with these macros defined differently.
 */

/* hosts/runtime: timer, Resource, embedded:io/audio/in */
DESTRUCTOR(xs_timer_destructor)
NATIVE(xs_timer_set, 3)
NATIVE(xs_timer_repeat, 2)
NATIVE(xs_timer_schedule, 3)
NATIVE(xs_timer_clear, 1)
NATIVE(xs_timer_delay, 1)
DESTRUCTOR(xs_resource_destructor)
NATIVE(xs_resource_constructor, 1)
NATIVE(xs_resource_exists, 1)
NATIVE(xs_resource_get_byteLength, 0)
NATIVE(xs_resource_slice, 3)
DESTRUCTOR(xs_audio_in_destructor)
NATIVE(xs_audio_in_constructor, 4)
NATIVE(xs_audio_in_start, 0)
NATIVE(xs_audio_in_stop, 0)
NATIVE(xs_audio_in_read, 1)
NATIVE(xs_audio_in_close, 0)

/* native/binding: tinyxs/ml */
DESTRUCTOR(xs_model_destructor)
NATIVE(xs_model_constructor, 2)
NATIVE(xs_model_close, 0)
NATIVE(xs_model_run, 0)
NATIVE(xs_model_reset, 0)
NATIVE(xs_model_memory, 1)
NATIVE(xs_model_get_operatorCount, 0)
NATIVE(xs_model_operator, 1)
NATIVE(xs_model_profile, 1)
NATIVE(xs_model_count, 1)
NATIVE(xs_model_describe, 4)
NATIVE(xs_model_name, 3)
NATIVE(xs_model_type, 3)
NATIVE(xs_model_write, 7)
NATIVE(xs_model_read, 7)
DESTRUCTOR(xs_model_view_destructor)
NATIVE(xs_model_view_constructor, 3)
NATIVE(xs_model_view_get_byteLength, 0)

/* native/binding: tinyxs/features/log-mel */
DESTRUCTOR(xs_log_mel_destructor)
NATIVE(xs_log_mel_constructor, 20)
NATIVE(xs_log_mel_close, 0)
NATIVE(xs_log_mel_feed, 6)
NATIVE(xs_log_mel_reset, 0)
