/* Conditions and barriers: see multiprocessing.h. */

#include <errno.h>
#include <linux/futex.h>
#include <sched.h>

#include "sharing.h"

/* What ended the sleep: a call, the death of somebody or nothing at all, the time. */
enum waking { CALLED, DISTURBED, LATE };

/* The third of the words that are waited for; it and the fourth are woken by deaths. */
enum { GRAVE = 2 };

/* Where one is who waits at the barrier, from coming until it has looked how it ended. */
struct seat {
    struct robust_word sitter;
    unsigned int round;
    bool cancelled;
};

/*
 * A round is over for all when the number of the round changes, which is one step. Those who sat in
 * a round that was not met are told so before, in their seats.
 */
struct barrier {
    struct lock lock; /* protects all that follows */
    struct condition changed;
    unsigned int round;
    bool broken;
    int parties;
    int seats;
    struct seat seat[];
};

/* More than can sit in one round, for those of the one before may not have left yet. */
enum { SEATS_FOR_EACH = 3 };

static void condition_prepare(struct condition *condition, struct lock *lock) {
    condition->lock = lock;
    lock->watched = true;
}

struct condition *condition_new(struct lock *lock) {
    struct condition *condition = shared_new(sizeof *condition);
    if (condition != NULL) {
        condition_prepare(condition, lock);
    }
    return condition;
}

void condition_free(struct condition *condition) { shared_free(condition, sizeof *condition); }

/* Who is woken by a death sounds the alarm for all that the lock concerns, still as an heir. */
static enum waking pass_on(struct lock *lock) {
    __futex_change_and_wake(&lock->alarm, FUTEX_OP_ADD, 1);
    return DISTURBED;
}

static enum waking sleep(struct condition *condition, int bell, int alarm, deadline end) {
    struct lock *lock = condition->lock;
    int *const words[] = {&condition->bell.word, &lock->alarm, &lock->grave.word,
                          &lock->heirs.word};
    robust_announce(__robust_list(), &lock->heirs.links, 0);
    while (load(&condition->bell.word) == bell) {
        const int values[] = {bell, alarm, load(&lock->grave.word), 0};
        if ((values[GRAVE] & OWNER_DIED) != 0) {
            return pass_on(lock);
        }
        int woken = __futex_wait_any(words, values, 4, end);
        if (woken >= GRAVE) {
            return pass_on(lock);
        }
        if (load(&lock->alarm) != alarm) {
            return DISTURBED;
        }
        if (woken < 0 && errno == ETIMEDOUT) {
            return LATE;
        }
    }
    return CALLED;
}

/*
 * The bell is looked at while the lock is held: whoever calls after that changes it, and the kernel
 * does not put one to sleep for whom it has changed. All who sleep hear it, and as many go on as
 * were called: were only these woken, a call would be lost with whoever is killed on the way.
 */
static enum waking await_call(struct condition *condition, deadline end) {
    for (;;) {
        int bell = __bell_attend(&condition->bell);
        int alarm = load(&condition->lock->alarm);
        lock_release(condition->lock);
        enum waking waking = sleep(condition, bell, alarm, end);
        lock_acquire(condition->lock);
        if (load(&condition->bell.word) != bell && condition->calls > 0) {
            condition->calls--;
            return CALLED;
        }
        if (waking != CALLED) {
            return waking;
        }
    }
}

bool __condition_wait(struct condition *condition, deadline end) {
    if (!__lock_is_mine(condition->lock)) {
        errno = EPERM;
        return false;
    }
    condition->waiting++;
    enum waking waking = await_call(condition, end);
    condition->waiting--;
    if (waking == LATE) {
        errno = ETIMEDOUT;
    }
    return waking != LATE;
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
        int free = condition->waiting - condition->calls;
        condition->calls += count < free ? count : free;
        __bell_ring(&condition->bell, 1);
    }
    return true;
}

bool condition_notify_all(struct condition *condition) {
    return condition_notify(condition, INT_MAX);
}

static size_t barrier_size(int seats) {
    return sizeof(struct barrier) + (size_t)seats * sizeof(struct seat);
}

struct barrier *barrier_new(int parties) {
    if (parties < 1 || parties > INT_MAX / SEATS_FOR_EACH) {
        errno = EINVAL;
        return NULL;
    }
    struct barrier *barrier = shared_new(barrier_size(parties * SEATS_FOR_EACH));
    if (barrier != NULL) {
        __lock_prepare(&barrier->lock);
        condition_prepare(&barrier->changed, &barrier->lock);
        barrier->parties = parties;
        barrier->seats = parties * SEATS_FOR_EACH;
    }
    return barrier;
}

