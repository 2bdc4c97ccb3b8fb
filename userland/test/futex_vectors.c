/*
 * Futexes in several words at once, and those with priority inheritance as the kernel has them:
 * FUTEX_LOCK_PI2, FUTEX_TRYLOCK_PI, FUTEX_WAIT_REQUEUE_PI and FUTEX_CMP_REQUEUE_PI.
 *
 * qemu-user: no futex_waitv, and no inheritance.
 */

#include "check.h"

#include <linux/futex.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>

enum { WORDS = 3, OF_32_BITS = 2, WAITERS_MASK = 0x3fffffff };

struct vector {
    uint64_t value;
    uint64_t address;
    uint32_t flags;
    uint32_t reserved;
};

static struct shared {
    int words[WORDS];
    int lock;
    int ready;
    int order[4];
    int count;
} *shared;

static int read_word(int *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }

static void fill(struct vector *vectors, int count) {
    for (int i = 0; i < count; i++) {
        vectors[i] = (struct vector){0, (uint64_t)&shared->words[i % WORDS], OF_32_BITS, 0};
    }
}

static long wait_any(struct vector *vectors, unsigned count, unsigned flags,
                     const struct timespec *end, clockid_t clock) {
    return syscall(SYS_futex_waitv, vectors, count, flags, end, clock);
}

static long futex(int *word, int operation, long value, const void *timeout, int *other, int last) {
    return syscall(SYS_futex, word, operation, value, timeout, other, last);
}

