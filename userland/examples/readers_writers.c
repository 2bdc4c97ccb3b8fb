/*
 * readers_writers: many may read at a time, but who writes must be alone.
 *
 * The readers-writer lock is made of a lock and a condition: a reader waits while somebody writes or
 * wants to, so that writers do not starve; a writer waits until nobody is inside. The data are two
 * numbers that are equal whenever nobody writes. Shows that no reader sees them different, that no
 * write is lost, and that readers do read at the same time: the first two wait inside for each other.
 */

#include <multiprocessing.h>
#include <sched.h>
#include <stdio.h>

enum { READERS = 4, WRITERS = 2, ROUNDS = 25, TOGETHER = 2 };

struct shared {
    int reading;
    int writing;
    int wanting; /* writers that wait */
    int first;
    int second;
    int most_readers;
};

static struct shared *shared;
static struct lock *lock; /* protects the first three, and the last */
static struct condition *changed;
static struct barrier *meeting;

static void begin_reading(void) {
    lock_acquire(lock);
    while (shared->writing > 0 || shared->wanting > 0) {
        condition_wait(changed);
    }
    shared->reading++;
    if (shared->reading > shared->most_readers) {
        shared->most_readers = shared->reading;
    }
    lock_release(lock);
}

static void end_reading(void) {
    lock_acquire(lock);
    shared->reading--;
    condition_notify_all(changed);
    lock_release(lock);
}

static void begin_writing(void) {
    lock_acquire(lock);
    shared->wanting++;
    while (shared->writing > 0 || shared->reading > 0) {
        condition_wait(changed);
    }
    shared->wanting--;
    shared->writing++;
    lock_release(lock);
}

static void end_writing(void) {
    lock_acquire(lock);
    shared->writing--;
    condition_notify_all(changed);
    lock_release(lock);
}

static int read_all(void *arg) {
    int reader = *(int *)arg, different = 0;
    for (int i = 0; i < ROUNDS; i++) {
        begin_reading();
        if (i == 0 && reader < TOGETHER) {
            barrier_wait(meeting);
        }
        int first = __atomic_load_n(&shared->first, __ATOMIC_RELAXED);
        sched_yield();
        different += first != __atomic_load_n(&shared->second, __ATOMIC_RELAXED);
        end_reading();
    }
    return different;
}

/* The writers come when the two readers have met: before, they would part them. */
static int write_all(void *arg) {
    (void)arg;
    barrier_wait(meeting);
    for (int i = 0; i < ROUNDS; i++) {
        begin_writing();
        int value = __atomic_load_n(&shared->first, __ATOMIC_RELAXED) + 1;
        __atomic_store_n(&shared->first, value, __ATOMIC_RELAXED);
        sched_yield();
        __atomic_store_n(&shared->second, value, __ATOMIC_RELAXED);
        end_writing();
    }
    return 0;
}

int main(void) {
    struct process *processes[READERS + WRITERS];
    int different = 0;
    shared = shared_new(sizeof *shared);
    lock = lock_new();
    changed = condition_new(lock);
    meeting = barrier_new(TOGETHER + WRITERS);
    for (int i = 0; i < READERS + WRITERS; i++) {
        processes[i] = process_start(i < READERS ? read_all : write_all, &i);
        if (processes[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    for (int i = 0; i < READERS + WRITERS; i++) {
        process_join(processes[i]);
        different += process_exitcode(processes[i]);
    }
    bool together = shared->most_readers >= TOGETHER;
    printf("%d writes of %d, readers that saw half a write: %d, readers at a time: %s\n",
           shared->second, WRITERS * ROUNDS, different, together ? "several" : "one");
    return shared->second == WRITERS * ROUNDS && different == 0 && together ? 0 : 1;
}
