/* Deadlines, futexes, locks and recursive locks: see multiprocessing.h. */

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sharing.h"

enum { LOCK_WAITERS = (int)0x80000000, LOCK_HOLDER = 0x7fffffff };

static const long NANOSECONDS = 1000000000;

struct rlock {
    struct lock lock;
    int depth; /* changed by the holder only */
};

deadline __deadline_in(double seconds, struct timespec *point) {
    double most = 1e9; /* some 30 years, which fit into any time_t */
    seconds = seconds < 0 ? 0 : seconds > most ? most : seconds;
    clock_gettime(CLOCK_MONOTONIC, point);
    point->tv_sec += (time_t)seconds;
    point->tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    if (point->tv_nsec >= NANOSECONDS) {
        point->tv_sec++;
        point->tv_nsec -= NANOSECONDS;
    }
    return point;
}

int __milliseconds_until(deadline end) {
    struct timespec now;
    if (end == NULL) {
        return -1;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    long left = (end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec + 999999) / 1000000;
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* WAIT_BITSET, for it takes a point in time, which a signal in between does not move. */
bool __futex_wait(int *word, int value, deadline end) {
    return syscall(SYS_futex, word, FUTEX_WAIT_BITSET, value, end, NULL, -1) == 0 ||
           errno != ETIMEDOUT;
}

void __futex_wake(int *word, int count) { syscall(SYS_futex, word, FUTEX_WAKE, count); }

static int own_tid(void) { return (int)syscall(SYS_gettid); }

static int holder(const struct lock *lock) {
    return __atomic_load_n(&lock->word, __ATOMIC_SEQ_CST) & LOCK_HOLDER;
}

static bool replace(int *word, int old, int new) {
    return __atomic_compare_exchange_n(word, &old, new, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

bool __lock_is_mine(const struct lock *lock) { return holder(lock) == own_tid(); }

/*
 * Who has waited cannot know whether others still wait, so it takes the lock with LOCK_WAITERS
 * (Drepper, "Futexes Are Tricky", mutex 2). The bit is set before the time is looked at: one who
 * was woken and then gives up leaves word that the next is to be woken.
 */
bool __lock_acquire(struct lock *lock, deadline end) {
    int self = own_tid();
    if (replace(&lock->word, 0, self)) {
        return true;
    }
    if (holder(lock) == self) {
        errno = EDEADLK;
        return false;
    }
    for (;;) {
        int seen = __atomic_load_n(&lock->word, __ATOMIC_SEQ_CST);
        if (seen == 0) {
            if (replace(&lock->word, 0, self | LOCK_WAITERS)) {
                return true;
            }
            continue;
        }
        if ((seen & LOCK_WAITERS) == 0 && !replace(&lock->word, seen, seen | LOCK_WAITERS)) {
            continue;
        }
        if (!__futex_wait(&lock->word, seen | LOCK_WAITERS, end)) {
            errno = ETIMEDOUT;
            return false;
        }
    }
}

struct lock *lock_new(void) { return shared_new(sizeof(struct lock)); }
void lock_free(struct lock *lock) { shared_free(lock, sizeof *lock); }
bool lock_acquire(struct lock *lock) { return __lock_acquire(lock, NULL); }

bool lock_acquire_timeout(struct lock *lock, double seconds) {
    struct timespec point;
    return __lock_acquire(lock, __deadline_in(seconds, &point));
}

bool lock_try_acquire(struct lock *lock) {
    if (replace(&lock->word, 0, own_tid())) {
        return true;
    }
    errno = __lock_is_mine(lock) ? EDEADLK : EAGAIN;
    return false;
}

bool lock_release(struct lock *lock) {
    if (!__lock_is_mine(lock)) {
        errno = EPERM;
        return false;
    }
    if ((__atomic_exchange_n(&lock->word, 0, __ATOMIC_SEQ_CST) & LOCK_WAITERS) != 0) {
        __futex_wake(&lock->word, 1);
    }
    return true;
}

/* One more level, if the lock was acquired now or before. */
static bool deepen(struct rlock *lock, bool acquired) {
    if (acquired || errno == EDEADLK) {
        lock->depth++;
        return true;
    }
    return false;
}

struct rlock *rlock_new(void) { return shared_new(sizeof(struct rlock)); }
void rlock_free(struct rlock *lock) { shared_free(lock, sizeof *lock); }

bool rlock_acquire(struct rlock *lock) { return deepen(lock, lock_acquire(&lock->lock)); }

bool rlock_acquire_timeout(struct rlock *lock, double seconds) {
    return deepen(lock, lock_acquire_timeout(&lock->lock, seconds));
}

bool rlock_try_acquire(struct rlock *lock) { return deepen(lock, lock_try_acquire(&lock->lock)); }

bool rlock_release(struct rlock *lock) {
    if (!__lock_is_mine(&lock->lock)) {
        errno = EPERM;
        return false;
    }
    lock->depth--;
    return lock->depth > 0 || lock_release(&lock->lock);
}
