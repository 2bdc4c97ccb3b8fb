/*
 * pthread_mutex_init, destroy, lock, trylock, timedlock, clocklock, unlock and the attributes type,
 * robust, protocol and pshared: normal, recursive and error-checking ones, among threads and
 * processes.
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

enum { THREADS = 5, ROUNDS = 150 };

static pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static struct timespec in(clockid_t clock, long milliseconds) {
    struct timespec point;
    clock_gettime(clock, &point);
    point.tv_nsec += milliseconds * 1000000;
    point.tv_sec += point.tv_nsec / 1000000000;
    point.tv_nsec %= 1000000000;
    return point;
}

/* Loses counts unless nobody else is between load and store. */
static void count_slowly(int *count) {
    int seen = __atomic_load_n(count, __ATOMIC_SEQ_CST);
    sched_yield();
    __atomic_store_n(count, seen + 1, __ATOMIC_SEQ_CST);
}

static void *count(void *arg) {
    pthread_mutex_t *mutex = arg;
    struct timespec later = in(CLOCK_REALTIME, 100000), far = in(CLOCK_MONOTONIC, 100000);
    for (int i = 0; i < ROUNDS; i++) {
        switch (i % 4) {
        case 0:
            CHECK(pthread_mutex_timedlock(mutex, &later) == 0);
            break;
        case 1:
            CHECK(pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &far) == 0);
            break;
        case 2:
            while (pthread_mutex_trylock(mutex) == EBUSY) {
                sched_yield();
            }
            break;
        default:
            CHECK(pthread_mutex_lock(mutex) == 0);
        }
        count_slowly(&counter);
        CHECK(pthread_mutex_unlock(mutex) == 0);
    }
    return NULL;
}

static void exclude(pthread_mutex_t *mutex) {
    pthread_t threads[THREADS];
    counter = 0;
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, count, mutex) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(counter == THREADS * ROUNDS);
}

static void make(pthread_mutex_t *mutex, int type, int shared) {
    pthread_mutexattr_t attr;
    int value;
    CHECK(pthread_mutexattr_init(&attr) == 0);
    CHECK(pthread_mutexattr_settype(&attr, type) == 0);
    CHECK(pthread_mutexattr_gettype(&attr, &value) == 0 && value == type);
    CHECK(pthread_mutexattr_setpshared(&attr, shared) == 0);
    CHECK(pthread_mutexattr_getpshared(&attr, &value) == 0 && value == shared);
    CHECK(pthread_mutex_init(mutex, &attr) == 0 && pthread_mutexattr_destroy(&attr) == 0);
}

/* As another thread sees a mutex that is locked. */
static void *refused(void *arg) {
    pthread_mutex_t *mutex = arg;
    struct timespec soon = in(CLOCK_REALTIME, 5), past = {0, 0}, wrong = {0, 1000000000};
    struct timespec soon_too = in(CLOCK_MONOTONIC, 5);
    CHECK(pthread_mutex_trylock(mutex) == EBUSY);
    CHECK(pthread_mutex_timedlock(mutex, &soon) == ETIMEDOUT);
    CHECK(pthread_mutex_timedlock(mutex, &past) == ETIMEDOUT);
    CHECK(pthread_mutex_timedlock(mutex, &wrong) == EINVAL);
    CHECK(pthread_mutex_clocklock(mutex, CLOCK_MONOTONIC, &soon_too) == ETIMEDOUT);
    CHECK(pthread_mutex_clocklock(mutex, CLOCK_PROCESS_CPUTIME_ID, &soon) == EINVAL);
    return NULL;
}

static void *unlock(void *arg) { return (void *)(long)pthread_mutex_unlock(arg); }

static long elsewhere(void *(*function)(void *), pthread_mutex_t *mutex) {
    pthread_t thread;
    void *result = NULL;
    CHECK(pthread_create(&thread, NULL, function, mutex) == 0);
    CHECK(pthread_join(thread, &result) == 0);
    return (long)result;
}

