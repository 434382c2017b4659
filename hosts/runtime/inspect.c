/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects as text: what each kind of them shows. hosts/runtime/layout.c decides where lines end. XS keeps an object as a list
 * of slots: first the internal ones, which tell the kind, then the properties.
 */
#include "inspect.h"
#include "layout.h"
#include "printer.h"

#define DEPTH         2   /* objects deeper than this show their class only */
#define ARRAY_ENTRIES 100 /* later ones are counted */
#define BUFFER_BYTES  100
#define CAUSES        8 /* errors within errors */

/* An object that is being printed, in the one that holds it. */
typedef struct level level;
struct level {
  const level *up;
  const txSlot *instance;
  int depth, errors;
};

static void put_value(tinyxs_host_printer *printer, const txSlot *value, const level *up);

/* ---- what an object is ---- */

/* The slot that tells the kind of an exotic or built-in object; NULL: an ordinary one. */
static const txSlot *get_internal(const txSlot *instance) {
  const txSlot *slot = instance->next;
  return slot && (slot->flag & XS_INTERNAL_FLAG) ? slot : NULL;
}

static bool is_function(const txSlot *instance) {
  const txSlot *internal = get_internal(instance);
  return internal && (internal->kind == XS_CALLBACK_KIND || internal->kind == XS_CALLBACK_X_KIND ||
                      internal->kind == XS_CODE_KIND || internal->kind == XS_CODE_X_KIND);
}

static const txSlot *find_own(const txSlot *instance, txID id) {
  for (const txSlot *slot = instance->next; slot; slot = slot->next)
    if (slot->ID == id && !(slot->flag & XS_INTERNAL_FLAG)) return slot;
  return NULL;
}

/* A property that is a string, own or inherited; NULL if it is something else. */
static const char *find_text(const txSlot *instance, txID id) {
  for (; instance; instance = instance->value.instance.prototype) {
    const txSlot *found = find_own(instance, id);
    if (found) return mxIsStringPrimitive(found) ? found->value.string : NULL;
  }
  return NULL;
}

static const char *get_function_name(const txSlot *function) {
  const txSlot *name = find_own(function, mxID(_name));
  return name && mxIsStringPrimitive(name) ? name->value.string : "";
}

/* The name of its class; NULL when no prototype has a constructor with a name. */
static const char *get_class_name(const txSlot *instance) {
  for (; instance; instance = instance->value.instance.prototype) {
    const txSlot *constructor = find_own(instance, mxID(_constructor));
    if (!constructor || constructor->kind != XS_REFERENCE_KIND || !is_function(constructor->value.reference)) continue;
    const char *name = get_function_name(constructor->value.reference);
    if (*name) return name;
  }
  return NULL;
}

static bool is_error(const txSlot *instance) {
  const txSlot *internal = get_internal(instance);
  return internal && internal->kind == XS_ERROR_KIND;
}

static bool is_buffer(const txSlot *internal) {
  return internal->kind == XS_ARRAY_BUFFER_KIND ||
         (internal->kind == XS_HOST_KIND && internal->value.host.variant.destructor == fxReleaseSharedChunk &&
          !(internal->flag & XS_HOST_HOOKS_FLAG));
}

/* ---- the part before the braces ---- */

/* "TypeError: message" and the frames of the stack. */
static void put_error(tinyxs_host_printer *printer, const txSlot *instance) {
  txMachine *the = printer->the;
  const char *name = find_text(instance, mxID(_name)), *message = find_text(instance, mxID(_message));
  if (!name) name = "Error";
  tinyxs_host_put(printer, name);
  if (message && *message) {
    if (*name) tinyxs_host_put(printer, ": ");
    tinyxs_host_put_lines(printer, message);
  }
  const txSlot *info = get_internal(instance)->value.error.info;
  for (const txSlot *frame = info ? info->next : NULL; frame; frame = frame->next) {
    const char *function = frame->value.key.string;
    tinyxs_host_put_line(printer);
    tinyxs_host_put(printer, " at ");
    if (function && *function) {
      tinyxs_host_put(printer, function);
      tinyxs_host_put(printer, " ");
    }
    tinyxs_host_put(printer, "(");
    if (frame->ID != XS_NO_ID) {
      tinyxs_host_put(printer, fxGetKeyName(the, frame->ID));
      tinyxs_host_put_format(printer, ":%ld", (long)frame->value.key.sum);
    }
    tinyxs_host_put(printer, ")");
  }
}

