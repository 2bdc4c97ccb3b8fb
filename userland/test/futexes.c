/* Futexes in memory that processes share: waiting, waking, time limits, and a lock made of them. */

#include "check.h"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

enum { PROCESSES = 5, ROUNDS = 200 };

struct shared {
    int word;
    int lock;
    int counter;
    int woken;
};

static struct shared *shared;

static long futex(int *word, int operation, int value, const struct timespec *timeout) {
    return syscall(SYS_futex, word, operation, value, timeout, NULL, 0);
}

/* 0: free, 1: taken, 2: taken and somebody waits (Drepper, "Futexes Are Tricky", mutex 2). */
static void acquire(int *lock) {
    int seen = 0;
    if (__atomic_compare_exchange_n(lock, &seen, 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        return;
    }
    while (__atomic_exchange_n(lock, 2, __ATOMIC_SEQ_CST) != 0) {
        futex(lock, FUTEX_WAIT, 2, NULL);
    }
}

static void release(int *lock) {
    if (__atomic_exchange_n(lock, 0, __ATOMIC_SEQ_CST) == 2) {
        futex(lock, FUTEX_WAKE, 1, NULL);
    }
}

static void errors(void) {
    struct timespec short_time = {0, 20000000}, wrong = {0, -1};
    FAILS(futex(&shared->word, FUTEX_WAIT, 1, NULL), EAGAIN);
    FAILS(futex(&shared->word, FUTEX_WAIT, 0, &short_time), ETIMEDOUT);
    FAILS(futex(&shared->word, FUTEX_WAIT, 0, &wrong), EINVAL);
    FAILS(futex((int *)((char *)&shared->word + 1), FUTEX_WAIT, 0, NULL), EINVAL);
    CHECK(futex(&shared->word, FUTEX_WAKE, 10, NULL) == 0);
    puts("errors and time limits");
}

/* All wait for the word to change; a wake of 2 and one of all get every one of them going. */
static void waking(void) {
    for (int i = 0; i < PROCESSES; i++) {
        if (split() == 0) {
            while (__atomic_load_n(&shared->word, __ATOMIC_SEQ_CST) == 0) {
                futex(&shared->word, FUTEX_WAIT, 0, NULL);
            }
            __atomic_fetch_add(&shared->woken, 1, __ATOMIC_SEQ_CST);
            leave(0);
        }
    }
    usleep(50000);
    __atomic_store_n(&shared->word, 1, __ATOMIC_SEQ_CST);
    long woken = futex(&shared->word, FUTEX_WAKE, 2, NULL);
    CHECK(woken >= 0 && woken <= 2);
    woken += futex(&shared->word, FUTEX_WAKE, 1000, NULL);
    CHECK(woken <= PROCESSES);
    for (int i = 0; i < PROCESSES; i++) {
        CHECK(wait_status(-1) == 0);
    }
    printf("%d woken\n", shared->woken);
    CHECK(shared->woken == PROCESSES);
}

static void locking(void) {
    for (int i = 0; i < PROCESSES; i++) {
        if (split() == 0) {
            for (int round = 0; round < ROUNDS; round++) {
                acquire(&shared->lock);
                int seen = *(volatile int *)&shared->counter;
                for (volatile int work = 0; work < 50; work++) {
                }
                shared->counter = seen + 1;
                release(&shared->lock);
            }
            leave(0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        CHECK(wait_status(-1) == 0);
    }
    printf("counted to %d under the lock\n", shared->counter);
    CHECK(shared->counter == PROCESSES * ROUNDS && shared->lock == 0);
}

int main(void) {
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED);
    errors();
    waking();
    locking();
    return finish();
}
