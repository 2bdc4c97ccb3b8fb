/*
 * seq: counts.
 *
 *     seq LAST
 *     seq FIRST LAST
 *     seq FIRST STEP LAST
 */

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    if (argc < 2 || argc > 4) {
        errx(2, "usage: seq [FIRST [STEP]] LAST");
    }
    long first = argc > 2 ? atol(argv[1]) : 1;
    long step = argc > 3 ? atol(argv[2]) : 1;
    long last = atol(argv[argc - 1]);
    if (step == 0) {
        errx(2, "a step of 0 never ends");
    }
    for (long i = first; step > 0 ? i <= last : i >= last; i += step) {
        printf("%ld\n", i);
    }
    return 0;
}
