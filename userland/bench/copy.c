/* copy [ROUNDS]: copies, moves, fills, compares and measures memory and strings of 1 byte to 64 KiB with
 * the functions of the C library, ROUNDS times. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 16, SHORT = 1 << 10 };

#define EXPECTED 0x0515af2cu

static char from[MOST + 1], to[MOST + 1];

static void fill(void)
{
    uint32_t state = 1;
    for (int i = 0; i < MOST; i++) {
        state = state * 1103515245u + 12345u;
        from[i] = (char)('!' + (state >> 16) % 90);
    }
    from[MOST] = '\0';
}

static uint32_t work_on_memory(uint32_t sum, size_t size)
{
    memset(to, (int)size & 0x7f, sizeof to);
    memcpy(to, from, size);
    memmove(to + 1, to, size);
    sum = sum * 31 + (unsigned char)to[size];
    return sum * 31 + (uint32_t)(memcmp(to + 1, from, size) == 0);
}

static uint32_t work_on_strings(uint32_t sum, size_t size)
{
    char kept = from[size];
    from[size] = '\0';
    strcpy(to, from);
    sum = sum * 31 + (uint32_t)strlen(to);
    sum = sum * 31 + (uint32_t)(strcmp(to, from) == 0);
    char *found = strchr(to, '~');
    sum = sum * 31 + (uint32_t)(found ? found - to : -1);
    from[size] = kept;
    return sum;
}

static uint32_t work(void)
{
    uint32_t sum = 0;
    for (size_t size = 1; size <= MOST; size *= 2)
        sum = work_on_memory(sum, size - size / 3);
    for (size_t size = 1; size <= SHORT; size += 13)
        sum = work_on_strings(sum, size);
    return work_on_strings(sum, MOST - 1);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    uint32_t sum = 0;
    fill();
    for (int round = 0; round < rounds; round++)
        sum = work();
    printf("%08x\n", sum);
    return rounds > 0 && sum != EXPECTED;
}
