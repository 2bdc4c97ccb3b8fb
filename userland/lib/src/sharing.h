/* Shared by the sources of multiprocessing: what their objects consist of, and deadlines. */

#pragma once

#include <limits.h>
#include <multiprocessing.h>
#include <stdint.h>
#include <time.h>

/* A point of CLOCK_MONOTONIC, or NULL for never. */
typedef const struct timespec *deadline;

/* 0: free, else the TID of the holder, and LOCK_WAITERS if somebody may wait. */
struct lock {
    int word;
};

struct semaphore {
    int value;
    int waiters;
    int bound;
};

struct condition {
    struct lock *lock;
    int sequence; /* changes with each notification */
};

/* Fills `point` with the time in so many seconds. */
deadline __deadline_in(double seconds, struct timespec *point);

/* The longest time a poll may take until then, in milliseconds, rounded up; -1 for never. */
int __milliseconds_until(deadline end);

/* Sleeps while the word has the value; true unless the time is over (ETIMEDOUT). */
bool __futex_wait(int *word, int value, deadline end);
void __futex_wake(int *word, int count);

bool __lock_acquire(struct lock *lock, deadline end);
bool __lock_is_mine(const struct lock *lock);
bool __semaphore_acquire(struct semaphore *semaphore, deadline end);
bool __condition_wait(struct condition *condition, deadline end);

/* What stands before the payload of each message. */
struct header {
    uint32_t size;
    uint32_t tag;
};
