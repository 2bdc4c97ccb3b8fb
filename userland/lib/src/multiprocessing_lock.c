/* Locks and recursive locks: see multiprocessing.h. */

#define _GNU_SOURCE

#include <errno.h>

#include "sharing.h"

struct rlock {
    struct lock lock;
};

static void prepare(struct lock *lock, int type) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, type);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    if (pthread_mutex_init(&lock->mutex, &attributes) != 0) { /* No kernel for robust ones. */
        pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_STALLED);
        pthread_mutex_init(&lock->mutex, &attributes);
    }
}

void __lock_prepare(struct lock *lock) { prepare(lock, PTHREAD_MUTEX_ERRORCHECK); }

bool __lock_is_mine(const struct lock *lock) { return load(&lock->holder) == __own_tid(); }

/*
 * The grave is the holder's while it has the lock: linked before it is owned, and until it is not.
 * Recursive locks have no conditions, and are not watched.
 */
static void watch(struct lock *lock) {
    if (lock->watched) {
        robust_enlist(__robust_list(), &lock->grave.links, 0);
        store(&lock->grave.word, __own_tid() | WAITERS);
    }
}

static void unwatch(struct lock *lock) {
    if ((load(&lock->grave.word) & TID_MASK) == __own_tid()) {
        store(&lock->grave.word, 0);
        robust_delist(__robust_list(), &lock->grave.links);
    }
}

/* Until the lock is called consistent, a holder that dies is one more dead owner. */
static bool result(struct lock *lock, int error) {
    if (error == EOWNERDEAD) {
        lock->doubtful = true;
        lock->holder = 0;
        pthread_mutex_consistent(&lock->mutex);
        error = 0;
    }
    if (error != 0) {
        errno = error;
        return false;
    }
    if (!__lock_is_mine(lock)) {
        lock->depth = 0;
        store(&lock->holder, __own_tid());
        watch(lock);
    }
    lock->depth++;
    return true;
}

/* Not inlined, so that who looks where a program waits sees who has called this, and not this. */
__attribute__((noinline)) bool __lock_acquire(struct lock *lock, deadline end) {
    return result(lock, end == NULL
                            ? pthread_mutex_lock(&lock->mutex)
                            : pthread_mutex_clocklock(&lock->mutex, CLOCK_MONOTONIC, end));
}

static struct lock *make(size_t size, int type) {
    struct lock *lock = shared_new(size);
    if (lock != NULL) {
        prepare(lock, type);
    }
    return lock;
}

/* What its holder gives away it does not hold any more: the kernel must not look for it. */
static void give_away(struct lock *lock, size_t size) {
    while (lock != NULL && lock_release(lock)) {
    }
    shared_free(lock, size);
}

struct lock *lock_new(void) { return make(sizeof(struct lock), PTHREAD_MUTEX_ERRORCHECK); }
void lock_free(struct lock *lock) { give_away(lock, sizeof *lock); }
bool lock_acquire(struct lock *lock) { return __lock_acquire(lock, NULL); }

bool lock_acquire_timeout(struct lock *lock, double seconds) {
    struct timespec point;
    return __lock_acquire(lock, __deadline_in(seconds, &point));
}

bool lock_try_acquire(struct lock *lock) {
    int error = pthread_mutex_trylock(&lock->mutex);
    return result(lock, error != EBUSY ? error : __lock_is_mine(lock) ? EDEADLK : EAGAIN);
}

bool lock_release(struct lock *lock) {
    if (!__lock_is_mine(lock)) {
        errno = EPERM;
        return false;
    }
    if (--lock->depth == 0) {
        unwatch(lock);
        store(&lock->holder, 0);
    }
    return pthread_mutex_unlock(&lock->mutex) == 0;
}

bool lock_is_doubtful(const struct lock *lock) { return lock->doubtful; }

bool lock_settle(struct lock *lock) {
    if (!__lock_is_mine(lock)) {
        errno = EPERM;
        return false;
    }
    lock->doubtful = false;
    return true;
}

struct rlock *rlock_new(void) {
    return (struct rlock *)make(sizeof(struct rlock), PTHREAD_MUTEX_RECURSIVE);
}

void rlock_free(struct rlock *lock) { give_away(lock != NULL ? &lock->lock : NULL, sizeof *lock); }
bool rlock_acquire(struct rlock *lock) { return lock_acquire(&lock->lock); }

bool rlock_acquire_timeout(struct rlock *lock, double seconds) {
    return lock_acquire_timeout(&lock->lock, seconds);
}

bool rlock_try_acquire(struct rlock *lock) { return lock_try_acquire(&lock->lock); }
bool rlock_release(struct rlock *lock) { return lock_release(&lock->lock); }
bool rlock_is_doubtful(const struct rlock *lock) { return lock_is_doubtful(&lock->lock); }
bool rlock_settle(struct rlock *lock) { return lock_settle(&lock->lock); }
