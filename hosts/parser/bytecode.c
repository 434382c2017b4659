/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tinyxs-bytecode: compiles an app's modules for devices that have no parser.
 *
 *     tinyxs-bytecode OUT NAME=FILE...
 *
 * OUT is the beginning of the output files' names: OUT0 is the bytecode of the first module, and so on, with symbols resolved
 * to the key numbers of a new machine plus the names that the app adds. Those go to standard output, one a line as a JSON
 * string, after a line with the number of the first.
 */
#include "parse.h"
#include "xsScript.h"

static const txCreation creation = {
    .initialChunkSize = 256 * 1024,
    .incrementalChunkSize = 64 * 1024,
    .initialHeapCount = 16 * 1024,
    .incrementalHeapCount = 4 * 1024,
    .stackCount = 4096,
    .initialKeyCount = 8192,
    .incrementalKeyCount = 512,
    .nameModulo = 1993,
    .symbolModulo = 127,
    .parserBufferSize = 64 * 1024,
    .parserTableModulo = 1993,
};

/* Code and strings stay in flash: these instructions use them where they are, those of the compiler copy them into the heap. */
static txU1 keep_in_place(txU1 code) {
  switch (code) {
  case XS_CODE_CODE_1: return XS_CODE_CODE_ARCHIVE_1;
  case XS_CODE_CODE_2: return XS_CODE_CODE_ARCHIVE_2;
  case XS_CODE_CODE_4: return XS_CODE_CODE_ARCHIVE_4;
  case XS_CODE_STRING_1: return XS_CODE_STRING_ARCHIVE_1;
  case XS_CODE_STRING_2: return XS_CODE_STRING_ARCHIVE_2;
  case XS_CODE_STRING_4: return XS_CODE_STRING_ARCHIVE_4;
  default: return code;
  }
}

/* Replaces the module's own symbol numbers by the machine's, as fxRunScript() would on the device. */
static void resolve_symbols(txMachine *the, txScript *script) {
  txByte *at = script->symbolsBuffer, *end;
  txID count;
  memcpy(&count, at, sizeof count);
  at += sizeof count;
  txID *ids = calloc((size_t)count + 1, sizeof *ids);
  if (!ids) exit(1);
  for (txID i = 1; i < count; i++) {
    ids[i] = fxNewNameC(the, (txString)at);
    at += strlen((char *)at) + 1;
  }
  for (at = script->codeBuffer, end = at + script->codeSize; at < end;) {
    *(txU1 *)at = keep_in_place(*(txU1 *)at);
    txS1 size = gxCodeSizes[*(txU1 *)at];
    txU2 length16;
    txS4 length32;
    txID id;
    switch (size) {
    case 0: /* a symbol */
      memcpy(&id, at + 1, sizeof id);
      if (id != XS_NO_ID) memcpy(at + 1, &ids[id], sizeof id);
      at += 1 + sizeof id;
      break;
    case -1: at += 2 + *(txU1 *)(at + 1); break; /* a string, after its length */
    case -2:
      memcpy(&length16, at + 1, sizeof length16);
      at += 3 + length16;
      break;
    case -4:
      memcpy(&length32, at + 1, sizeof length32);
      at += 5 + length32;
      break;
    default: at += size;
    }
  }
  free(ids);
}

static bool write_code(const char *out, int index, const txScript *script) {
  char path[C_PATH_MAX];
  snprintf(path, sizeof path, "%s%d", out, index);
  FILE *file = fopen(path, "wb");
  bool good = file && fwrite(script->codeBuffer, 1, (size_t)script->codeSize, file) == (size_t)script->codeSize;
  if (file && fclose(file)) good = false;
  if (!good) perror(path);
  return good;
}

static void print_json_string(const char *text) {
  putchar('"');
  for (; *text; text++)
    if (*text == '"' || *text == '\\' || (unsigned char)*text < ' ')
      printf("\\u%04x", (unsigned)(unsigned char)*text);
    else
      putchar(*text);
  puts("\"");
}

int main(int count, char **arguments) {
  txMachine *the = fxCreateMachine((txCreation *)&creation, "tinyxs-bytecode", NULL, XS_NO_ID);
  if (count < 3 || !the) return fputs("usage: tinyxs-bytecode OUT NAME=FILE...\n", stderr), 2;
  _Static_assert(sizeof(txID) == 2, "devices have 16-bit keys");
  txID first = the->keyIndex;
  fxBeginHost(the);
  for (int i = 2; i < count; i++) {
    const char *error, *file = strchr(arguments[i], '=');
    txScript *script = file ? tinyxs_host_parse_module(the, file + 1, false, &error) : NULL;
    if (!script) return fprintf(stderr, "%s\n", file ? error : arguments[i]), 1;
    resolve_symbols(the, script);
    if (!write_code(arguments[1], i - 2, script)) return 1;
    fxDeleteScript(script);
  }
  printf("%d\n", (int)first);
  for (txID id = first; id < the->keyIndex; id++) print_json_string(fxGetKeyName(the, id));
  fxEndHost(the);
  fxDeleteMachine(the);
  return 0;
}
