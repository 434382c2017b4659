/* Module text to XS bytecode, with positions in the TypeScript source. */
#include "parse.h"
#include "host.h"
#include "machine.h"
#include "xsAll.h"
#include "xsScript.h"

/* Keeps the first error: later ones tend to follow from it. */
static void keep_error(void *console, txString path, txInteger line, txString format, va_list arguments) {
  tinyxs_runtime *runtime = ((txMachine *)console)->context;
  size_t size = sizeof runtime->syntax_error;
  if (runtime->syntax_error[0]) return;
  int used = snprintf(runtime->syntax_error, size, "%s:%d: ", path ? path : "?", (int)line);
  if (used > 0 && (size_t)used < size) vsnprintf(runtime->syntax_error + used, size - (size_t)used, format, arguments);
}

/* XS reads maps of one source: each module has its own map, named in its last line. */
static void apply_source_map(txParser *parser, txString path, txString name) {
  size_t length;
  txString map_path = fxCombinePath(parser, path, name);
  char *map = tinyxs_host_read_text(map_path, &length);
  if (!map) return;
  txStringCStream stream = {map, 0, (txSize)length};
  txString source = NULL;
  parser->path = fxNewParserSymbol(parser, map_path);
  fxParserSourceMap(parser, &stream, fxStringCGetter, mxDebugFlag, &source);
  tinyxs_host_release_text(map);
  if (parser->errorCount || !source) return;
  parser->path = fxNewParserSymbol(parser, source[0] == '/' ? source : fxCombinePath(parser, map_path, source));
}

txScript *tinyxs_parse_module(txMachine *the, const char *path) {
  tinyxs_runtime *runtime = the->context;
  size_t length;
  char *text = tinyxs_host_read_text(path, &length);
  runtime->syntax_error[0] = 0;
  if (!text) return NULL;

  txParser machinery, *parser = &machinery;
  txParserJump jump;
  txScript *volatile script = NULL;
  txStringCStream stream = {text, 0, (txSize)length};
  fxInitializeParser(parser, the, the->parserBufferSize, the->parserTableModulo);
  parser->firstJump = &jump;
  parser->reportError = keep_error;
  if (c_setjmp(jump.jmp_buf) == 0) {
    txString map_name = NULL;
    parser->path = fxNewParserSymbol(parser, (txString)path);
    fxParserTree(parser, &stream, fxStringCGetter, mxDebugFlag, &map_name);
    if (map_name && parser->errorCount == 0) apply_source_map(parser, (txString)path, map_name);
    fxParserHoist(parser);
    fxParserBind(parser);
    script = fxParserCode(parser);
  }
  fxTerminateParser(parser);
  tinyxs_host_release_text(text);
  return script;
}