static void put_function(tinyxs_host_printer *printer, const txSlot *instance) {
  const char *name = get_function_name(instance);
  bool is_class = instance->next->flag & (XS_BASE_FLAG | XS_DERIVED_FLAG);
  tinyxs_host_put(printer, is_class ? "[class " : *name ? "[Function: " : "[Function ");
  tinyxs_host_put(printer, *name ? name : "(anonymous)");
  const txSlot *parent = instance->value.instance.prototype;
  if (is_class && parent && is_function(parent) && *get_function_name(parent)) {
    tinyxs_host_put(printer, " extends ");
    tinyxs_host_put(printer, get_function_name(parent));
  }
  tinyxs_host_put(printer, "]");
}

static void put_regexp(tinyxs_host_printer *printer, const txSlot *internal) {
  static const char letters[] = "gimnsuyd";
  const txSlot *key = internal->next;
  const char *source = key && (key->kind == XS_KEY_KIND || key->kind == XS_KEY_X_KIND) ? key->value.key.string : "";
  tinyxs_host_put_format(printer, "/");
  tinyxs_host_put(printer, *source ? source : "(?:)");
  tinyxs_host_put(printer, "/");
  txInteger flags = internal->value.regexp.code ? internal->value.regexp.code[0] : 0;
  for (int i = 0; letters[i]; i++)
    if (flags & 1 << i && letters[i] != 'n') tinyxs_host_put_bytes(printer, letters + i, 1);
}

static void put_boxed(tinyxs_host_printer *printer, const txSlot *internal, const char *class_name) {
  tinyxs_host_put(printer, "[");
  tinyxs_host_put(printer, class_name);
  tinyxs_host_put(printer, ": ");
  tinyxs_host_put_primitive(printer, internal);
  tinyxs_host_put(printer, "]");
}

/* What stands for the object itself, with its properties after it if it has some; false: its braces do. */
static bool put_base(tinyxs_host_printer *printer, const txSlot *instance) {
  const txSlot *internal = get_internal(instance);
  if (!internal) return false;
  if (is_function(instance)) return put_function(printer, instance), true;
  switch (internal->kind) {
  case XS_ERROR_KIND: put_error(printer, instance); return true;
  case XS_DATE_KIND: tinyxs_host_put_date(printer, internal->value.number); return true;
  case XS_REGEXP_KIND: put_regexp(printer, internal); return true;
  case XS_BOOLEAN_KIND: put_boxed(printer, internal, "Boolean"); return true;
  case XS_INTEGER_KIND:
  case XS_NUMBER_KIND: put_boxed(printer, internal, "Number"); return true;
  case XS_STRING_KIND:
  case XS_STRING_X_KIND: put_boxed(printer, internal, "String"); return true;
  case XS_SYMBOL_KIND: put_boxed(printer, internal, "Symbol"); return true;
  case XS_BIGINT_KIND:
  case XS_BIGINT_X_KIND: put_boxed(printer, internal, "BigInt"); return true;
  default: return false;
  }
}

/* ---- braces ---- */

static txIndex count_entries(const txSlot *internal) {
  txIndex count = 0;
  for (const txSlot *key = internal->next->value.list.first; key; key = key->next->next)
    if (!(key->flag & XS_DONT_ENUM_FLAG)) count++;
  return count;
}

static txIndex get_length(txMachine *the, const txSlot *internal) {
  switch (internal->kind) {
  case XS_ARRAY_KIND: return internal->value.array.length;
  case XS_MAP_KIND: return count_entries(internal);
  case XS_SET_KIND: {
    txIndex count = 0;
    for (const txSlot *slot = internal->next->value.list.first; slot; slot = slot->next)
      if (!(slot->flag & XS_DONT_ENUM_FLAG)) count++;
    return count;
  }
  default: { /* XS_TYPED_ARRAY_KIND */
    txSlot *view = internal->next;
    return (txIndex)fxGetDataViewSize(the, view, view->next) >> internal->value.typedArray.dispatch->shift;
  }
  }
}

static bool is_list(const txSlot *instance) {
  const txSlot *internal = get_internal(instance);
  if (!internal || !(instance->flag & XS_EXOTIC_FLAG)) return false;
  return internal->ID == XS_ARRAY_BEHAVIOR || internal->ID == XS_TYPED_ARRAY_BEHAVIOR;
}

