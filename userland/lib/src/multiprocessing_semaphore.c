/* Semaphores and events: see multiprocessing.h. */

#include <errno.h>
#include <linux/futex.h>

#include "sharing.h"

/* Bit 0: whether it is set. Bit 1: somebody may wait for that. The rest counts how often it was. */
struct event {
    int word;
};

enum { SET = 1, AWAITED = 2, ONCE_MORE = 4 };

static struct semaphore *make(int value, int bound) {
    if (value < 0 || value > SEMAPHORE_MAX) {
        errno = EINVAL;
        return NULL;
    }
    struct semaphore *semaphore = shared_new(sizeof *semaphore);
    if (semaphore != NULL) {
        semaphore->word = 2 * value;
        semaphore->bound = bound;
    }
    return semaphore;
}

struct semaphore *semaphore_new(int value) { return make(value, SEMAPHORE_MAX); }
struct semaphore *bounded_semaphore_new(int value) { return make(value, value); }
void semaphore_free(struct semaphore *semaphore) { shared_free(semaphore, sizeof *semaphore); }

int semaphore_value(const struct semaphore *semaphore) { return load(&semaphore->word) / 2; }

/* `waited` is 1 for who has waited: it cannot know whether others still do. */
static bool take(struct semaphore *semaphore, int waited) {
    int seen = load(&semaphore->word);
    while (seen >= 2) {
        if (swap(&semaphore->word, seen, (seen - 2) | waited)) {
            return true;
        }
        seen = load(&semaphore->word);
    }
    errno = EAGAIN;
    return false;
}

bool semaphore_try_acquire(struct semaphore *semaphore) { return take(semaphore, 0); }

/* As an heir, sleeps until there may be something to take; false when the time is over. */
static bool sleep_as_heir(struct semaphore *semaphore, deadline end) {
    int *const words[] = {&semaphore->word, &semaphore->heirs.word};
    const int values[] = {1, 0};
    return (!swap(&semaphore->word, 0, 1) && load(&semaphore->word) != 1) ||
           __futex_wait_any(words, values, 2, end) >= 0 || errno != ETIMEDOUT;
}

/*
 * A release wakes one, and whoever it is wakes the next if there is more. If it dies before it has
 * done so, the kernel wakes another heir, and so it does for a releaser that has not woken anybody.
 */
static bool acquire(struct semaphore *semaphore, deadline end) {
    struct robust_head *list = __robust_list();
    robust_announce(list, &semaphore->heirs.links, 0);
    bool in_time = true, taken;
    while (!(taken = take(semaphore, 1)) && in_time) {
        in_time = sleep_as_heir(semaphore, end);
    }
    if (taken && semaphore_value(semaphore) > 0) {
        __futex_wake(&semaphore->word, 1);
    }
    robust_settle(list);
    if (!taken) {
        errno = ETIMEDOUT;
    }
    return taken;
}

bool semaphore_acquire(struct semaphore *semaphore) {
    return take(semaphore, 0) || acquire(semaphore, NULL);
}

bool semaphore_acquire_timeout(struct semaphore *semaphore, double seconds) {
    struct timespec point;
    return take(semaphore, 0) || acquire(semaphore, __deadline_in(seconds, &point));
}

bool semaphore_release(struct semaphore *semaphore) {
    struct robust_head *list = __robust_list();
    int seen = load(&semaphore->word);
    robust_announce(list, &semaphore->heirs.links, 0);
    while (seen / 2 < semaphore->bound && !swap(&semaphore->word, seen, (seen & ~1) + 2)) {
        seen = load(&semaphore->word);
    }
    bool added = seen / 2 < semaphore->bound;
    if (added && (seen & 1) != 0) {
        __futex_wake(&semaphore->word, 1);
    }
    robust_settle(list);
    if (!added) {
        errno = EOVERFLOW;
    }
    return added;
}

struct event *event_new(void) { return shared_new(sizeof(struct event)); }
void event_free(struct event *event) { shared_free(event, sizeof *event); }

bool event_is_set(const struct event *event) { return (load(&event->word) & SET) != 0; }

/* With somebody who waits, setting and waking is one step. */
void event_set(struct event *event) {
    int seen;
    while (((seen = load(&event->word)) & SET) == 0) {
        if ((seen & AWAITED) != 0) {
            __futex_change_and_wake(&event->word, FUTEX_OP_OR, SET);
            return;
        }
        if (swap(&event->word, seen, seen | SET)) {
            return;
        }
    }
}

/* From set to the next that is not, which differs from the one before. */
void event_clear(struct event *event) {
    int seen;
    while (((seen = load(&event->word)) & SET) != 0 &&
           !swap(&event->word, seen,
                 (int)((unsigned)(seen & ~(SET | AWAITED)) + (unsigned)ONCE_MORE))) {
    }
}

/* Ends by the setting that follows, or because it is set. */
static bool wait(struct event *event, deadline end) {
    int first = load(&event->word) & ~AWAITED;
    int seen;
    while (((seen = load(&event->word)) & ~AWAITED) == first && (first & SET) == 0) {
        bool marked = (seen & AWAITED) != 0 || swap(&event->word, seen, seen | AWAITED);
        if (marked && !__futex_wait(&event->word, seen | AWAITED, end)) {
            errno = ETIMEDOUT;
            return false;
        }
    }
    return true;
}

bool event_wait(struct event *event) { return wait(event, NULL); }

bool event_wait_timeout(struct event *event, double seconds) {
    struct timespec point;
    return wait(event, __deadline_in(seconds, &point));
}
