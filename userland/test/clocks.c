/* Clocks and sleeping: time goes forward, sleeps are long enough, and deadlines are kept. */

#include "check.h"

#include <sys/time.h>
#include <time.h>

static double now(clockid_t clock) {
    struct timespec time;
    CHECK(clock_gettime(clock, &time) == 0 && time.tv_nsec >= 0 && time.tv_nsec < 1000000000);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void forward(void) {
    double before = now(CLOCK_MONOTONIC);
    for (int i = 0; i < 1000; i++) {
        double next = now(CLOCK_MONOTONIC);
        CHECK(next >= before);
        before = next;
    }
    CHECK(now(CLOCK_REALTIME) > 1e9);
    struct timeval day;
    CHECK(gettimeofday(&day, NULL) == 0 && day.tv_sec >= time(NULL) - 2);
    puts("forward");
}

static void sleeping(void) {
    double start = now(CLOCK_MONOTONIC);
    struct timespec time = {0, 30000000};
    CHECK(nanosleep(&time, NULL) == 0);
    CHECK(now(CLOCK_MONOTONIC) - start >= 0.03);
    start = now(CLOCK_MONOTONIC);
    CHECK(usleep(20000) == 0 && now(CLOCK_MONOTONIC) - start >= 0.02);
    struct timespec nothing = {0, 0};
    CHECK(nanosleep(&nothing, NULL) == 0);
    puts("sleeping");
}

static void deadline(void) {
    struct timespec time;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &time) == 0);
    time.tv_nsec += 30000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == 0);
    CHECK(now(CLOCK_MONOTONIC) >= (double)time.tv_sec + (double)time.tv_nsec / 1e9);
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == 0); /* In the past. */
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){0, -1}, NULL) == EINVAL);
    puts("deadline");
}

/* Processor time passes while computing, and hardly while sleeping. */
static void processor_time(void) {
    double start = now(CLOCK_PROCESS_CPUTIME_ID), wall = now(CLOCK_MONOTONIC);
    usleep(50000);
    double slept = now(CLOCK_PROCESS_CPUTIME_ID) - start;
    CHECK(slept < (now(CLOCK_MONOTONIC) - wall) / 2);
    for (volatile long i = 0; i < 300000; i++) {
    }
    CHECK(now(CLOCK_PROCESS_CPUTIME_ID) > start + slept);
    puts("processor time");
}

/* Sleepers wake in the order of their deadlines. */
static void order(void) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    for (int i = 0; i < 3; i++) {
        if (split() == 0) {
            usleep((useconds_t)(3 - i) * 150000);
            char name = (char)('a' + i);
            CHECK(write(ends[1], &name, 1) == 1);
            leave(failures);
        }
    }
    char names[4] = "";
    for (int i = 0; i < 3; i++) {
        CHECK(read(ends[0], &names[i], 1) == 1);
        CHECK(wait_status(-1) == 0);
    }
    printf("woke in the order %s\n", names);
    CHECK(strcmp(names, "cba") == 0);
}

int main(void) {
    forward();
    sleeping();
    deadline();
    processor_time();
    order();
    return finish();
}
