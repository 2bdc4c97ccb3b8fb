/* compress [ROUNDS]: compresses 64 KiB of text by references to what was there before, expands it again and
 * compares, ROUNDS times: hashing, comparison of strings, and copies of a few bytes.
 *
 * The compressed form is of groups: a byte of flags, and for each of its bits a letter (0), or two bytes
 * with how far back (12 bits) a string is repeated, and how long (4 bits, from 3 on). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT = 1 << 16, LEAST = 3, MOST = 18, FAR = 4095, BUCKETS = 1 << 12, TRIES = 8, NOWHERE = -1 };

#define EXPECTED 0xac2d9814u

static unsigned char text[TEXT], packed[2 * TEXT], unpacked[TEXT];
static int newest[BUCKETS], older[TEXT];

/* Words, the shorter the more often, with some letters that are nowhere else. */
static void write_text(void)
{
    static const char *const words[] = {
        "the", "of", "and", "to", "in", "is", "that", "process", "waits", "for",
        "its", "parent", "signal", "which", "kernel", "handles", "interrupt", "memory", "machine", "time",
    };
    uint32_t state = 1;
    for (int at = 0; at < TEXT;) {
        state = state * 1103515245u + 12345u;
        uint32_t chosen = state >> 16;
        const char *word = words[chosen % 20 * (chosen / 20 % 20) / 20];
        for (; *word && at < TEXT; at++)
            text[at] = (unsigned char)*word++;
        if (at < TEXT)
            text[at++] = chosen % 7 == 0 ? (unsigned char)('A' + chosen % 26) : ' ';
    }
}

static unsigned bucket(const unsigned char *at)
{
    return (at[0] * 2654435761u ^ at[1] * 40503u * 64u ^ at[2] * 97u) >> 7 & (BUCKETS - 1);
}

static int common(int one, int other)
{
    int most = TEXT - other < MOST ? TEXT - other : MOST, length = 0;
    while (length < most && text[one + length] == text[other + length])
        length++;
    return length;
}

/* The best place to refer to from `at`; its length goes to `*length`. */
static int search(int at, int *length)
{
    int best = NOWHERE, tries = TRIES;
    *length = LEAST - 1;
    if (at + LEAST > TEXT)
        return best;
    for (int from = newest[bucket(text + at)]; from != NOWHERE && at - from <= FAR && tries-- > 0;
         from = older[from]) {
        int same = common(from, at);
        if (same > *length) {
            *length = same;
            best = from;
        }
    }
    return best;
}

static void remember(int at)
{
    if (at + LEAST > TEXT)
        return;
    unsigned in = bucket(text + at);
    older[at] = newest[in];
    newest[in] = at;
}

/* Compresses the text, and returns the size of what came of it. */
static int compress(void)
{
    int size = 0, flags = 0, group = 8;
    for (int i = 0; i < BUCKETS; i++)
        newest[i] = NOWHERE;
    for (int at = 0, length; at < TEXT; group++) {
        if (group == 8) {
            group = 0;
            flags = size++;
            packed[flags] = 0;
        }
        int from = search(at, &length);
        if (from == NOWHERE) {
            length = 1;
            packed[size++] = text[at];
        } else {
            int back = at - from;
            packed[flags] |= (unsigned char)(1 << group);
            packed[size++] = (unsigned char)(back >> 4);
            packed[size++] = (unsigned char)(back << 4 | (length - LEAST));
        }
        while (length-- > 0)
            remember(at++);
    }
    return size;
}

static void expand(void)
{
    int from = 0, flags = 0, group = 8;
    for (int at = 0; at < TEXT; group++) {
        if (group == 8) {
            group = 0;
            flags = packed[from++];
        }
        if (flags >> group & 1) {
            int back = packed[from] << 4 | packed[from + 1] >> 4;
            int length = (packed[from + 1] & 0xf) + LEAST;
            from += 2;
            for (; length > 0; length--, at++)
                unpacked[at] = unpacked[at - back];
        } else {
            unpacked[at++] = packed[from++];
        }
    }
}

static uint32_t checksum(int size)
{
    uint32_t sum = 0;
    for (int i = 0; i < size; i++)
        sum = sum * 31 + packed[i];
    return sum;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1, size = 0;
    write_text();
    for (int round = 0; round < rounds; round++) {
        size = compress();
        memset(unpacked, 0, sizeof unpacked);
        expand();
        if (memcmp(text, unpacked, TEXT) != 0) {
            printf("compress: what was expanded is not what was compressed\n");
            return 1;
        }
    }
    uint32_t sum = checksum(size);
    printf("%d %08x\n", size, sum);
    return rounds > 0 && sum != EXPECTED;
}