/* "Foo(3) [", "Map(2) {", "Foo {", "{" */
static void put_opening(tinyxs_host_printer *printer, const txSlot *instance) {
  const txSlot *internal = get_internal(instance);
  const char *class_name = get_class_name(instance);
  bool list = is_list(instance);
  if (!list && internal && internal->kind == XS_ARRAY_KIND && instance->flag & XS_EXOTIC_FLAG)
    tinyxs_host_put(printer, "[Arguments] ");
  else if (internal && internal->kind == XS_MODULE_KIND)
    tinyxs_host_put(printer, "[Module: null prototype] ");
  else if (!class_name)
    tinyxs_host_put(printer, "[Object: null prototype] ");
  else if (list ? internal->kind != XS_ARRAY_KIND || strcmp(class_name, "Array") : strcmp(class_name, "Object")) {
    tinyxs_host_put(printer, class_name);
    bool counted = internal && (list || internal->kind == XS_MAP_KIND || internal->kind == XS_SET_KIND);
    if (counted) tinyxs_host_put_format(printer, "(%lu)", (unsigned long)get_length(printer->the, internal));
    tinyxs_host_put(printer, " ");
  }
  tinyxs_host_put(printer, list ? "[" : "{");
}

/* ---- entries ---- */

static void put_array_items(tinyxs_host_layout *layout, const txSlot *array, const level *here) {
  tinyxs_host_printer *printer = layout->printer;
  txIndex length = array->value.array.length, next = 0, shown = 0;
  for (txIndex i = 0;; i++) {
    /* XS moves the items when it collects garbage, so that their address is asked for each time. */
    txIndex items = fxGetIndexSize(printer->the, (txSlot *)(uintptr_t)array);
    const txSlot *item = i < items ? array->value.array.address + i : NULL;
    txIndex index = !item ? length : items == length ? i : *(const txIndex *)item; /* only arrays with holes keep indices */
    if (index > next && shown < ARRAY_ENTRIES) {
      tinyxs_host_layout_next(layout);
      tinyxs_host_put_format(printer, index - next == 1 ? "<%lu empty item>" : "<%lu empty items>",
                             (unsigned long)(index - next));
      next = index;
      shown++;
    }
    if (!item) break;
    if (shown == ARRAY_ENTRIES) break;
    txSlot copy = *item;
    tinyxs_host_layout_next(layout);
    if (copy.kind != XS_INTEGER_KIND && copy.kind != XS_NUMBER_KIND) layout->pad_end = true;
    put_value(printer, &copy, here);
    next = index + 1;
    shown++;
  }
  if (next < length) tinyxs_host_layout_more(layout, length - next);
}

static void put_typed_items(tinyxs_host_layout *layout, const txSlot *internal) {
  tinyxs_host_printer *printer = layout->printer;
  txSlot *view = internal->next, *buffer = view->next, value;
  const txTypeDispatch *dispatch = internal->value.typedArray.dispatch;
  txIndex length = get_length(printer->the, internal);
  for (txIndex i = 0; i < length && i < ARRAY_ENTRIES; i++) {
    txInteger offset = view->value.dataView.offset + (txInteger)(i << dispatch->shift);
    (*dispatch->getter)(printer->the, buffer->value.reference->next, offset, &value, EndianNative);
    tinyxs_host_layout_next(layout);
    tinyxs_host_put_primitive(printer, &value);
  }
  if (length > ARRAY_ENTRIES) tinyxs_host_layout_more(layout, length - ARRAY_ENTRIES);
}

static void put_map_entries(tinyxs_host_layout *layout, const txSlot *internal, const level *here) {
  for (const txSlot *key = internal->next->value.list.first; key; key = key->next->next) {
    if (key->flag & XS_DONT_ENUM_FLAG) continue;
    tinyxs_host_layout_next(layout);
    put_value(layout->printer, key, here);
    tinyxs_host_put(layout->printer, " => ");
    put_value(layout->printer, key->next, here);
  }
}

static void put_set_entries(tinyxs_host_layout *layout, const txSlot *internal, const level *here) {
  for (const txSlot *slot = internal->next->value.list.first; slot; slot = slot->next) {
    if (slot->flag & XS_DONT_ENUM_FLAG) continue;
    tinyxs_host_layout_next(layout);
    put_value(layout->printer, slot, here);
  }
}

static void put_buffer_entries(tinyxs_host_layout *layout, const txSlot *internal) {
  tinyxs_host_printer *printer = layout->printer;
  txInteger length = internal->next->value.bufferInfo.length;
  const uint8_t *bytes =
      internal->kind == XS_HOST_KIND ? internal->value.host.data : (const void *)internal->value.arrayBuffer.address;
  if (!bytes) length = 0;
  tinyxs_host_layout_next(layout);
  tinyxs_host_put(printer, "[Uint8Contents]: <");
  for (txInteger i = 0; i < length && i < BUFFER_BYTES; i++) tinyxs_host_put_format(printer, i ? " %02x" : "%02x", bytes[i]);
  if (length > BUFFER_BYTES) tinyxs_host_put_format(printer, " ... %ld more bytes", (long)(length - BUFFER_BYTES));
  tinyxs_host_put(printer, ">");
  tinyxs_host_layout_next(layout);
  tinyxs_host_put_format(printer, "byteLength: %ld", (long)length);
}

