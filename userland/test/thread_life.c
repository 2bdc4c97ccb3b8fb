/*
 * Threads: pthread_create, join, tryjoin, timedjoin, detach, exit, self, equal, attributes, and the
 * variables that each thread has of its own.
 */

#include "check.h"

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <time.h>

enum { THREADS = 8, MANY = 300 };

struct big {
    _Alignas(64) char bytes[100];
};

static _Thread_local int initialised = 41;
static _Thread_local long zero;
static _Thread_local struct big big = {"big"};
static sem_t go;

static void *own_variables(void *arg) {
    CHECK(initialised == 41 && zero == 0 && strcmp(big.bytes, "big") == 0);
    CHECK((unsigned long)&big % 64 == 0);
    initialised += (int)(long)arg;
    zero = (long)arg;
    errno = (int)(long)arg;
    sched_yield();
    CHECK(initialised == 41 + (int)(long)arg && zero == (long)arg);
    return (void *)(zero * 100 + errno);
}

static void variables(void) {
    pthread_t threads[THREADS];
    errno = 77;
    for (long i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, own_variables, (void *)i) == 0);
    }
    for (long i = 0; i < THREADS; i++) {
        void *result;
        CHECK(pthread_join(threads[i], &result) == 0 && (long)result == i * 101);
    }
    CHECK(errno == 77 && initialised == 41);
    puts("each thread has its own variables and errno");
}

static pthread_t seen;

static void *look(void *arg) {
    seen = pthread_self();
    CHECK(getpid() == *(pid_t *)arg && gettid() != getpid());
    pthread_exit(arg);
}

static void *wait_to_go(void *arg) {
    while (sem_wait(&go) < 0) {
    }
    return arg;
}

static void ends(void) {
    pthread_t thread;
    pid_t pid = getpid();
    void *result;
    struct timespec past = {0, 0};
    CHECK(pthread_create(&thread, NULL, look, &pid) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == &pid);
    CHECK(pthread_equal(seen, thread) && !pthread_equal(thread, pthread_self()));
    CHECK(pthread_join(pthread_self(), NULL) == EDEADLK);
    CHECK(pthread_create(&thread, NULL, wait_to_go, &pid) == 0);
    CHECK(pthread_tryjoin_np(thread, &result) == EBUSY);
    CHECK(pthread_timedjoin_np(thread, &result, &past) == ETIMEDOUT);
    CHECK(sem_post(&go) == 0 && pthread_join(thread, NULL) == 0);
    CHECK(pthread_create(&thread, NULL, wait_to_go, NULL) == 0 && pthread_detach(thread) == 0);
    CHECK(pthread_join(thread, NULL) == EINVAL && pthread_detach(thread) == EINVAL);
    CHECK(sem_post(&go) == 0);
    puts("threads end and are joined");
}

static void *nothing(void *arg) { return arg; }

/* Far more memory than there is, if it were not given back. */
static void many(void) {
    for (int i = 0; i < MANY; i++) {
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, nothing, NULL) == 0);
        CHECK((i % 2 == 0 ? pthread_join(thread, NULL) : pthread_detach(thread)) == 0);
    }
    puts("their memory is given back");
}

static void *deep(void *arg) {
    volatile char room[600 << 10];
    for (size_t i = 0; i < sizeof room; i += 1024) {
        room[i] = 1;
    }
    return room[0] == 1 ? arg : NULL;
}

static void attributes(void) {
    pthread_attr_t attr;
    pthread_t thread;
    int value;
    size_t size;
    void *result, *stack;
    struct sched_param parameter = {0};
    CHECK(pthread_attr_init(&attr) == 0);
    CHECK(pthread_attr_getdetachstate(&attr, &value) == 0 && value == PTHREAD_CREATE_JOINABLE);
    CHECK(pthread_attr_setdetachstate(&attr, 77) == EINVAL);
    CHECK(pthread_attr_setstacksize(&attr, 1) == EINVAL);
    CHECK(pthread_attr_setstacksize(&attr, 800 << 10) == 0);
    CHECK(pthread_attr_getstacksize(&attr, &size) == 0 && size == 800 << 10);
    CHECK(pthread_attr_setguardsize(&attr, 8192) == 0);
    CHECK(pthread_attr_getguardsize(&attr, &size) == 0 && size == 8192);
    CHECK(pthread_attr_setinheritsched(&attr, 77) == EINVAL);
    CHECK(pthread_attr_getinheritsched(&attr, &value) == 0 && value == PTHREAD_INHERIT_SCHED);
    CHECK(pthread_attr_setschedpolicy(&attr, 77) == EINVAL);
    CHECK(pthread_attr_setschedpolicy(&attr, SCHED_OTHER) == 0);
    CHECK(pthread_attr_getschedpolicy(&attr, &value) == 0 && value == SCHED_OTHER);
    CHECK(pthread_attr_setschedparam(&attr, &parameter) == 0);
    CHECK(pthread_attr_setinheritsched(&attr, PTHREAD_EXPLICIT_SCHED) == 0);
    CHECK(pthread_create(&thread, &attr, deep, &attr) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == &attr);
    CHECK(pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED) == 0);
    CHECK(pthread_create(&thread, &attr, wait_to_go, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == EINVAL && sem_post(&go) == 0);
    CHECK(pthread_attr_destroy(&attr) == 0 && pthread_attr_init(&attr) == 0);
    size = 256 << 10;
    stack = aligned_alloc(16, size);
    CHECK(pthread_attr_setstack(&attr, stack, size) == 0);
    CHECK(pthread_create(&thread, &attr, nothing, stack) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == stack);
    free(stack);
    puts("attributes");
}

/* Only the superuser may run by this policy: without the permission there is no thread. */
static void policies(void) {
    pthread_attr_t attr;
    pthread_t thread;
    struct sched_param parameter = {1};
    pthread_attr_init(&attr);
    pthread_attr_setinheritsched(&attr, PTHREAD_EXPLICIT_SCHED);
    pthread_attr_setschedpolicy(&attr, SCHED_FIFO);
    pthread_attr_setschedparam(&attr, &parameter);
    int error = pthread_create(&thread, &attr, nothing, NULL);
    CHECK(error == EPERM || (error == 0 && pthread_join(thread, NULL) == 0));
    parameter.sched_priority = 5000;
    pthread_attr_setschedparam(&attr, &parameter);
    error = pthread_attr_setschedparam(&attr, &parameter);
    CHECK(error == EINVAL || pthread_create(&thread, &attr, nothing, NULL) != 0);
    puts("a policy of its own");
}

int main(void) {
    sem_init(&go, 0, 0);
    variables();
    ends();
    many();
    attributes();
    policies();
    return finish();
}
