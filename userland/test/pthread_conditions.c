/*
 * pthread_cond_init, destroy, wait, timedwait, clockwait, signal, broadcast and the attributes clock
 * and pshared: no wake-up is lost, the mutex is held on every return.
 */

#include "check.h"

#include <pthread.h>
#include <sys/mman.h>
#include <time.h>

enum { THREADS = 4, ITEMS = 200, ROOM = 3 };

struct buffer {
    pthread_mutex_t mutex;
    pthread_cond_t filled;
    pthread_cond_t drained;
    int items, put, got;
    long sum;
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int waiting, released;

static struct timespec in(clockid_t clock, long milliseconds) {
    struct timespec point;
    clock_gettime(clock, &point);
    point.tv_nsec += milliseconds * 1000000;
    point.tv_sec += point.tv_nsec / 1000000000;
    point.tv_nsec %= 1000000000;
    return point;
}

static void *produce(void *arg) {
    struct buffer *buffer = arg;
    for (int i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&buffer->mutex);
        while (buffer->items == ROOM) {
            CHECK(pthread_cond_wait(&buffer->drained, &buffer->mutex) == 0);
        }
        buffer->items++;
        buffer->put++;
        CHECK(pthread_cond_signal(&buffer->filled) == 0);
        pthread_mutex_unlock(&buffer->mutex);
    }
    return NULL;
}

static void *consume(void *arg) {
    struct buffer *buffer = arg;
    struct timespec late = in(CLOCK_MONOTONIC, 100000);
    for (int i = 0; i < ITEMS; i++) {
        pthread_mutex_lock(&buffer->mutex);
        while (buffer->items == 0) {
            CHECK(pthread_cond_clockwait(&buffer->filled, &buffer->mutex, CLOCK_MONOTONIC, &late) ==
                  0);
        }
        buffer->items--;
        buffer->got++;
        pthread_mutex_unlock(&buffer->mutex);
        CHECK(pthread_cond_signal(&buffer->drained) == 0);
    }
    return NULL;
}

/* One signal for each item, and nobody sleeps for ever. */
static void bounded_buffer(void) {
    struct buffer buffer = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                            PTHREAD_COND_INITIALIZER, 0, 0, 0, 0};
    pthread_t threads[2 * THREADS];
    for (int i = 0; i < 2 * THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, i % 2 ? consume : produce, &buffer) == 0);
    }
    for (int i = 0; i < 2 * THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(buffer.put == THREADS * ITEMS && buffer.got == buffer.put && buffer.items == 0);
    CHECK(pthread_cond_destroy(&buffer.filled) == 0 && pthread_cond_destroy(&buffer.drained) == 0);
    puts("no wake-up is lost");
}

static void *wait_for_release(void *arg) {
    pthread_mutex_lock(&mutex);
    waiting++;
    while (released == 0) {
        CHECK(pthread_cond_wait(&condition, &mutex) == 0);
    }
    released--;
    waiting--;
    pthread_mutex_unlock(&mutex);
    return arg;
}

static void await_waiting(int count) {
    for (;;) {
        pthread_mutex_lock(&mutex);
        bool there = waiting == count;
        pthread_mutex_unlock(&mutex);
        if (there) {
            return;
        }
        usleep(1000);
    }
}

/* A signal before anybody waits is no signal; each wakes at least one; a broadcast wakes all. */
static void signals(void) {
    pthread_t threads[THREADS];
    CHECK(pthread_cond_signal(&condition) == 0 && pthread_cond_broadcast(&condition) == 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, wait_for_release, NULL) == 0);
    }
    await_waiting(THREADS);
    pthread_mutex_lock(&mutex);
    released = 1;
    CHECK(pthread_cond_signal(&condition) == 0);
    pthread_mutex_unlock(&mutex);
    await_waiting(THREADS - 1);
    pthread_mutex_lock(&mutex);
    released = THREADS - 1;
    CHECK(pthread_cond_broadcast(&condition) == 0);
    pthread_mutex_unlock(&mutex);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(waiting == 0 && released == 0);
    puts("a signal wakes one, a broadcast all");
}

static void *try(void *arg) { return (void *)(long)pthread_mutex_trylock(arg); }

static long try_elsewhere(void) {
    pthread_t thread;
    void *result = NULL;
    pthread_create(&thread, NULL, try, &mutex);
    pthread_join(thread, &result);
    return (long)result;
}