static void put_view_entries(tinyxs_host_layout *layout, txSlot *view, const level *here) {
  txSlot *buffer = view->next;
  tinyxs_host_layout_next(layout);
  tinyxs_host_put_format(layout->printer, "byteLength: %ld", (long)fxGetDataViewSize(layout->printer->the, view, buffer));
  tinyxs_host_layout_next(layout);
  tinyxs_host_put_format(layout->printer, "byteOffset: %ld", (long)view->value.dataView.offset);
  tinyxs_host_layout_next(layout);
  tinyxs_host_put(layout->printer, "buffer: ");
  put_value(layout->printer, buffer, here);
}

static void put_promise_entry(tinyxs_host_layout *layout, const txSlot *instance, const level *here) {
  txInteger status = mxPromiseStatus(instance)->value.integer;
  tinyxs_host_layout_next(layout);
  if (status == mxPendingStatus)
    tinyxs_host_put(layout->printer, "<pending>");
  else {
    if (status == mxRejectedStatus) tinyxs_host_put(layout->printer, "<rejected> ");
    put_value(layout->printer, mxPromiseResult(instance), here);
  }
}

static void put_property(tinyxs_host_layout *layout, const txSlot *slot, const level *here) {
  tinyxs_host_printer *printer = layout->printer;
  tinyxs_host_layout_next(layout);
  if (slot->flag & XS_DONT_ENUM_FLAG) tinyxs_host_put(printer, "[");
  tinyxs_host_put_key(printer, slot->ID);
  if (slot->flag & XS_DONT_ENUM_FLAG) tinyxs_host_put(printer, "]");
  tinyxs_host_put(printer, ": ");
  if (slot->kind == XS_ACCESSOR_KIND)
    tinyxs_host_put(printer, !slot->value.accessor.setter   ? "[Getter]"
                             : !slot->value.accessor.getter ? "[Setter]"
                                                            : "[Getter/Setter]");
  else
    put_value(printer, slot, here);
}

/* Names and values of an ordinary object's properties whose names are indices. */
static void put_indices(tinyxs_host_layout *layout, const txSlot *array, const level *here) {
  for (txIndex i = 0, items; i < (items = fxGetIndexSize(layout->printer->the, (txSlot *)(uintptr_t)array)); i++) {
    txSlot copy = array->value.array.address[i];
    unsigned long index = items == array->value.array.length ? i : *(const txIndex *)&copy;
    tinyxs_host_layout_next(layout);
    tinyxs_host_put_format(layout->printer, "'%lu': ", index);
    put_value(layout->printer, &copy, here);
  }
}

static bool is_shown(const tinyxs_host_printer *printer, const txSlot *instance, const txSlot *slot) {
  if (slot->flag & XS_INTERNAL_FLAG) return false;
  if (!is_error(instance)) return !(slot->flag & XS_DONT_ENUM_FLAG);
  if (slot->ID == mxID(_cause) || slot->ID == mxID(_errors)) return true;
  if (printer->plain_errors || slot->ID == mxID(_name) || slot->ID == mxID(_message) || slot->ID == mxID(_stack)) return false;
  return !(slot->flag & XS_DONT_ENUM_FLAG);
}

/* All that stands between the braces; tinyxs_host_layout_put calls it to measure and to print. */
static void put_entries(tinyxs_host_layout *layout, const void *context) {
  const level *here = context;
  const txSlot *instance = here->instance, *internal = get_internal(instance);
  if (is_list(instance)) {
    if (internal->kind == XS_TYPED_ARRAY_KIND)
      put_typed_items(layout, internal);
    else
      put_array_items(layout, internal, here);
  } else if (internal) {
    switch (internal->kind) {
    case XS_ARRAY_KIND: put_indices(layout, internal, here); break;
    case XS_MAP_KIND: put_map_entries(layout, internal, here); break;
    case XS_SET_KIND: put_set_entries(layout, internal, here); break;
    case XS_DATA_VIEW_KIND: put_view_entries(layout, (txSlot *)(uintptr_t)internal, here); break;
    case XS_PROMISE_KIND: put_promise_entry(layout, instance, here); break;
    case XS_WEAK_MAP_KIND:
    case XS_WEAK_SET_KIND:
      tinyxs_host_layout_next(layout);
      tinyxs_host_put(layout->printer, "<items unknown>");
      break;
    default:
      if (is_buffer(internal)) put_buffer_entries(layout, internal);
    }
  }
  for (const txSlot *slot = instance->next; slot; slot = slot->next)
    if (is_shown(layout->printer, instance, slot)) put_property(layout, slot, here);
}

