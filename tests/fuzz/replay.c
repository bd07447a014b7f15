/* Replays kept inputs through a fuzz target built without the fuzzer: every file given, and each
 * cut short at every length. */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

#define ROOM (1 << 20)
#define CUTS 4096 /* lengths tried of a long file */

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(ROOM);
    if (!file || !bytes) return 1;
    size_t length = fread(bytes, 1, ROOM, file);
    fclose(file);
    for (size_t cut = 0; cut < length && cut < CUTS; cut++)
        LLVMFuzzerTestOneInput(bytes, cut);
    LLVMFuzzerTestOneInput(bytes, length);
    free(bytes);
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (replay(argv[i])) {
            fprintf(stderr, "%s cannot be read\n", argv[i]);
            return 1;
        }
    return argc < 2;
}