static void timeouts(void) {
    pthread_condattr_t attr;
    pthread_cond_t other;
    clockid_t clock;
    int value;
    struct timespec soon, now, past = {0, 0}, wrong = {0, -1};
    CHECK(pthread_condattr_init(&attr) == 0);
    CHECK(pthread_condattr_getclock(&attr, &clock) == 0 && clock == CLOCK_REALTIME);
    CHECK(pthread_condattr_getpshared(&attr, &value) == 0 && value == PTHREAD_PROCESS_PRIVATE);
    CHECK(pthread_condattr_setclock(&attr, CLOCK_PROCESS_CPUTIME_ID) == EINVAL);
    CHECK(pthread_condattr_setpshared(&attr, 77) == EINVAL);
    CHECK(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC) == 0);
    CHECK(pthread_cond_init(&other, &attr) == 0 && pthread_condattr_destroy(&attr) == 0);
    CHECK(pthread_mutex_lock(&mutex) == 0);
    soon = in(CLOCK_REALTIME, 10);
    CHECK(pthread_cond_timedwait(&condition, &mutex, &soon) == ETIMEDOUT);
    clock_gettime(CLOCK_REALTIME, &now);
    CHECK(now.tv_sec > soon.tv_sec || (now.tv_sec == soon.tv_sec && now.tv_nsec >= soon.tv_nsec));
    CHECK(try_elsewhere() == EBUSY);
    soon = in(CLOCK_MONOTONIC, 10);
    CHECK(pthread_cond_timedwait(&other, &mutex, &soon) == ETIMEDOUT);
    clock_gettime(CLOCK_MONOTONIC, &now);
    CHECK(now.tv_sec > soon.tv_sec || (now.tv_sec == soon.tv_sec && now.tv_nsec >= soon.tv_nsec));
    CHECK(pthread_cond_timedwait(&condition, &mutex, &past) == ETIMEDOUT);
    CHECK(pthread_cond_timedwait(&condition, &mutex, &wrong) == EINVAL);
    CHECK(pthread_cond_clockwait(&condition, &mutex, CLOCK_PROCESS_CPUTIME_ID, &soon) == EINVAL);
    CHECK(try_elsewhere() == EBUSY && pthread_mutex_unlock(&mutex) == 0);
    CHECK(pthread_cond_destroy(&other) == 0);
    puts("time limits by either clock");
}

/* The waiter destroys it as soon as it is woken. */
static void *wake_once(void *arg) {
    struct buffer *buffer = arg;
    pthread_mutex_lock(&buffer->mutex);
    buffer->items = 1;
    pthread_cond_broadcast(&buffer->filled);
    pthread_mutex_unlock(&buffer->mutex);
    return NULL;
}

static void destruction(void) {
    for (int i = 0; i < 30; i++) {
        struct buffer *buffer = calloc(1, sizeof *buffer);
        pthread_t thread;
        pthread_mutex_init(&buffer->mutex, NULL);
        pthread_cond_init(&buffer->filled, NULL);
        pthread_mutex_lock(&buffer->mutex);
        CHECK(pthread_create(&thread, NULL, wake_once, buffer) == 0);
        while (buffer->items == 0) {
            pthread_cond_wait(&buffer->filled, &buffer->mutex);
        }
        pthread_mutex_unlock(&buffer->mutex);
        CHECK(pthread_cond_destroy(&buffer->filled) == 0);
        pthread_join(thread, NULL);
        free(buffer);
    }
    puts("it may be destroyed after it was waited for");
}

static void processes(void) {
    struct buffer *buffer =
        mmap(NULL, sizeof *buffer, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t for_mutex;
    pthread_condattr_t attr;
    pid_t pids[2 * THREADS];
    pthread_mutexattr_init(&for_mutex);
    pthread_mutexattr_setpshared(&for_mutex, PTHREAD_PROCESS_SHARED);
    pthread_condattr_init(&attr);
    CHECK(pthread_condattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) == 0);
    pthread_mutex_init(&buffer->mutex, &for_mutex);
    pthread_cond_init(&buffer->filled, &attr);
    pthread_cond_init(&buffer->drained, &attr);
    for (int i = 0; i < 2 * THREADS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            (i % 2 ? consume : produce)(buffer);
            leave(failures != 0);
        }
    }
    for (int i = 0; i < 2 * THREADS; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
    CHECK(buffer->put == THREADS * ITEMS && buffer->got == buffer->put && buffer->items == 0);
    puts("between processes");
}

int main(void) {
    bounded_buffer();
    signals();
    timeouts();
    destruction();
    processes();
    return finish();
}
