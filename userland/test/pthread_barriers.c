/*
 * pthread_barrier_init, wait, destroy: all wait for the last, one of them is told so, and it can be
 * used again and destroyed at once, by threads and processes. pthread_spin_init, lock, trylock,
 * unlock, destroy.
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>

enum { THREADS = 5, ROUNDS = 40 };

struct shared {
    pthread_barrier_t barrier;
    int arrived;
    int serial;
};

static struct shared local;

static void *meet(void *arg) {
    struct shared *shared = arg;
    for (int i = 1; i <= ROUNDS; i++) {
        __atomic_add_fetch(&shared->arrived, 1, __ATOMIC_SEQ_CST);
        int result = pthread_barrier_wait(&shared->barrier);
        CHECK(__atomic_load_n(&shared->arrived, __ATOMIC_SEQ_CST) >= i * THREADS);
        CHECK(result == 0 || result == PTHREAD_BARRIER_SERIAL_THREAD);
        __atomic_add_fetch(&shared->serial, result != 0, __ATOMIC_SEQ_CST);
        pthread_barrier_wait(&shared->barrier);
    }
    return NULL;
}

static void threads(void) {
    pthread_t thread[THREADS];
    CHECK(pthread_barrier_init(&local.barrier, NULL, 0) == EINVAL);
    CHECK(pthread_barrier_init(&local.barrier, NULL, THREADS) == 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&thread[i], NULL, meet, &local) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(thread[i], NULL) == 0);
    }
    CHECK(local.arrived == THREADS * ROUNDS && local.serial == ROUNDS);
    CHECK(pthread_barrier_destroy(&local.barrier) == 0);
    puts("all wait for the last");
}

static void *meet_once(void *arg) {
    pthread_barrier_wait(arg);
    return NULL;
}

/* The memory is gone as soon as destroy has returned. */
static void destruction(void) {
    for (int i = 0; i < ROUNDS; i++) {
        pthread_barrier_t *barrier = malloc(sizeof *barrier);
        pthread_t thread;
        CHECK(pthread_barrier_init(barrier, NULL, 2) == 0);
        CHECK(pthread_create(&thread, NULL, meet_once, barrier) == 0);
        pthread_barrier_wait(barrier);
        CHECK(pthread_barrier_destroy(barrier) == 0);
        memset(barrier, 0xff, sizeof *barrier);
        free(barrier);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    puts("it may be destroyed at once");
}

static void processes(void) {
    struct shared *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_barrierattr_t attr;
    pid_t pids[THREADS];
    int value;
    CHECK(pthread_barrierattr_init(&attr) == 0);
    CHECK(pthread_barrierattr_getpshared(&attr, &value) == 0 && value == PTHREAD_PROCESS_PRIVATE);
    CHECK(pthread_barrierattr_setpshared(&attr, 77) == EINVAL);
    CHECK(pthread_barrierattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_barrier_init(&shared->barrier, &attr, THREADS) == 0);
    CHECK(pthread_barrierattr_destroy(&attr) == 0);
    for (int i = 0; i < THREADS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            meet(shared);
            leave(failures != 0);
        }
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
    CHECK(shared->arrived == THREADS * ROUNDS && shared->serial == ROUNDS);
    puts("between processes");
}

static pthread_spinlock_t spin;
static int counter;

static void *count(void *arg) {
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 2 == 0) {
            CHECK(pthread_spin_lock(&spin) == 0);
        } else {
            while (pthread_spin_trylock(&spin) == EBUSY) {
                sched_yield();
            }
        }
        int seen = __atomic_load_n(&counter, __ATOMIC_SEQ_CST);
        sched_yield();
        __atomic_store_n(&counter, seen + 1, __ATOMIC_SEQ_CST);
        CHECK(pthread_spin_unlock(&spin) == 0);
    }
    return arg;
}

static void spinning(void) {
    pthread_t thread[THREADS];
    CHECK(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&thread[i], NULL, count, NULL) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(thread[i], NULL) == 0);
    }
    CHECK(counter == THREADS * ROUNDS && pthread_spin_trylock(&spin) == 0);
    CHECK(pthread_spin_trylock(&spin) == EBUSY && pthread_spin_unlock(&spin) == 0);
    CHECK(pthread_spin_destroy(&spin) == 0);
    puts("spin locks exclude");
}

int main(void) {
    threads();
    destruction();
    processes();
    spinning();
    return finish();
}
