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

static struct chunk *free_down_to(struct chunk *chunk, const struct chunk *end) {
    while (chunk != end) {
        struct chunk *released = chunk;
        chunk = chunk->below;
        free(released);
    }
    return chunk;
}

void memory_release(mark to) { top = free_down_to(top, to); }

void memory_free(mark detached) { free_down_to(detached, NULL); }

mark memory_detach(mark from) {
    struct chunk *detached = top != from ? top : NULL;
    for (struct chunk *chunk = detached; chunk != NULL; chunk = chunk->below) {
        chunk->below = chunk->below != from ? chunk->below : NULL;
    }
    top = from;
    return detached;
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

char *memory_number(long number) {
    char text[24];
    return memory_copy(text, (size_t)snprintf(text, sizeof text, "%ld", number));
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
