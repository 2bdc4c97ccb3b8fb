/* Conditions and barriers: see multiprocessing.h. */

#include <errno.h>

#include "sharing.h"

/* A round fills until all have come, and drains until all have gone: then the next can begin. */
enum barrier_state { FILLING, DRAINING, RESETTING, BROKEN };

struct barrier {
    struct lock lock; /* protects all that follows */
    struct condition changed;
    enum barrier_state state;
    int parties;
    int inside;
};

struct condition *condition_new(struct lock *lock) {
    struct condition *condition = shared_new(sizeof *condition);
    if (condition != NULL) {
        condition->lock = lock;
    }
    return condition;
}

void condition_free(struct condition *condition) { shared_free(condition, sizeof *condition); }

/*
 * The sequence is read while the lock is held: whoever notifies after that changes it, and the
 * kernel does not put one to sleep for whom it has changed.
 */
bool __condition_wait(struct condition *condition, deadline end) {
    int sequence = __atomic_load_n(&condition->sequence, __ATOMIC_SEQ_CST);
    if (!lock_release(condition->lock)) {
        return false;
    }
    bool in_time = __futex_wait(&condition->sequence, sequence, end);
    lock_acquire(condition->lock);
    if (!in_time) {
        errno = ETIMEDOUT;
    }
    return in_time;
}

bool condition_wait(struct condition *condition) { return __condition_wait(condition, NULL); }

bool condition_wait_timeout(struct condition *condition, double seconds) {
    struct timespec point;
    return __condition_wait(condition, __deadline_in(seconds, &point));
}

/* What became true in the last moment counts. */
static bool wait_for(struct condition *condition, condition_predicate *predicate, void *arg,
                     deadline end) {
    while (!predicate(arg)) {
        if (!__condition_wait(condition, end)) {
            return errno == ETIMEDOUT && predicate(arg);
        }
    }
    return true;
}

bool condition_wait_for(struct condition *condition, condition_predicate *predicate, void *arg) {
    return wait_for(condition, predicate, arg, NULL);
}

bool condition_wait_for_timeout(struct condition *condition, condition_predicate *predicate,
                                void *arg, double seconds) {
    struct timespec point;
    return wait_for(condition, predicate, arg, __deadline_in(seconds, &point));
}

bool condition_notify(struct condition *condition, int count) {
    if (!__lock_is_mine(condition->lock)) {
        errno = EPERM;
        return false;
    }
    if (count > 0) {
        __atomic_fetch_add(&condition->sequence, 1, __ATOMIC_SEQ_CST);
        __futex_wake(&condition->sequence, count);
    }
    return true;
}

bool condition_notify_all(struct condition *condition) {
    return condition_notify(condition, INT_MAX);
}

struct barrier *barrier_new(int parties) {
    if (parties < 1) {
        errno = EINVAL;
        return NULL;
    }
    struct barrier *barrier = shared_new(sizeof *barrier);
    if (barrier != NULL) {
        barrier->changed.lock = &barrier->lock;
        barrier->parties = parties;
    }
    return barrier;
}

void barrier_free(struct barrier *barrier) { shared_free(barrier, sizeof *barrier); }

static void change(struct barrier *barrier, enum barrier_state state) {
    barrier->state = state;
    condition_notify_all(&barrier->changed);
}

/* Waits, holding the lock, until the state is none of these two; else the barrier breaks. */
static bool pass(struct barrier *barrier, enum barrier_state one, enum barrier_state other,
                 deadline end) {
    while (barrier->state == one || barrier->state == other) {
        if (!__condition_wait(&barrier->changed, end) &&
            (barrier->state == one || barrier->state == other)) {
            change(barrier, BROKEN);
            errno = ETIMEDOUT;
            return false;
        }
    }
    if (barrier->state == BROKEN || barrier->state == RESETTING) {
        errno = ECANCELED;
        return false;
    }
    return true;
}

static int meet(struct barrier *barrier, deadline end) {
    int number = barrier->inside++;
    bool passed = true;
    if (barrier->inside == barrier->parties) {
        change(barrier, DRAINING);
    } else {
        passed = pass(barrier, FILLING, FILLING, end);
    }
    barrier->inside--;
    if (barrier->inside == 0 && barrier->state != BROKEN && barrier->state != FILLING) {
        change(barrier, FILLING);
    }
    return passed ? number : -1;
}

static int enter(struct barrier *barrier, deadline end) {
    lock_acquire(&barrier->lock);
    int number = pass(barrier, DRAINING, RESETTING, end) ? meet(barrier, end) : -1;
    int error = errno;
    lock_release(&barrier->lock);
    errno = error;
    return number;
}

int barrier_wait(struct barrier *barrier) { return enter(barrier, NULL); }

int barrier_wait_timeout(struct barrier *barrier, double seconds) {
    struct timespec point;
    return enter(barrier, __deadline_in(seconds, &point));
}

void barrier_abort(struct barrier *barrier) {
    lock_acquire(&barrier->lock);
    change(barrier, BROKEN);
    lock_release(&barrier->lock);
}

/* Those inside leave with an error first. */
void barrier_reset(struct barrier *barrier) {
    lock_acquire(&barrier->lock);
    change(barrier, barrier->inside > 0 ? RESETTING : FILLING);
    lock_release(&barrier->lock);
}

bool barrier_is_broken(struct barrier *barrier) {
    lock_acquire(&barrier->lock);
    bool broken = barrier->state == BROKEN;
    lock_release(&barrier->lock);
    return broken;
}
