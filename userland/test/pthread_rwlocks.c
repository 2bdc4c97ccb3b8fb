/*
 * pthread_rwlock_init, destroy, rdlock, wrlock, their try and timed forms, unlock: readers together,
 * writers alone, between threads and processes.
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

enum { THREADS = 6, ROUNDS = 80 };

struct shared {
    pthread_rwlock_t lock;
    int readers, writers, most_readers, written;
};

static struct shared local = {.lock = PTHREAD_RWLOCK_INITIALIZER};

static struct timespec in_milliseconds(long milliseconds) {
    struct timespec point;
    clock_gettime(CLOCK_REALTIME, &point);
    point.tv_nsec += milliseconds * 1000000;
    point.tv_sec += point.tv_nsec / 1000000000;
    point.tv_nsec %= 1000000000;
    return point;
}

static void read_once(struct shared *shared) {
    struct timespec late = in_milliseconds(100000);
    CHECK(pthread_rwlock_timedrdlock(&shared->lock, &late) == 0);
    __atomic_add_fetch(&shared->readers, 1, __ATOMIC_SEQ_CST);
    CHECK(__atomic_load_n(&shared->writers, __ATOMIC_SEQ_CST) == 0);
    sched_yield();
    __atomic_sub_fetch(&shared->readers, 1, __ATOMIC_SEQ_CST);
    CHECK(pthread_rwlock_unlock(&shared->lock) == 0);
}

static void write_once(struct shared *shared) {
    CHECK(pthread_rwlock_wrlock(&shared->lock) == 0);
    CHECK(__atomic_add_fetch(&shared->writers, 1, __ATOMIC_SEQ_CST) == 1);
    CHECK(__atomic_load_n(&shared->readers, __ATOMIC_SEQ_CST) == 0);
    int seen = shared->written;
    sched_yield();
    shared->written = seen + 1;
    __atomic_sub_fetch(&shared->writers, 1, __ATOMIC_SEQ_CST);
    CHECK(pthread_rwlock_unlock(&shared->lock) == 0);
}

static void *use(void *arg) {
    struct shared *shared = arg;
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 3 == 0) {
            write_once(shared);
        } else {
            read_once(shared);
        }
    }
    return NULL;
}

static int written(void) { return THREADS * ((ROUNDS + 2) / 3); }

static void exclude(void) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, use, &local) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(local.written == written());
    puts("writers are alone");
}

static void *while_read(void *arg) {
    pthread_rwlock_t *lock = arg;
    struct timespec soon = in_milliseconds(5);
    CHECK(pthread_rwlock_tryrdlock(lock) == 0 && pthread_rwlock_unlock(lock) == 0);
    CHECK(pthread_rwlock_rdlock(lock) == 0 && pthread_rwlock_unlock(lock) == 0);
    CHECK(pthread_rwlock_trywrlock(lock) == EBUSY);
    CHECK(pthread_rwlock_timedwrlock(lock, &soon) == ETIMEDOUT);
    CHECK(pthread_rwlock_tryrdlock(lock) == 0 && pthread_rwlock_unlock(lock) == 0);
    return NULL;
}

static void *while_written(void *arg) {
    pthread_rwlock_t *lock = arg;
    struct timespec soon = in_milliseconds(5), wrong = {0, 1000000000};
    CHECK(pthread_rwlock_tryrdlock(lock) == EBUSY && pthread_rwlock_trywrlock(lock) == EBUSY);
    CHECK(pthread_rwlock_timedrdlock(lock, &soon) == ETIMEDOUT);
    CHECK(pthread_rwlock_timedwrlock(lock, &soon) == ETIMEDOUT);
    CHECK(pthread_rwlock_timedrdlock(lock, &wrong) == EINVAL);
    CHECK(pthread_rwlock_timedwrlock(lock, &wrong) == EINVAL);
    return NULL;
}

static void elsewhere(void *(*function)(void *), pthread_rwlock_t *lock) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, function, lock) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
}

static void results(void) {
    pthread_rwlockattr_t attr;
    pthread_rwlock_t lock;
    int value;
    CHECK(pthread_rwlockattr_init(&attr) == 0);
    CHECK(pthread_rwlockattr_getpshared(&attr, &value) == 0 && value == PTHREAD_PROCESS_PRIVATE);
    CHECK(pthread_rwlockattr_setpshared(&attr, 77) == EINVAL);
    CHECK(pthread_rwlock_init(&lock, &attr) == 0 && pthread_rwlockattr_destroy(&attr) == 0);
    CHECK(pthread_rwlock_rdlock(&lock) == 0 && pthread_rwlock_rdlock(&lock) == 0);
    elsewhere(while_read, &lock);
    CHECK(pthread_rwlock_unlock(&lock) == 0);
    elsewhere(while_read, &lock);
    CHECK(pthread_rwlock_unlock(&lock) == 0 && pthread_rwlock_wrlock(&lock) == 0);
    elsewhere(while_written, &lock);
    CHECK(pthread_rwlock_wrlock(&lock) == EDEADLK && pthread_rwlock_rdlock(&lock) == EDEADLK);
    CHECK(pthread_rwlock_tryrdlock(&lock) == EBUSY && pthread_rwlock_trywrlock(&lock) == EBUSY);
    CHECK(pthread_rwlock_unlock(&lock) == 0 && pthread_rwlock_trywrlock(&lock) == 0);
    CHECK(pthread_rwlock_unlock(&lock) == 0 && pthread_rwlock_destroy(&lock) == 0);
    puts("results");
}

static void processes(void) {
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_rwlockattr_t attr;
    pid_t pids[THREADS];
    pthread_rwlockattr_init(&attr);
    CHECK(pthread_rwlockattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_rwlock_init(&shared->lock, &attr) == 0);
    for (int i = 0; i < THREADS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            use(shared);
            leave(failures != 0);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
    CHECK(shared->written == written());
    puts("between processes");
}

int main(void) {
    exclude();
    results();
    processes();
    return finish();
}
