/*
 * synchronous: doing one thing after another, and doing things at the same time.
 *
 * Each of four jobs waits for something for a while, as if for a slow device. Done synchronously,
 * each is called when the one before has returned, and the times add up. Done asynchronously, they
 * are all submitted to a pool, the program goes on at once, and the results are collected later:
 * that takes little longer than one job, even on one hart, for waiting needs no hart.
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { JOBS = 4, MICROSECONDS = 200000 };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void job(const void *input, void *result) {
    usleep(MICROSECONDS);
    *(long *)result = *(const long *)input * 10;
}

static long run_synchronously(void) {
    long sum = 0;
    for (long i = 1; i <= JOBS; i++) {
        long result;
        job(&i, &result);
        sum += result;
    }
    return sum;
}

static long run_asynchronously(struct pool *pool, double *submitted) {
    long sum = 0, number, result;
    for (long i = 1; i <= JOBS; i++) {
        if (!pool_submit(pool, job, i, &i, sizeof i, sizeof result)) {
            return -1;
        }
    }
    *submitted = now();
    for (int i = 0; i < JOBS; i++) {
        if (!pool_next(pool, &number, &result, sizeof result) || result != number * 10) {
            return -1;
        }
        sum += result;
    }
    return sum;
}

int main(void) {
    struct pool *pool = pool_new(JOBS);
    if (pool == NULL) {
        perror("pool");
        return 1;
    }
    double start = now(), one = MICROSECONDS / 1e6, submitted = 0;
    long first = run_synchronously();
    double synchronous = now() - start;
    start = now();
    long second = run_asynchronously(pool, &submitted);
    double asynchronous = now() - start;
    pool_close(pool);
    printf("synchronous:  result %ld, at least %d times as long as one job: %s\n", first, JOBS,
           synchronous >= JOBS * one ? "yes" : "no");
    printf("asynchronous: result %ld, less than half of that: %s, submitted in less than one: %s\n",
           second, asynchronous < synchronous / 2 ? "yes" : "no",
           submitted - start < one ? "yes" : "no");
    return first == second && synchronous >= JOBS * one && asynchronous < synchronous / 2 &&
                   submitted - start < one
               ? 0
               : 1;
}
