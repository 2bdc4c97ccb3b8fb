/*
 * Mutexes.
 *
 * The word is 0 if the mutex is free, else its owner's TID, with WAITERS if somebody may wait; the
 * kernel puts OWNER_DIED in its place when the owner of a robust one ends (see robust_list.h). Who
 * has waited cannot know whether others still do, and so takes the mutex with WAITERS. With
 * priority inheritance the kernel takes and gives the mutex when anybody waits. Invariant:
 * whoever's TID is in the word may use what the mutex protects, unless the state says that nobody
 * may.
 */

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>

#include "stubs.h"
#include "thread.h"

enum { TYPE = 3, ROBUST = 4, INHERIT = 8, SHARED = 16 };
enum { CONSISTENT, INCONSISTENT, NOT_RECOVERABLE };

/* The kernel wakes those who wait for a robust one by the key that processes share. */
static bool shared(const pthread_mutex_t *mutex) { return (mutex->__kind & (ROBUST | SHARED)) != 0; }

static unsigned long mark_of(const pthread_mutex_t *mutex) {
    return (mutex->__kind & INHERIT) != 0 ? ROBUST_INHERIT : 0;
}

static struct robust_links *links_of(pthread_mutex_t *mutex) {
    return (struct robust_links *)&mutex->__links;
}

/* What its type says when the owner locks it again. */
static int again(pthread_mutex_t *mutex, bool try) {
    switch (mutex->__kind & TYPE) {
    case PTHREAD_MUTEX_RECURSIVE:
        if (mutex->__depth == INT_MAX) {
            return EAGAIN;
        }
        mutex->__depth++;
        return 0;
    case PTHREAD_MUTEX_ERRORCHECK:
        return try ? EBUSY : EDEADLK;
    default:
        return try ? EBUSY : -1;
    }
}

static int sleep_inheriting(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *end) {
    int private = shared(mutex) ? 0 : FUTEX_PRIVATE_FLAG;
    int operation = clock == CLOCK_REALTIME || end == NULL ? FUTEX_LOCK_PI : FUTEX_LOCK_PI2;
    long error;
    do {
        error = -ecall4(SYS_futex, (long)&mutex->__word, operation | private, 0, (long)end);
    } while (error == EINTR || error == EAGAIN);
    return (int)error;
}

/* A normal mutex that its owner locks again waits for ever: POSIX wants the deadlock. */
static int take_inheriting(pthread_mutex_t *mutex, int mine, bool try, clockid_t clock,
                           const struct timespec *end) {
    if (swap(&mutex->__word, 0, mine)) {
        return 0;
    }
    if (try) {
        int private = shared(mutex) ? 0 : FUTEX_PRIVATE_FLAG;
        long error = -ecall2(SYS_futex, (long)&mutex->__word, FUTEX_TRYLOCK_PI | private);
        return error == EAGAIN || error == EDEADLK ? EBUSY : (int)error;
    }
    int error = sleep_inheriting(mutex, clock, end);
    while (error == EDEADLK) {
        error = __futex_sleep(&mutex->__depth, mutex->__depth, false, clock, end);
        error = error == ETIMEDOUT ? error : EDEADLK;
    }
    return error;
}

static int take(pthread_mutex_t *mutex, int mine, bool try, clockid_t clock,
                const struct timespec *end) {
    for (;;) {
        int seen = load(&mutex->__word);
        if ((seen & TID_MASK) == 0) {
            if (swap(&mutex->__word, seen, mine | (seen & (WAITERS | OWNER_DIED)))) {
                return 0;
            }
        } else if (try) {
            return EBUSY;
        } else if (end != NULL && !is_time(end)) {
            return EINVAL;
        } else if ((seen & WAITERS) != 0 || swap(&mutex->__word, seen, seen | WAITERS)) {
            if (__futex_sleep(&mutex->__word, seen | WAITERS, shared(mutex), clock, end) ==
                ETIMEDOUT) {
                return ETIMEDOUT;
            }
            mine |= WAITERS;
        }
    }
}

static void give(pthread_mutex_t *mutex, int mine) {
    if ((mutex->__kind & INHERIT) != 0) {
        if (!swap(&mutex->__word, mine, 0)) {
            int private = shared(mutex) ? 0 : FUTEX_PRIVATE_FLAG;
            ecall2(SYS_futex, (long)&mutex->__word, FUTEX_UNLOCK_PI | private);
        }
    } else if ((__atomic_exchange_n(&mutex->__word, 0, __ATOMIC_SEQ_CST) & WAITERS) != 0) {
        __futex_rouse(&mutex->__word, 1, shared(mutex));
    }
}

/* The mutex is this thread's: whether it may use what the owner before has left. */
static int inherit_state(pthread_mutex_t *mutex, int mine) {
    int seen = load(&mutex->__word);
    if ((seen & OWNER_DIED) != 0) {
        __atomic_and_fetch(&mutex->__word, ~OWNER_DIED, __ATOMIC_SEQ_CST);
        mutex->__state = mutex->__state == NOT_RECOVERABLE ? NOT_RECOVERABLE : INCONSISTENT;
        mutex->__depth = 0;
    }
    if (mutex->__state == NOT_RECOVERABLE) {
        give(mutex, mine);
        return ENOTRECOVERABLE;
    }
    return mutex->__state == INCONSISTENT ? EOWNERDEAD : 0;
}

