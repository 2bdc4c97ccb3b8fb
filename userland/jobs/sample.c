/*
 * sample: a job that has to be in time.
 *
 *     sample COUNT PERIOD-MILLISECONDS
 *
 * At the start of every period there is a reading to be taken, which needs half a millisecond of
 * work and is lost when it is not done within the period. Prints how many were lost.
 */

#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WORK = 100000, MILLISECOND = 1000000 };

static volatile unsigned reading;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static void take_reading(void) {
    unsigned value = 1;
    for (int i = 0; i < WORK; i++) {
        value = value * 1664525 + 1013904223;
    }
    reading = value;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        errx(2, "usage: sample COUNT PERIOD-MILLISECONDS");
    }
    int count = atoi(argv[1]), lost = 0;
    int64_t period = atoi(argv[2]) * (int64_t)MILLISECOND;
    int64_t due = now() + period;
    for (int n = 0; n < count; n++, due += period) {
        struct timespec until = {due / 1000000000, due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        take_reading();
        lost += now() > due + period;
    }
    printf("%d readings, %d lost\n", count, lost);
    return 0;
}