static void types(void) {
    pthread_mutex_t mutex;
    struct timespec soon;
    CHECK(pthread_mutex_lock(&plain) == 0 && pthread_mutex_trylock(&plain) == EBUSY);
    soon = in(CLOCK_REALTIME, 5);
    CHECK(pthread_mutex_timedlock(&plain, &soon) == ETIMEDOUT);
    elsewhere(refused, &plain);
    CHECK(pthread_mutex_unlock(&plain) == 0 && pthread_mutex_destroy(&plain) == 0);
    puts("normal");

    make(&mutex, PTHREAD_MUTEX_RECURSIVE, PTHREAD_PROCESS_PRIVATE);
    CHECK(pthread_mutex_unlock(&mutex) == EPERM);
    CHECK(pthread_mutex_lock(&mutex) == 0 && pthread_mutex_lock(&mutex) == 0);
    CHECK(pthread_mutex_trylock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == 0);
    elsewhere(refused, &mutex);
    CHECK(elsewhere(unlock, &mutex) == EPERM && pthread_mutex_unlock(&mutex) == 0);
    elsewhere(refused, &mutex);
    CHECK(pthread_mutex_unlock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == EPERM);
    exclude(&mutex);
    CHECK(pthread_mutex_destroy(&mutex) == 0);
    puts("recursive");

    make(&mutex, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_PROCESS_PRIVATE);
    CHECK(pthread_mutex_unlock(&mutex) == EPERM && pthread_mutex_lock(&mutex) == 0);
    CHECK(pthread_mutex_lock(&mutex) == EDEADLK && pthread_mutex_trylock(&mutex) == EBUSY);
    soon = in(CLOCK_REALTIME, 5);
    CHECK(pthread_mutex_timedlock(&mutex, &soon) == EDEADLK);
    elsewhere(refused, &mutex);
    CHECK(elsewhere(unlock, &mutex) == EPERM && pthread_mutex_destroy(&mutex) == EBUSY);
    CHECK(pthread_mutex_unlock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == EPERM);
    exclude(&mutex);
    CHECK(pthread_mutex_destroy(&mutex) == 0);
    puts("error-checking");
}

static void attributes(void) {
    pthread_mutexattr_t attr;
    int value = 77;
    CHECK(pthread_mutexattr_init(&attr) == 0);
    CHECK(pthread_mutexattr_gettype(&attr, &value) == 0 && value == PTHREAD_MUTEX_DEFAULT);
    CHECK(pthread_mutexattr_getpshared(&attr, &value) == 0 && value == PTHREAD_PROCESS_PRIVATE);
    CHECK(pthread_mutexattr_getrobust(&attr, &value) == 0 && value == PTHREAD_MUTEX_STALLED);
    CHECK(pthread_mutexattr_getprotocol(&attr, &value) == 0 && value == PTHREAD_PRIO_NONE);
    CHECK(pthread_mutexattr_settype(&attr, 77) == EINVAL);
    CHECK(pthread_mutexattr_setpshared(&attr, 77) == EINVAL);
    CHECK(pthread_mutexattr_setrobust(&attr, 77) == EINVAL);
    CHECK(pthread_mutexattr_setprotocol(&attr, 77) == EINVAL);
    CHECK(pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST) == 0);
    CHECK(pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT) == 0);
    CHECK(pthread_mutexattr_getrobust(&attr, &value) == 0 && value == PTHREAD_MUTEX_ROBUST);
    CHECK(pthread_mutexattr_getprotocol(&attr, &value) == 0 && value == PTHREAD_PRIO_INHERIT);
    CHECK(pthread_mutexattr_destroy(&attr) == 0);
    puts("attributes");
}

static void processes(void) {
    struct {
        pthread_mutex_t mutex;
        int counter;
    } *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t pids[THREADS];
    make(&shared->mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_PROCESS_SHARED);
    for (int i = 0; i < THREADS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            for (int round = 0; round < ROUNDS; round++) {
                pthread_mutex_lock(&shared->mutex);
                count_slowly(&shared->counter);
                pthread_mutex_unlock(&shared->mutex);
            }
            leave(0);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
    CHECK(shared->counter == THREADS * ROUNDS && pthread_mutex_destroy(&shared->mutex) == 0);
    puts("between processes");
}

int main(void) {
    exclude(&plain);
    puts("one at a time");
    types();
    attributes();
    processes();
    return finish();
}