static int __mutex_acquire(pthread_mutex_t *mutex, bool try, clockid_t clock,
                           const struct timespec *end) {
    int mine = own_tid();
    if ((load(&mutex->__word) & TID_MASK) == mine) {
        int error = again(mutex, try);
        if (error >= 0) {
            return error;
        }
    }
    if (mutex->__state == NOT_RECOVERABLE) {
        return ENOTRECOVERABLE;
    }
    bool robust = (mutex->__kind & ROBUST) != 0;
    struct robust_head *list = robust ? __robust_list() : NULL;
    if (robust) {
        robust_announce(list, links_of(mutex), mark_of(mutex));
    }
    int error = (mutex->__kind & INHERIT) != 0 ? take_inheriting(mutex, mine, try, clock, end)
                                               : take(mutex, mine, try, clock, end);
    if (error == 0) {
        error = inherit_state(mutex, mine);
    }
    if (robust) {
        if (error == 0 || error == EOWNERDEAD) {
            robust_enlist(list, links_of(mutex), mark_of(mutex));
        }
        robust_settle(list);
    }
    return error;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) {
    return __mutex_acquire(mutex, false, CLOCK_MONOTONIC, NULL);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex) {
    return __mutex_acquire(mutex, true, CLOCK_MONOTONIC, NULL);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *end) {
    return __mutex_acquire(mutex, false, CLOCK_REALTIME, end);
}

int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *end) {
    bool known = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
    return known ? __mutex_acquire(mutex, false, clock, end) : EINVAL;
}

/* A state that its owner does not call consistent can never be used again. */
int pthread_mutex_unlock(pthread_mutex_t *mutex) {
    bool checked = (mutex->__kind & (TYPE | ROBUST)) != 0;
    if (checked && (load(&mutex->__word) & TID_MASK) != own_tid()) {
        return EPERM;
    }
    if (mutex->__depth > 0) {
        mutex->__depth--;
        return 0;
    }
    if ((mutex->__kind & ROBUST) == 0) {
        give(mutex, own_tid());
        return 0;
    }
    struct robust_head *list = __robust_list();
    robust_announce(list, links_of(mutex), mark_of(mutex));
    robust_delist(list, links_of(mutex));
    if (mutex->__state == INCONSISTENT) {
        mutex->__state = NOT_RECOVERABLE;
    }
    give(mutex, own_tid());
    robust_settle(list);
    return 0;
}

int pthread_mutex_consistent(pthread_mutex_t *mutex) {
    bool mine = (load(&mutex->__word) & TID_MASK) == own_tid();
    if ((mutex->__kind & ROBUST) == 0 || mutex->__state != INCONSISTENT || !mine) {
        return EINVAL;
    }
    mutex->__state = CONSISTENT;
    return 0;
}

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attributes) {
    *mutex = (pthread_mutex_t){.__kind = attributes != NULL ? attributes->__kind : 0};
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex) {
    return (load(&mutex->__word) & TID_MASK) != 0 ? EBUSY : 0;
}

int pthread_mutexattr_init(pthread_mutexattr_t *attributes) {
    attributes->__kind = 0;
    return 0;
}

int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type) {
    if (type < PTHREAD_MUTEX_NORMAL || type > PTHREAD_MUTEX_ERRORCHECK) {
        return EINVAL;
    }
    attributes->__kind = (attributes->__kind & ~TYPE) | type;
    return 0;
}

int pthread_mutexattr_gettype(const pthread_mutexattr_t *attributes, int *type) {
    *type = attributes->__kind & TYPE;
    return 0;
}

static int set_flag(pthread_mutexattr_t *attributes, int flag, int value) {
    if (value != 0 && value != 1) {
        return EINVAL;
    }
    attributes->__kind = value ? attributes->__kind | flag : attributes->__kind & ~flag;
    return 0;
}

static int get_flag(const pthread_mutexattr_t *attributes, int flag, int *value) {
    *value = (attributes->__kind & flag) != 0;
    return 0;
}

int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int robust) {
    return set_flag(attributes, ROBUST, robust);
}

int pthread_mutexattr_getrobust(const pthread_mutexattr_t *attributes, int *robust) {
    return get_flag(attributes, ROBUST, robust);
}

int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int value) {
    return set_flag(attributes, SHARED, value);
}

int pthread_mutexattr_getpshared(const pthread_mutexattr_t *attributes, int *value) {
    return get_flag(attributes, SHARED, value);
}

/* Priority ceilings are not supported. */
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attributes, int protocol) {
    return protocol == PTHREAD_PRIO_PROTECT ? ENOTSUP : set_flag(attributes, INHERIT, protocol);
}

int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *attributes, int *protocol) {
    return get_flag(attributes, INHERIT, protocol);
}
