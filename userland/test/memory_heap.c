/* The heap: the break, fresh memory is zero, and a long run of allocations of all sizes. */

#include "check.h"

#include <stdint.h>

enum { SLOTS = 500, ROUNDS = 20000 };

static void the_break(void) {
    char *start = sbrk(0);
    CHECK(sbrk(3 * 4096 + 10) == start);
    CHECK((char *)sbrk(0) == start + 3 * 4096 + 10);
    for (int i = 0; i < 3 * 4096 + 10; i++) {
        if (start[i] != 0) {
            CHECK(!"fresh memory is zero");
            break;
        }
    }
    memset(start, 0xff, 3 * 4096 + 10);
    CHECK(brk(start) == 0);
    CHECK(sbrk(0) == start);
    CHECK(sbrk(2 * 4096) == start);
    CHECK(start[4096] == 0); /* What was given back comes again as zero. */
    CHECK(brk(start) == 0);
    FAILS(sbrk((intptr_t)1 << 46), ENOMEM);
    puts("brk");
}

static uint32_t next(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

/* Each block is filled with its own byte, so that overlapping blocks would show. */
static void allocations(void) {
    static unsigned char *blocks[SLOTS];
    static size_t sizes[SLOTS];
    uint32_t state = 7;
    for (int round = 0; round < ROUNDS; round++) {
        size_t slot = next(&state) % SLOTS;
        unsigned char fill = (unsigned char)slot;
        for (size_t i = 0; i < sizes[slot]; i += 97) {
            if (!CHECK(blocks[slot][i] == fill)) {
                return;
            }
        }
        size_t size = next(&state) % (next(&state) % 50 == 0 ? 300000 : 600);
        if (next(&state) % 3 == 0) {
            free(blocks[slot]);
            blocks[slot] = NULL;
            size = 0;
        } else {
            blocks[slot] = realloc(blocks[slot], size + 1);
            CHECK(blocks[slot] != NULL && (uintptr_t)blocks[slot] % 16 == 0);
            memset(blocks[slot], fill, size);
        }
        sizes[slot] = size;
    }
    for (int slot = 0; slot < SLOTS; slot++) {
        free(blocks[slot]);
    }
    printf("%d allocations\n", ROUNDS);
}

int main(void) {
    the_break();
    allocations();
    unsigned char *zeros = calloc(1000, 1000);
    bool clean = zeros != NULL;
    for (int i = 0; clean && i < 1000000; i += 13) {
        clean = zeros[i] == 0;
    }
    CHECK(clean);
    free(zeros);
    volatile size_t huge = (size_t)-1;
    void *volatile none = malloc(huge);
    void *volatile neither = calloc(huge / 2, 3);
    CHECK(none == NULL && neither == NULL && errno == ENOMEM);
    puts("calloc and limits");
    return finish();
}
