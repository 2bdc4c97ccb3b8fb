/*
 * Condition variables.
 *
 * The sequence is read while the mutex is held: whoever signals after that changes it, and the
 * kernel does not put one to sleep for whom it has changed. So no wake-up is lost.
 */

#include <errno.h>
#include <limits.h>

#include "thread.h"

int pthread_condattr_init(pthread_condattr_t *attributes) {
    *attributes = (pthread_condattr_t){.__clock = CLOCK_REALTIME};
    return 0;
}

int pthread_condattr_destroy(pthread_condattr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock) {
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) {
        return EINVAL;
    }
    attributes->__clock = clock;
    return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *attributes, clockid_t *clock) {
    *clock = attributes->__clock;
    return 0;
}

int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) {
        return EINVAL;
    }
    attributes->__shared = shared;
    return 0;
}

int pthread_condattr_getpshared(const pthread_condattr_t *attributes, int *shared) {
    *shared = attributes->__shared;
    return 0;
}

int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes) {
    *condition = (pthread_cond_t){0};
    if (attributes != NULL) {
        condition->__attributes = *attributes;
    }
    return 0;
}

/* Those who were woken may still be about to leave. */
int pthread_cond_destroy(pthread_cond_t *condition) {
    int waiters;
    while ((waiters = load(&condition->__waiters)) > 0) {
        __futex_rouse(&condition->__sequence, INT_MAX, condition->__attributes.__shared);
        sched_yield();
    }
    return 0;
}

struct wait {
    pthread_cond_t *condition;
    pthread_mutex_t *mutex;
    int error;
};

/* Also when it is cancelled, a thread has the mutex again. */
static void come_back(void *arg) {
    struct wait *wait = arg;
    __atomic_sub_fetch(&wait->condition->__waiters, 1, __ATOMIC_SEQ_CST);
    wait->error = pthread_mutex_lock(wait->mutex);
}

static int await(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                 const struct timespec *end) {
    struct wait wait = {condition, mutex, 0};
    bool shared = condition->__attributes.__shared;
    if (end != NULL && !is_time(end)) {
        return EINVAL;
    }
    pthread_testcancel();
    int sequence = load(&condition->__sequence);
    __atomic_add_fetch(&condition->__waiters, 1, __ATOMIC_SEQ_CST);
    int error = pthread_mutex_unlock(mutex);
    if (error != 0) {
        __atomic_sub_fetch(&condition->__waiters, 1, __ATOMIC_SEQ_CST);
        return error;
    }
    pthread_cleanup_push(come_back, &wait);
    error = __futex_sleep_cancellable(&condition->__sequence, sequence, shared, clock, end);
    pthread_cleanup_pop(1);
    return wait.error != 0 ? wait.error : error == ETIMEDOUT ? ETIMEDOUT : 0;
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex) {
    return await(condition, mutex, CLOCK_MONOTONIC, NULL);
}

int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                           const struct timespec *end) {
    return await(condition, mutex, condition->__attributes.__clock, end);
}

int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *mutex, clockid_t clock,
                           const struct timespec *end) {
    bool known = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
    return known ? await(condition, mutex, clock, end) : EINVAL;
}

static int wake(pthread_cond_t *condition, int count) {
    __atomic_add_fetch(&condition->__sequence, 1, __ATOMIC_SEQ_CST);
    if (load(&condition->__waiters) > 0) {
        __futex_rouse(&condition->__sequence, count, condition->__attributes.__shared);
    }
    return 0;
}

int pthread_cond_signal(pthread_cond_t *condition) { return wake(condition, 1); }
int pthread_cond_broadcast(pthread_cond_t *condition) { return wake(condition, INT_MAX); }
