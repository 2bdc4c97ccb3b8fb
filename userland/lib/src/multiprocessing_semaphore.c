/* Semaphores and events: see multiprocessing.h. */

#include <errno.h>

#include "sharing.h"

/* Bit 0: whether it is set; the rest counts how often it was. */
struct event {
    int word;
};

static struct semaphore *make(int value, int bound) {
    if (value < 0) {
        errno = EINVAL;
        return NULL;
    }
    struct semaphore *semaphore = shared_new(sizeof *semaphore);
    if (semaphore != NULL) {
        *semaphore = (struct semaphore){.value = value, .bound = bound};
    }
    return semaphore;
}

struct semaphore *semaphore_new(int value) { return make(value, INT_MAX); }
struct semaphore *bounded_semaphore_new(int value) { return make(value, value); }
void semaphore_free(struct semaphore *semaphore) { shared_free(semaphore, sizeof *semaphore); }

int semaphore_value(const struct semaphore *semaphore) {
    return __atomic_load_n(&semaphore->value, __ATOMIC_SEQ_CST);
}

bool semaphore_try_acquire(struct semaphore *semaphore) {
    int value = semaphore_value(semaphore);
    while (value > 0) {
        if (__atomic_compare_exchange_n(&semaphore->value, &value, value - 1, false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
            return true;
        }
    }
    errno = EAGAIN;
    return false;
}

/*
 * Who waits is counted before the value is looked at for the last time, by the kernel; who releases
 * adds first and then looks for those who wait: one of both sees the other.
 */
bool __semaphore_acquire(struct semaphore *semaphore, deadline end) {
    while (!semaphore_try_acquire(semaphore)) {
        __atomic_fetch_add(&semaphore->waiters, 1, __ATOMIC_SEQ_CST);
        bool in_time = __futex_wait(&semaphore->value, 0, end);
        __atomic_fetch_sub(&semaphore->waiters, 1, __ATOMIC_SEQ_CST);
        if (!in_time) {
            errno = ETIMEDOUT;
            return false;
        }
    }
    return true;
}

bool semaphore_acquire(struct semaphore *semaphore) { return __semaphore_acquire(semaphore, NULL); }

bool semaphore_acquire_timeout(struct semaphore *semaphore, double seconds) {
    struct timespec point;
    return __semaphore_acquire(semaphore, __deadline_in(seconds, &point));
}

bool semaphore_release(struct semaphore *semaphore) {
    int value = semaphore_value(semaphore);
    do {
        if (value >= semaphore->bound) {
            errno = EOVERFLOW;
            return false;
        }
    } while (!__atomic_compare_exchange_n(&semaphore->value, &value, value + 1, false,
                                          __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST));
    if (__atomic_load_n(&semaphore->waiters, __ATOMIC_SEQ_CST) > 0) {
        __futex_wake(&semaphore->value, 1);
    }
    return true;
}

struct event *event_new(void) { return shared_new(sizeof(struct event)); }
void event_free(struct event *event) { shared_free(event, sizeof *event); }

static int look(const struct event *event) {
    return __atomic_load_n(&event->word, __ATOMIC_SEQ_CST);
}

bool event_is_set(const struct event *event) { return (look(event) & 1) != 0; }

/* From not set, with an even word, to the next odd one. */
void event_set(struct event *event) {
    int seen = look(event);
    while ((seen & 1) == 0) {
        if (__atomic_compare_exchange_n(&event->word, &seen, seen + 1, false, __ATOMIC_SEQ_CST,
                                        __ATOMIC_SEQ_CST)) {
            __futex_wake(&event->word, INT_MAX);
            return;
        }
    }
}

/* From set to the next even word, which is not the one from before. */
void event_clear(struct event *event) {
    int seen = look(event);
    while ((seen & 1) != 0) {
        if (__atomic_compare_exchange_n(&event->word, &seen, (int)((unsigned)seen + 1), false,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
            return;
        }
    }
}

static bool wait(struct event *event, deadline end) {
    int seen = look(event);
    while ((seen & 1) == 0 && look(event) == seen) {
        if (!__futex_wait(&event->word, seen, end)) {
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
