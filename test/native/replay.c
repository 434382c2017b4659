/* SPDX-License-Identifier: Apache-2.0 */
/* replay FILE...: gives files to the fuzz target, as it would get them from libFuzzer: those that once broke the engine. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int main(int count, char **arguments) {
  for (int i = 1; i < count; i++) {
    FILE *file = fopen(arguments[i], "rb");
    if (!file) return perror(arguments[i]), 2;
    fseek(file, 0, SEEK_END);
    size_t size = (size_t)ftell(file);
    rewind(file);
    uint8_t *bytes = malloc(size + 1);
    if (!bytes || fread(bytes, 1, size, file) != size) return fprintf(stderr, "%s: can't be read\n", arguments[i]), 2;
    fclose(file);
    fprintf(stderr, "%s\n", arguments[i]);
    LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
  }
  return 0;
}
