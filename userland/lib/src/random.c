/* Pseudo-random numbers: Marsaglia's xorshift64 with a multiplied output (Vigna's "star"). */

#include <stdint.h>
#include <stdlib.h>

#include "thread.h"

static uint64_t state = 0x9e3779b97f4a7c15;
static int lock;

static int next(uint64_t *seed) {
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return (int)((*seed * 0x2545f4914f6cdd1d) >> 33);
}

/* Any seed but the one that makes the state zero, from which xorshift never gets away. */
void srand(unsigned int seed) {
    HOLDING(&lock);
    state = 0x9e3779b97f4a7c15 ^ seed;
}

int rand(void) {
    HOLDING(&lock);
    return next(&state);
}

int rand_r(unsigned int *seed) {
    uint64_t long_state = 0x9e3779b97f4a7c15 ^ *seed;
    int number = next(&long_state);
    *seed = (unsigned int)long_state;
    return number;
}