static struct timespec in(clockid_t clock, long nanoseconds) {
    struct timespec time;
    clock_gettime(clock, &time);
    time.tv_nsec += nanoseconds;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static void vector_errors(void) {
    struct vector vectors[129];
    struct timespec soon = in(CLOCK_MONOTONIC, 1000000), wrong = {0, 1000000000};
    fill(vectors, 129);
    FAILS(wait_any(vectors, 0, 0, NULL, 0), EINVAL);
    FAILS(wait_any(vectors, 129, 0, NULL, 0), EINVAL);
    FAILS(wait_any(vectors, 2, 1, NULL, 0), EINVAL);
    FAILS(wait_any(NULL, 2, 0, NULL, 0), EINVAL);
    FAILS(wait_any(vectors, 2, 0, &soon, CLOCK_PROCESS_CPUTIME_ID), EINVAL);
    FAILS(wait_any(vectors, 2, 0, &wrong, CLOCK_MONOTONIC), EINVAL);
    FAILS(wait_any(vectors, 2, 0, &soon, CLOCK_MONOTONIC), ETIMEDOUT);
    vectors[1].flags = 0;
    FAILS(wait_any(vectors, 2, 0, NULL, 0), EINVAL);
    vectors[1].flags = OF_32_BITS;
    vectors[1].reserved = 1;
    FAILS(wait_any(vectors, 2, 0, NULL, 0), EINVAL);
    vectors[1].reserved = 0;
    vectors[1].address++;
    FAILS(wait_any(vectors, 2, 0, NULL, 0), EINVAL);
    fill(vectors, 2);
    vectors[1].address = 0;
    FAILS(wait_any(vectors, 2, 0, NULL, 0), EFAULT);
    fill(vectors, 2);
    vectors[1].value = 7;
    FAILS(wait_any(vectors, 2, 0, NULL, 0), EAGAIN);
    puts("vectors that make no sense");
}

/* Who waits for three words is woken by any, and then waits for none. */
static void vector_wakes(void) {
    struct vector vectors[WORDS];
    fill(vectors, WORDS);
    for (int i = 0; i < WORDS; i++) {
        pid_t pid = split();
        if (pid == 0) {
            leave(wait_any(vectors, WORDS, 0, NULL, 0) != i);
        }
        while (futex(&shared->words[i], FUTEX_WAKE, 9, NULL, NULL, 0) == 0) {
            usleep(100);
        }
        CHECK(wait_status(pid) == 0);
        for (int j = 0; j < WORDS; j++) {
            CHECK(futex(&shared->words[j], FUTEX_WAKE, 9, NULL, NULL, 0) == 0);
        }
    }
    pid_t pid = split();
    if (pid == 0) {
        wait_any(vectors, WORDS, 0, NULL, 0);
    }
    usleep(1000);
    CHECK(kill(pid, SIGKILL) == 0 && wait_status(pid) == 128 + SIGKILL);
    CHECK(futex(&shared->words[1], FUTEX_WAKE, 9, NULL, NULL, 0) == 0);
    puts("any of several words wakes");
}

static int tid(void) { return (int)syscall(SYS_gettid); }

static void locking(void) {
    struct timespec soon = in(CLOCK_MONOTONIC, 1000000), later = in(CLOCK_REALTIME, 2000000);
    int *lock = &shared->lock;
    CHECK(futex(lock, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0) == 0);
    CHECK((read_word(lock) & WAITERS_MASK) == tid());
    FAILS(futex(lock, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0), EDEADLK);
    FAILS(futex(lock, FUTEX_LOCK_PI2, 0, NULL, NULL, 0), EDEADLK);
    pid_t pid = split();
    if (pid == 0) {
        FAILS(futex(lock, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0), EAGAIN);
        FAILS(futex(lock, FUTEX_LOCK_PI2, 0, &soon, NULL, 0), ETIMEDOUT);
        FAILS(futex(lock, FUTEX_LOCK_PI2 | FUTEX_CLOCK_REALTIME, 0, &later, NULL, 0), ETIMEDOUT);
        FAILS(futex(lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0), EPERM);
        shared->ready = 1;
        CHECK(futex(lock, FUTEX_LOCK_PI2, 0, NULL, NULL, 0) == 0);
        CHECK((read_word(lock) & WAITERS_MASK) == tid());
        CHECK(futex(lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0) == 0);
        leave(failures != 0);
    }
    while (read_word(&shared->ready) == 0) {
        usleep(500);
    }
    usleep(1000);
    CHECK(futex(lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0) == 0);
    CHECK(wait_status(pid) == 0 && read_word(lock) == 0);
    *lock = 0x3ffffff0;
    FAILS(futex(lock, FUTEX_TRYLOCK_PI, 0, NULL, NULL, 0), ESRCH);
    *lock = 0;
    puts("locks of the kernel, tried and with limits by both clocks");
}

/* Waits on a word, is moved to the lock, and has it when it returns. */
static void wait_for_lock(int number) {
    CHECK(futex(&shared->words[0], FUTEX_WAIT_REQUEUE_PI, 0, NULL, &shared->lock, 0) == 0);
    CHECK((read_word(&shared->lock) & WAITERS_MASK) == tid());
    shared->order[shared->count++] = number;
    CHECK(futex(&shared->lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0) == 0);
    leave(failures != 0);
}

static void requeueing(void) {
    enum { WAITING = 3 };
    int *word = &shared->words[0], *lock = &shared->lock;
    struct timespec soon = in(CLOCK_MONOTONIC, 1000000);
    pid_t pids[WAITING];
    FAILS(futex(word, FUTEX_WAIT_REQUEUE_PI, 0, NULL, word, 0), EINVAL);
    FAILS(futex(word, FUTEX_WAIT_REQUEUE_PI, 1, NULL, lock, 0), EAGAIN);
    FAILS(futex(word, FUTEX_WAIT_REQUEUE_PI, 0, &soon, lock, 0), ETIMEDOUT);
    FAILS(futex(word, FUTEX_CMP_REQUEUE_PI, 2, (void *)1, lock, 0), EINVAL);
    FAILS(futex(word, FUTEX_CMP_REQUEUE_PI, 1, (void *)1, lock, 1), EAGAIN);
    for (int i = 0; i < WAITING; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            wait_for_lock(i);
        }
        usleep(3000);
    }
    FAILS(futex(word, FUTEX_WAKE, 1, NULL, NULL, 0), EINVAL);
    CHECK(futex(lock, FUTEX_LOCK_PI, 0, NULL, NULL, 0) == 0);
    CHECK(futex(word, FUTEX_CMP_REQUEUE_PI, 1, (void *)10, lock, 0) == WAITING);
    usleep(3000);
    CHECK(read_word(&shared->count) == 0);
    CHECK(futex(lock, FUTEX_UNLOCK_PI, 0, NULL, NULL, 0) == 0);
    for (int i = 0; i < WAITING; i++) {
        CHECK(wait_status(pids[i]) == 0 && shared->order[i] == i);
    }
    CHECK(read_word(lock) == 0);
    puts("who waits for a word gets the lock instead");
}

int main(void) {
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    vector_errors();
    vector_wakes();
    locking();
    requeueing();
    return finish();
}
