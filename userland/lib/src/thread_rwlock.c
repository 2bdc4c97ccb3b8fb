/*
 * Reader-writer locks that starve neither side.
 *
 * Who comes while a writer has the lock or waits for it waits too, so readers do not keep writers
 * out. When a writer leaves, all the readers that wait by then have the lock, so writers do not keep
 * readers out; when the last reader leaves, a writer is woken. Invariant: there is a writer, or
 * there are readers, or neither, and readers wait only while a writer has the lock or waits for it.
 */

#include <errno.h>
#include <limits.h>

#include "thread.h"

int pthread_rwlockattr_init(pthread_rwlockattr_t *attributes) {
    attributes->__shared = PTHREAD_PROCESS_PRIVATE;
    return 0;
}

int pthread_rwlockattr_destroy(pthread_rwlockattr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_rwlockattr_setpshared(pthread_rwlockattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) {
        return EINVAL;
    }
    attributes->__shared = shared;
    return 0;
}

int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *attributes, int *shared) {
    *shared = attributes->__shared;
    return 0;
}

int pthread_rwlock_init(pthread_rwlock_t *lock, const pthread_rwlockattr_t *attributes) {
    pthread_mutexattr_t guard;
    pthread_mutexattr_init(&guard);
    pthread_mutexattr_setpshared(&guard, attributes != NULL ? attributes->__shared : 0);
    *lock = (pthread_rwlock_t){0};
    return pthread_mutex_init(&lock->__guard, &guard);
}

int pthread_rwlock_destroy(pthread_rwlock_t *lock) {
    return lock->__writer != 0 || lock->__readers != 0 ? EBUSY : 0;
}

static void admit_readers(pthread_rwlock_t *lock) {
    if (lock->__waiting_readers > 0) {
        lock->__readers += lock->__waiting_readers;
        lock->__waiting_readers = 0;
        __atomic_add_fetch(&lock->__readers_turn, 1, __ATOMIC_SEQ_CST);
        __futex_rouse(&lock->__readers_turn, INT_MAX, true);
    }
}

static void call_writer(pthread_rwlock_t *lock) {
    __atomic_add_fetch(&lock->__writers_turn, 1, __ATOMIC_SEQ_CST);
    __futex_rouse(&lock->__writers_turn, 1, true);
}

/* Gives up the guard while it waits for a turn. */
static int await(pthread_rwlock_t *lock, int *turn, int seen, const struct timespec *end) {
    pthread_mutex_unlock(&lock->__guard);
    int error = __futex_sleep(turn, seen, true, CLOCK_REALTIME, end);
    pthread_mutex_lock(&lock->__guard);
    return error == ETIMEDOUT || error == EINVAL ? error : 0;
}

static int await_readers_turn(pthread_rwlock_t *lock, const struct timespec *end) {
    int turn = lock->__readers_turn;
    int error = 0;
    lock->__waiting_readers++;
    while (lock->__readers_turn == turn && error == 0) {
        error = await(lock, &lock->__readers_turn, turn, end);
    }
    if (lock->__readers_turn != turn) {
        return 0;
    }
    lock->__waiting_readers--;
    return error;
}

static int read_lock(pthread_rwlock_t *lock, bool try, const struct timespec *end) {
    int error = 0;
    pthread_mutex_lock(&lock->__guard);
    if (lock->__writer == 0 && lock->__waiting_writers == 0) {
        lock->__readers++;
    } else if (try) {
        error = EBUSY;
    } else if (lock->__writer == own_tid()) {
        error = EDEADLK;
    } else {
        error = await_readers_turn(lock, end);
    }
    pthread_mutex_unlock(&lock->__guard);
    return error;
}

static bool is_free(const pthread_rwlock_t *lock) {
    return lock->__writer == 0 && lock->__readers == 0;
}

/* If the only writer gives up, nothing keeps readers any more. */
static int await_writers_turn(pthread_rwlock_t *lock, const struct timespec *end) {
    int error = 0;
    lock->__waiting_writers++;
    while (!is_free(lock) && error == 0) {
        error = await(lock, &lock->__writers_turn, lock->__writers_turn, end);
    }
    lock->__waiting_writers--;
    if (is_free(lock)) {
        lock->__writer = own_tid();
        return 0;
    }
    if (lock->__writer == 0 && lock->__waiting_writers == 0) {
        admit_readers(lock);
    }
    return error;
}

static int write_lock(pthread_rwlock_t *lock, bool try, const struct timespec *end) {
    int error = 0;
    pthread_mutex_lock(&lock->__guard);
    if (is_free(lock) && (try || lock->__waiting_writers == 0)) {
        lock->__writer = own_tid();
    } else if (try) {
        error = EBUSY;
    } else if (lock->__writer == own_tid()) {
        error = EDEADLK;
    } else {
        error = await_writers_turn(lock, end);
    }
    pthread_mutex_unlock(&lock->__guard);
    return error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock) { return read_lock(lock, false, NULL); }
int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock) { return read_lock(lock, true, NULL); }
int pthread_rwlock_wrlock(pthread_rwlock_t *lock) { return write_lock(lock, false, NULL); }
int pthread_rwlock_trywrlock(pthread_rwlock_t *lock) { return write_lock(lock, true, NULL); }

int pthread_rwlock_timedrdlock(pthread_rwlock_t *lock, const struct timespec *end) {
    return read_lock(lock, false, end);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *lock, const struct timespec *end) {
    return write_lock(lock, false, end);
}

int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
    int error = 0;
    pthread_mutex_lock(&lock->__guard);
    if (lock->__writer == own_tid()) {
        lock->__writer = 0;
        admit_readers(lock);
    } else if (lock->__readers > 0) {
        lock->__readers--;
    } else {
        error = EPERM;
    }
    if (error == 0 && is_free(lock) && lock->__waiting_writers > 0) {
        call_writer(lock);
    }
    pthread_mutex_unlock(&lock->__guard);
    return error;
}
