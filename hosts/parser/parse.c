/* SPDX-License-Identifier: Apache-2.0 */
/* XS's parser on files, with source maps. */
#include "parse.h"
#include "xsScript.h"
#include <limits.h>
#include <sys/stat.h>

/* Longer strings, in a module or its map, are refused. Pages of the buffer that no string reaches take no memory. */
#define BUFFER_BYTES (64 * 1024 * 1024)

/* The parser's first complaint; later ones tend to follow from it. Static: XS wants the machine for its `console`. */
static char complaint[300];

/* A file's bytes, zero-terminated, from malloc; NULL when there is no such file. */
static char *read_text(const char *path, size_t *length) {
  struct stat status;
  FILE *file = fopen(path, "rb");
  char *text = NULL;
  if (!file) return NULL;
  if (!fstat(fileno(file), &status) && S_ISREG(status.st_mode) && status.st_size < INT_MAX &&
      (text = malloc((size_t)status.st_size + 1))) {
    *length = fread(text, 1, (size_t)status.st_size, file);
    text[*length] = 0;
  }
  fclose(file);
  return text;
}

static void keep_error(void *console, txString path, txInteger line, txString format, va_list arguments) {
  (void)console;
  if (complaint[0]) return;
  int used = snprintf(complaint, sizeof complaint, "%s:%d: ", path ? path : "?", (int)line);
  if (used > 0 && (size_t)used < sizeof complaint)
    vsnprintf(complaint + used, sizeof complaint - (size_t)used, format, arguments);
}

/* XS reads maps of one source: each module has its own map, named in its last line. */
static void apply_source_map(txParser *parser, txString path, txString name) {
  size_t length;
  txString map_path = fxCombinePath(parser, path, name);
  char *map = read_text(map_path, &length);
  if (!map) return;
  /* XS fails on the map of a module of types only, which has no source. */
  if (strstr(map, "\"sources\":[]")) {
    free(map);
    return;
  }
  txStringCStream stream = {map, 0, (txSize)length};
  txString source = NULL;
  parser->path = fxNewParserSymbol(parser, map_path);
  fxParserSourceMap(parser, &stream, fxStringCGetter, mxDebugFlag, &source);
  free(map);
  if (parser->errorCount || !source) return;
  for (txInteger i = 1; i <= parser->line;
       i++) /* what the map leaves out, such as a loop's empty body, is of the line before */
    if (!parser->lines[i]) parser->lines[i] = parser->lines[i - 1];
  parser->path = fxNewParserSymbol(parser, source[0] == '/' ? source : fxCombinePath(parser, map_path, source));
}

txScript *tinyxs_host_parse_module(txMachine *the, const char *path, bool debug, const char **error) {
  size_t length;
  char *text = read_text(path, &length);
  *error = complaint;
  complaint[0] = 0;
  if (!text) {
    snprintf(complaint, sizeof complaint, "%s: can't be read", path);
    return NULL;
  }
  txParser machinery, *parser = &machinery;
  txParserJump jump;
  txScript *volatile script = NULL;
  txStringCStream stream = {text, 0, (txSize)length};
  fxInitializeParser(parser, the, BUFFER_BYTES, the->parserTableModulo);
  parser->firstJump = &jump;
  parser->reportError = keep_error;
  if (c_setjmp(jump.jmp_buf) == 0) {
    txString map_name = NULL;
    parser->path = fxNewParserSymbol(parser, (txString)path);
    fxParserTree(parser, &stream, fxStringCGetter, debug ? mxDebugFlag : 0, &map_name);
    if (debug && map_name && parser->errorCount == 0) apply_source_map(parser, (txString)path, map_name);
    fxParserHoist(parser);
    fxParserBind(parser);
    script = fxParserCode(parser);
  }
  fxTerminateParser(parser);
  free(text);
  if (!complaint[0]) return script;
  if (script) fxDeleteScript(script);
  return NULL;
}