void barrier_free(struct barrier *barrier) {
    if (barrier != NULL) {
        shared_free(barrier, barrier_size(barrier->seats));
    }
}

static bool is_taken(const struct seat *seat) {
    return (load(&seat->sitter.word) & TID_MASK) != 0;
}

static void next_round(struct barrier *barrier) {
    __atomic_add_fetch(&barrier->round, 1, __ATOMIC_SEQ_CST);
    condition_notify_all(&barrier->changed);
}

static void cancel(struct barrier *barrier, bool broken) {
    barrier->broken = broken;
    for (int i = 0; i < barrier->seats; i++) {
        barrier->seat[i].cancelled |= barrier->seat[i].round == barrier->round;
    }
    next_round(barrier);
}

/* Who died in a seat of this round, or with the lock, breaks the barrier. */
static void look_for_dead(struct barrier *barrier) {
    bool dead = lock_is_doubtful(&barrier->lock);
    for (int i = 0; i < barrier->seats; i++) {
        const struct seat *seat = &barrier->seat[i];
        dead |= (load(&seat->sitter.word) & OWNER_DIED) != 0 && seat->round == barrier->round;
    }
    if (dead) {
        cancel(barrier, true);
        lock_settle(&barrier->lock);
    }
}

static void enter(struct barrier *barrier) {
    lock_acquire(&barrier->lock);
    look_for_dead(barrier);
}

/* How many sit in this round. */
static int present(const struct barrier *barrier) {
    int count = 0;
    for (int i = 0; i < barrier->seats; i++) {
        const struct seat *seat = &barrier->seat[i];
        count += is_taken(seat) && seat->round == barrier->round;
    }
    return count;
}

/* NULL if all are taken. */
static struct seat *sit_down(struct barrier *barrier) {
    for (int i = 0; i < barrier->seats; i++) {
        struct seat *seat = &barrier->seat[i];
        if (!is_taken(seat)) {
            seat->sitter.word = 0;
            seat->round = barrier->round;
            seat->cancelled = false;
            robust_enlist(__robust_list(), &seat->sitter.links, 0);
            store(&seat->sitter.word, __own_tid());
            return seat;
        }
    }
    return NULL;
}

static void stand_up(struct seat *seat) {
    store(&seat->sitter.word, 0);
    robust_delist(__robust_list(), &seat->sitter.links);
}

/* The error, or 0. */
static int await_round(struct barrier *barrier, const struct seat *seat, deadline end) {
    while (barrier->round == seat->round) {
        if (!__condition_wait(&barrier->changed, end) && barrier->round == seat->round) {
            cancel(barrier, true);
            return ETIMEDOUT;
        }
        look_for_dead(barrier);
    }
    return seat->cancelled ? ECANCELED : 0;
}

/* The error, or 0, and another number for each. */
static int meet(struct barrier *barrier, struct seat *seat, int *number, deadline end) {
    int count = present(barrier);
    *number = count - 1;
    if (count == barrier->parties) {
        next_round(barrier);
        return 0;
    }
    return await_round(barrier, seat, end);
}

static int wait(struct barrier *barrier, deadline end) {
    int number = -1;
    struct seat *seat = NULL;
    enter(barrier);
    while (!barrier->broken && (seat = sit_down(barrier)) == NULL) {
        lock_release(&barrier->lock);
        sched_yield(); /* Those of rounds before must look first how theirs ended. */
        lock_acquire(&barrier->lock);
        look_for_dead(barrier);
    }
    int error = seat != NULL ? meet(barrier, seat, &number, end) : ECANCELED;
    if (seat != NULL) {
        stand_up(seat);
    }
    lock_release(&barrier->lock);
    errno = error != 0 ? error : errno;
    return error == 0 ? number : -1;
}

int barrier_wait(struct barrier *barrier) { return wait(barrier, NULL); }

int barrier_wait_timeout(struct barrier *barrier, double seconds) {
    struct timespec point;
    return wait(barrier, __deadline_in(seconds, &point));
}

void barrier_abort(struct barrier *barrier) {
    enter(barrier);
    cancel(barrier, true);
    lock_release(&barrier->lock);
}

/* Those inside leave with an error. */
void barrier_reset(struct barrier *barrier) {
    enter(barrier);
    cancel(barrier, false);
    lock_release(&barrier->lock);
}

bool barrier_is_broken(struct barrier *barrier) {
    enter(barrier);
    bool broken = barrier->broken;
    lock_release(&barrier->lock);
    return broken;
}
