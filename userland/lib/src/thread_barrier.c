/* Barriers and spin locks. */

#include <errno.h>
#include <limits.h>

#include "thread.h"

enum { SPINS = 100 };

int pthread_barrierattr_init(pthread_barrierattr_t *attributes) {
    attributes->__shared = PTHREAD_PROCESS_PRIVATE;
    return 0;
}

int pthread_barrierattr_destroy(pthread_barrierattr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_barrierattr_setpshared(pthread_barrierattr_t *attributes, int shared) {
    if (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED) {
        return EINVAL;
    }
    attributes->__shared = shared;
    return 0;
}

int pthread_barrierattr_getpshared(const pthread_barrierattr_t *attributes, int *shared) {
    *shared = attributes->__shared;
    return 0;
}

int pthread_barrier_init(pthread_barrier_t *barrier, const pthread_barrierattr_t *attributes,
                         unsigned int parties) {
    pthread_mutexattr_t guard;
    if (parties == 0 || parties > INT_MAX) {
        return EINVAL;
    }
    pthread_mutexattr_init(&guard);
    pthread_mutexattr_setpshared(&guard, attributes != NULL ? attributes->__shared : 0);
    *barrier = (pthread_barrier_t){.__parties = parties};
    return pthread_mutex_init(&barrier->__guard, &guard);
}

/* Whoever was released last may destroy it, while others are still about to leave. */
int pthread_barrier_destroy(pthread_barrier_t *barrier) {
    int inside;
    if (barrier->__waiting > 0) {
        return EBUSY;
    }
    while ((inside = load(&barrier->__inside)) > 0) {
        __futex_sleep(&barrier->__inside, inside, true, CLOCK_MONOTONIC, NULL);
    }
    return 0;
}

static void leave(pthread_barrier_t *barrier) {
    int *inside = &barrier->__inside;
    if (__atomic_sub_fetch(inside, 1, __ATOMIC_SEQ_CST) == 0) {
        __futex_rouse(inside, INT_MAX, true);
    }
}

/* No point of cancellation. */
int pthread_barrier_wait(pthread_barrier_t *barrier) {
    __atomic_add_fetch(&barrier->__inside, 1, __ATOMIC_SEQ_CST);
    pthread_mutex_lock(&barrier->__guard);
    int round = barrier->__round;
    bool last = ++barrier->__waiting == barrier->__parties;
    if (last) {
        barrier->__waiting = 0;
        __atomic_add_fetch(&barrier->__round, 1, __ATOMIC_SEQ_CST);
        __futex_rouse(&barrier->__round, INT_MAX, true);
    }
    pthread_mutex_unlock(&barrier->__guard);
    while (load(&barrier->__round) == round) {
        __futex_sleep(&barrier->__round, round, true, CLOCK_MONOTONIC, NULL);
    }
    leave(barrier);
    return last ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}

int pthread_spin_init(pthread_spinlock_t *lock, int shared) {
    (void)shared;
    *lock = 0;
    return 0;
}

int pthread_spin_destroy(pthread_spinlock_t *lock) {
    (void)lock;
    return 0;
}

int pthread_spin_trylock(pthread_spinlock_t *lock) { return swap(lock, 0, 1) ? 0 : EBUSY; }

/* The holder may need this hart. */
int pthread_spin_lock(pthread_spinlock_t *lock) {
    for (int spins = 0; pthread_spin_trylock(lock) != 0; spins++) {
        if (spins % SPINS == SPINS - 1) {
            sched_yield();
        }
    }
    return 0;
}

int pthread_spin_unlock(pthread_spinlock_t *lock) {
    __atomic_store_n(lock, 0, __ATOMIC_SEQ_CST);
    return 0;
}
