/*
 * priority_inversion: how a thread of middling priority keeps an urgent one waiting, and how
 * priority inheritance prevents it.
 *
 * Three threads share one hart by SCHED_FIFO. The low one has a lock, for a short time. The high one
 * wants it and must wait. Then the middle one, which needs no lock, becomes ready and computes for
 * long: with a plain mutex it takes the hart from the low one, and so from the high one too, which
 * waits for both. With PTHREAD_PRIO_INHERIT the low one runs by the priority of whoever waits for its
 * lock, finishes, and the high one waits for it alone.
 *
 * qemu-user: no (the host may refuse real-time priorities).
 */

#define _GNU_SOURCE

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LOW = 10, MIDDLE = 20, HIGH = 30 };

static const long HELD = 2000000, COMPUTED = 50000000; /* nanoseconds */

static pthread_mutex_t lock;
static pthread_t low, middle, high;
static long waited;

static void must(int error, const char *what) {
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", what, strerror(error));
        exit(1);
    }
}

static long now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

/* Computes for so long on the hart, not counting when others have it. */
static void compute(long nanoseconds) {
    long end = now(CLOCK_THREAD_CPUTIME_ID) + nanoseconds;
    while (now(CLOCK_THREAD_CPUTIME_ID) < end) {
    }
}

static pthread_t start(void *(*function)(void *), int priority) {
    pthread_attr_t attributes;
    pthread_t thread;
    struct sched_param parameter = {.sched_priority = priority};
    pthread_attr_init(&attributes);
    pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
    pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
    pthread_attr_setschedparam(&attributes, &parameter);
    must(pthread_create(&thread, &attributes, function, NULL), "creating a thread");
    return thread;
}

static void *run_middle(void *arg) {
    compute(COMPUTED);
    return arg;
}

static void *run_high(void *arg) {
    long begin = now(CLOCK_MONOTONIC);
    must(pthread_mutex_lock(&lock), "lock");
    waited = now(CLOCK_MONOTONIC) - begin;
    must(pthread_mutex_unlock(&lock), "unlock");
    return arg;
}

/* The others become ready while it has the lock; each runs at once if its priority is higher. */
static void *run_low(void *arg) {
    must(pthread_mutex_lock(&lock), "lock");
    high = start(run_high, HIGH);
    middle = start(run_middle, MIDDLE);
    compute(HELD);
    must(pthread_mutex_unlock(&lock), "unlock");
    return arg;
}

static long wait_with(int protocol) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    must(pthread_mutexattr_setprotocol(&attributes, protocol), "protocol");
    must(pthread_mutex_init(&lock, &attributes), "mutex");
    low = start(run_low, LOW);
    pthread_join(low, NULL);
    pthread_join(middle, NULL);
    pthread_join(high, NULL);
    pthread_mutex_destroy(&lock);
    return waited;
}

int main(void) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    if (sched_setaffinity(0, sizeof one, &one) < 0) {
        perror("one hart");
        return 1;
    }
    long plain = wait_with(PTHREAD_PRIO_NONE), inheriting = wait_with(PTHREAD_PRIO_INHERIT);
    printf("the low one holds the lock for %ld us, the middle one computes for %ld us\n",
           HELD / 1000, COMPUTED / 1000);
    printf("without inheritance the high one waits for %6ld us\n", plain / 1000);
    printf("with inheritance it waits for              %6ld us\n", inheriting / 1000);
    return plain >= COMPUTED && inheriting < COMPUTED / 2 ? 0 : 1;
}
