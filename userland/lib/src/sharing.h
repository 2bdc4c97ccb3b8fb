/*
 * Shared by the sources of multiprocessing: what their objects consist of, deadlines and bells.
 * They can be compiled with another C library: what they need of it is in multiprocessing_glibc.c.
 *
 * Any participant can be killed between any two instructions, and the others go on. So what an
 * object is changes by one store, and whoever makes others go on does so in the same step or leaves
 * word who does it in its place:
 *
 * - Locks are robust mutexes: the kernel gives a dead holder's to the next (robust_list.h).
 * - A bell's word changes and wakes by one system call.
 * - Who sleeps where a single one is woken names the `heirs` as pending meanwhile, a word that
 *   nobody ever owns: if it dies, woken or not, the kernel wakes another one in its place.
 * - Who sleeps on a condition also watches the `grave` of its lock, which the holder owns as well:
 *   if the holder dies, the kernel wakes one who sleeps there, and that one all others by the
 *   `alarm`.
 */

#pragma once

#include <limits.h>
#include <multiprocessing.h>
#include <pthread.h>
#include <stdint.h>
#include <time.h>

#include "futex_word.h"
#include "robust_list.h"

/* A point of CLOCK_MONOTONIC, or NULL for never. */
typedef const struct timespec *deadline;

struct lock {
    pthread_mutex_t mutex; /* a robust one */
    int holder;            /* 0 or its TID, or that of one who died */
    int depth;             /* how often it has it: changed by the holder */
    bool doubtful;         /* a holder died, and nobody has settled it: changed by the holder */
    bool watched;          /* by those who sleep on a condition */
    int alarm;             /* changes when one who waits has noticed a death */
    struct robust_word grave;
    struct robust_word heirs;
};

/*
 * Changes when it rings, by twice as much as is said: bit 0 tells that somebody may sleep. All but
 * sleeping is done with the lock held that protects what it rings for.
 */
struct bell {
    int word;
};

/* Twice the value, and 1 if somebody may wait. */
struct semaphore {
    int word;
    int bound;
    struct robust_word heirs;
};

struct condition {
    struct lock *lock;
    struct bell bell;
    int waiting; /* or more, if some were killed */
    int calls;   /* how many of these may go on */
};

/* This thread's TID. */
int __own_tid(void);

/* Fills `point` with the time in so many seconds. */
deadline __deadline_in(double seconds, struct timespec *point);

/* The longest time a poll may take until then, in milliseconds, rounded up; -1 for never. */
int __milliseconds_until(deadline end);

/* Sleeps while the word has the value; true unless the time is over (ETIMEDOUT). */
bool __futex_wait(int *word, int value, deadline end);
void __futex_wake(int *word, int count);

/*
 * Sleeps while up to 4 words have their values: the index of the one that somebody woke, or -1 and
 * EAGAIN, EINTR or ETIMEDOUT.
 */
int __futex_wait_any(int *const words[], const int values[], int count, deadline end);

/* Changes the word and wakes all who sleep on it, in one step. `operation` is a FUTEX_OP_*. */
void __futex_change_and_wake(int *word, int operation, int argument);

/* Announces a sleeper, and gives the value that __futex_wait is to be given. */
int __bell_attend(struct bell *bell);

/* Adds, and wakes all who sleep; `steps` is below 1024. */
void __bell_ring(struct bell *bell, int steps);

/* How often it rang, in steps, modulo 2^31. */
static inline unsigned int __bell_steps(const struct bell *bell) {
    return (unsigned int)load(&bell->word) >> 1;
}

void __lock_prepare(struct lock *lock);
bool __lock_acquire(struct lock *lock, deadline end);
bool __lock_is_mine(const struct lock *lock);
bool __condition_wait(struct condition *condition, deadline end);

bool __queue_put(struct queue *queue, unsigned tag, const void *data, size_t size, deadline end);

/* What stands before the payload of each message. */
struct header {
    uint32_t size;
    uint32_t tag;
};
