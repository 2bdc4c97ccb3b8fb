/*
 * enquiry: a job with somebody at a terminal.
 *
 *     enquiry QUESTIONS THINK-MILLISECONDS
 *
 * For every question somebody thinks for a while, in which the job waits; then the answer takes a
 * little work. What they notice is how long they wait for the answer.
 */

#include <err.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WORK = 100000, MILLISECOND = 1000000 };

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static unsigned answer(unsigned question) {
    unsigned value = question;
    for (int i = 0; i < WORK; i++) {
        value = value * 1664525 + 1013904223;
    }
    return value;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        errx(2, "usage: enquiry QUESTIONS THINK-MILLISECONDS");
    }
    int questions = atoi(argv[1]);
    int64_t think = atoi(argv[2]) * (int64_t)MILLISECOND;
    int64_t longest = 0;
    unsigned last = 0;
    for (int n = 0; n < questions; n++) {
        int64_t due = now() + think;
        struct timespec until = {due / 1000000000, due % 1000000000};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        last = answer((unsigned)n);
        int64_t waited = now() - due;
        longest = waited > longest ? waited : longest;
    }
    printf("%d answers, the last %08x; longest wait %ld us\n", questions, last,
           (long)(longest / 1000));
    return 0;
}
