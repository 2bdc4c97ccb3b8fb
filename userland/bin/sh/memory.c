/* The shell's memory: a stack of chunks, released back to a mark. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

struct chunk {
    struct chunk *below;
    _Alignas(16) char bytes[];
};

static struct chunk *top;

mark memory_mark(void) { return top; }

void memory_release(mark to) {
    while (top != to) {
        struct chunk *released = top;
        top = top->below;
        free(released);
    }
}

void *memory_get(size_t size) {
    struct chunk *chunk = calloc(1, sizeof *chunk + size);
    if (chunk == NULL) {
        fputs("sh: out of memory\n", stderr);
        exit(2);
    }
    chunk->below = top;
    top = chunk;
    return chunk->bytes;
}

char *memory_copy(const char *text, size_t length) {
    char *copy = memory_get(length + 1);
    memcpy(copy, text, length);
    return copy;
}

/* A grown list is a new chunk; the old one is released with everything else. */
void words_add(struct words *words, char *word) {
    if (words->count + 2 > words->room) {
        int room = words->room == 0 ? 8 : words->room * 2;
        char **larger = memory_get((size_t)room * sizeof *larger);
        if (words->count > 0) {
            memcpy(larger, words->item, (size_t)words->count * sizeof *larger);
        }
        words->item = larger;
        words->room = room;
    }
    words->item[words->count++] = word;
    words->item[words->count] = NULL;
}
