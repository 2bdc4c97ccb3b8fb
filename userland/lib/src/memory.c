/*
 * Blocks of memory. Copying goes by machine words where source and target are equally aligned, and
 * by bytes where they are not: misaligned words are slow or trap on many harts.
 */

#include <stdint.h>
#include <string.h>

typedef uint64_t __attribute__((may_alias)) word;

enum { WORD = sizeof(word) };

static int equally_aligned(const void *left, const void *right) {
    return (((uintptr_t)left ^ (uintptr_t)right) % WORD) == 0;
}

static int aligned(const void *address) { return (uintptr_t)address % WORD == 0; }

/* Four words at a time, then single words, then bytes. */
void *memcpy(void *restrict to, const void *restrict from, size_t size) {
    unsigned char *target = to;
    const unsigned char *source = from;
    if (equally_aligned(to, from)) {
        for (; size > 0 && !aligned(target); size--) {
            *target++ = *source++;
        }
        for (; size >= 4 * WORD; size -= 4 * WORD, target += 4 * WORD, source += 4 * WORD) {
            word *words = (word *)target;
            const word *others = (const word *)source;
            word first = others[0], second = others[1], third = others[2], fourth = others[3];
            words[0] = first;
            words[1] = second;
            words[2] = third;
            words[3] = fourth;
        }
        for (; size >= WORD; size -= WORD, target += WORD, source += WORD) {
            *(word *)target = *(const word *)source;
        }
    }
    while (size-- > 0) {
        *target++ = *source++;
    }
    return to;
}

void *mempcpy(void *restrict to, const void *restrict from, size_t size) {
    return (char *)memcpy(to, from, size) + size;
}

/* From the last byte to the first, for a target that overlaps the end of its source. */
static void copy_backwards(unsigned char *to, const unsigned char *from, size_t size) {
    if (equally_aligned(to, from)) {
        while (size > 0 && !aligned(to + size)) {
            size--;
            to[size] = from[size];
        }
        for (; size >= WORD; size -= WORD) {
            *(word *)(to + size - WORD) = *(const word *)(from + size - WORD);
        }
    }
    while (size-- > 0) {
        to[size] = from[size];
    }
}

void *memmove(void *to, const void *from, size_t size) {
    if ((uintptr_t)to - (uintptr_t)from >= size) {
        return memcpy(to, from, size); /* Forwards never overtakes what is still to be read. */
    }
    copy_backwards(to, from, size);
    return to;
}

/* Bytes up to the first whole word, words, and the bytes that are left. */
void *memset(void *memory, int byte, size_t size) {
    unsigned char *target = memory;
    word pattern = 0x0101010101010101UL * (unsigned char)byte;
    for (; size > 0 && !aligned(target); size--) {
        *target++ = (unsigned char)byte;
    }
    for (; size >= WORD; size -= WORD, target += WORD) {
        *(word *)target = pattern;
    }
    while (size-- > 0) {
        *target++ = (unsigned char)byte;
    }
    return memory;
}

int memcmp(const void *left, const void *right, size_t size) {
    const unsigned char *a = left, *b = right;
    for (; size > 0; size--, a++, b++) {
        if (*a != *b) {
            return *a - *b;
        }
    }
    return 0;
}

void *memchr(const void *memory, int byte, size_t size) {
    const unsigned char *bytes = memory;
    for (; size > 0; size--, bytes++) {
        if (*bytes == (unsigned char)byte) {
            return (void *)bytes;
        }
    }
    return NULL;
}