/* ---- objects in objects ---- */

/* Whether it is an object or array that shows nothing but braces. */
static bool is_empty(tinyxs_host_printer *printer, const txSlot *instance) {
  const txSlot *internal = get_internal(instance);
  if (internal && (!is_list(instance) || get_length(printer->the, internal))) return false;
  for (const txSlot *slot = instance->next; slot; slot = slot->next)
    if (is_shown(printer, instance, slot)) return false;
  return true;
}

/* The number of a circular reference's target; the measuring of everything finds them. */
static uint32_t find_circular(tinyxs_host_printer *printer, const txSlot *instance, bool add) {
  for (uint32_t i = 0; i < printer->circulars; i++)
    if (printer->circular[i] == instance) return i + 1;
  if (!add || printer->circulars == TINYXS_HOST_CIRCULARS) return 0;
  printer->circular[printer->circulars++] = instance;
  return printer->circulars;
}

static bool put_circular(tinyxs_host_printer *printer, const txSlot *instance, const level *up) {
  while (up && up->instance != instance) up = up->up;
  if (!up) return false;
  tinyxs_host_put_format(printer, "[Circular *%lu]", (unsigned long)find_circular(printer, instance, printer->measuring));
  return true;
}

static void put_object(tinyxs_host_printer *printer, const txSlot *instance, const level *up) {
  while (instance && get_internal(instance) && get_internal(instance)->kind == XS_PROXY_KIND)
    instance = get_internal(instance)->value.proxy.target;
  if (!instance) {
    tinyxs_host_put(printer, "<Revoked Proxy>");
    return;
  }
  if (put_circular(printer, instance, up)) return;
  bool error = is_error(instance);
  level here = {up, instance, up ? up->depth + 1 : 0, (up ? up->errors : 0) + error};
  if (error) here.depth--; /* the causes of errors are always shown, to a limit of their own */
  uint32_t reference = find_circular(printer, instance, false);
  if (reference) tinyxs_host_put_format(printer, "<ref *%lu> ", (unsigned long)reference);
  tinyxs_host_layout layout = {.printer = printer, .list = is_list(instance), .put_entries = put_entries, .context = &here};
  bool deep = here.depth > DEPTH || here.errors > CAUSES;
  tinyxs_host_layout_begin(&layout);
  bool base = put_base(printer, instance);
  if (base && (deep || !tinyxs_host_layout_has_entries(&layout))) return;
  if (deep && !is_empty(printer, instance)) {
    const char *class_name = get_class_name(instance);
    tinyxs_host_put(printer, "[");
    tinyxs_host_put(printer, class_name ? class_name : "Object: null prototype");
    tinyxs_host_put(printer, "]");
    return;
  }
  if (base)
    tinyxs_host_put(printer, " {");
  else
    put_opening(printer, instance);
  if (!deep) tinyxs_host_layout_put(&layout);
  tinyxs_host_put(printer, layout.list ? "]" : "}");
}

static void put_value(tinyxs_host_printer *printer, const txSlot *value, const level *up) {
  if (value->kind == XS_EXPORT_KIND) value = value->value.export.closure;
  if (value && value->kind == XS_CLOSURE_KIND) value = value->value.closure;
  if (!value)
    tinyxs_host_put(printer, "<uninitialized>");
  else if (value->kind == XS_REFERENCE_KIND)
    put_object(printer, value->value.reference, up);
  else
    tinyxs_host_put_primitive(printer, value);
}

static void inspect(tinyxs_host_printer *printer, const txSlot *value) {
  if (mxIsStringPrimitive(value)) {
    tinyxs_host_put(printer, value->value.string);
    return;
  }
  if (value->kind == XS_REFERENCE_KIND) {
    printer->measuring = true;
    put_value(printer, value, NULL);
    printer->measuring = false;
  }
  put_value(printer, value, NULL);
}

void tinyxs_host_inspect(txMachine *the, tinyxs_host_stream stream, const txSlot *value) {
  inspect(&(tinyxs_host_printer){.the = the, .stream = stream}, value);
}

void tinyxs_host_inspect_exception(txMachine *the, tinyxs_host_stream stream, const txSlot *value) {
  inspect(&(tinyxs_host_printer){.the = the, .stream = stream, .plain_errors = true}, value);
}
