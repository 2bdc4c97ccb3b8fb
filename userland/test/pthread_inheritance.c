/*
 * Mutexes with PTHREAD_PRIO_INHERIT: they exclude, have their types' errors and time limits, and are
 * robust if that is asked for; between threads and processes.
 *
 * qemu-user: no (it has no robust lists, and not all operations on such futexes).
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

enum { THREADS = 4, ROUNDS = 100 };

struct shared {
    pthread_mutex_t mutex;
    int counter;
};

static void make(pthread_mutex_t *mutex, int type, int robust) {
    pthread_mutexattr_t attr;
    CHECK(pthread_mutexattr_init(&attr) == 0 && pthread_mutexattr_settype(&attr, type) == 0);
    CHECK(pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_INHERIT) == 0);
    CHECK(pthread_mutexattr_setrobust(&attr, robust) == 0);
    CHECK(pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_mutex_init(mutex, &attr) == 0);
}

static void *count(void *arg) {
    struct shared *shared = arg;
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(pthread_mutex_lock(&shared->mutex) == 0);
        int seen = __atomic_load_n(&shared->counter, __ATOMIC_SEQ_CST);
        sched_yield();
        __atomic_store_n(&shared->counter, seen + 1, __ATOMIC_SEQ_CST);
        CHECK(pthread_mutex_unlock(&shared->mutex) == 0);
    }
    return NULL;
}

static void exclude(struct shared *shared) {
    pthread_t threads[THREADS];
    pid_t pids[THREADS];
    shared->counter = 0;
    for (int i = 0; i < THREADS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            count(shared);
            leave(failures != 0);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, count, shared) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0 && wait_status(pids[i]) == 0);
    }
    CHECK(shared->counter == 2 * THREADS * ROUNDS);
}

static void *refused(void *arg) {
    struct timespec soon;
    clock_gettime(CLOCK_REALTIME, &soon);
    soon.tv_sec += soon.tv_nsec >= 990000000;
    soon.tv_nsec = (soon.tv_nsec + 10000000) % 1000000000;
    CHECK(pthread_mutex_trylock(arg) == EBUSY);
    CHECK(pthread_mutex_timedlock(arg, &soon) == ETIMEDOUT);
    return NULL;
}

static void *lock_and_end(void *arg) {
    CHECK(pthread_mutex_lock(arg) == 0);
    return NULL;
}

static void elsewhere(void *(*function)(void *), pthread_mutex_t *mutex) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, function, mutex) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
}

static void types(pthread_mutex_t *mutex) {
    make(mutex, PTHREAD_MUTEX_RECURSIVE, PTHREAD_MUTEX_STALLED);
    CHECK(pthread_mutex_lock(mutex) == 0 && pthread_mutex_lock(mutex) == 0);
    elsewhere(refused, mutex);
    CHECK(pthread_mutex_unlock(mutex) == 0 && pthread_mutex_unlock(mutex) == 0);
    CHECK(pthread_mutex_unlock(mutex) == EPERM);
    make(mutex, PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_STALLED);
    CHECK(pthread_mutex_unlock(mutex) == EPERM && pthread_mutex_lock(mutex) == 0);
    CHECK(pthread_mutex_lock(mutex) == EDEADLK);
    elsewhere(refused, mutex);
    CHECK(pthread_mutex_unlock(mutex) == 0 && pthread_mutex_destroy(mutex) == 0);
    puts("types and time limits");
}

static void robust(pthread_mutex_t *mutex) {
    make(mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST);
    elsewhere(lock_and_end, mutex);
    CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD);
    CHECK(pthread_mutex_consistent(mutex) == 0 && pthread_mutex_unlock(mutex) == 0);
    elsewhere(lock_and_end, mutex);
    CHECK(pthread_mutex_trylock(mutex) == EOWNERDEAD && pthread_mutex_consistent(mutex) == 0);
    CHECK(pthread_mutex_unlock(mutex) == 0);
    pid_t pid = split();
    if (pid == 0) {
        pthread_mutex_lock(mutex);
        usleep(10000);
        raise(SIGKILL);
    }
    usleep(2000);
    CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD && wait_status(pid) == 128 + SIGKILL);
    CHECK(pthread_mutex_unlock(mutex) == 0 && pthread_mutex_lock(mutex) == ENOTRECOVERABLE);
    puts("the next is told of a dead owner");
}

int main(void) {
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    make(&shared->mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_STALLED);
    exclude(shared);
    make(&shared->mutex, PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_ROBUST);
    exclude(shared);
    puts("one at a time");
    types(&shared->mutex);
    robust(&shared->mutex);
    return finish();
}
