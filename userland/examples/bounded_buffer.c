/*
 * bounded_buffer: a ring of few places in shared memory, filled and emptied by several.
 *
 * The classic solution with one lock and two conditions: who puts waits while the ring is full, who
 * takes while it is empty. Each tests again after waiting, in a loop, for between the notification
 * and the return another may have been faster; with `if` in place of `while` one would take what is
 * not there. Shows that everything arrives once, in the order of each who puts, and that the ring is
 * never over-full.
 */

#include <multiprocessing.h>
#include <stdio.h>

enum { PLACES = 3, PUTTERS = 3, TAKERS = 3, EACH = 40 };

struct ring {
    int count;
    int start;
    int items[PLACES];
    int most;
};

static struct ring *ring; /* protected by the lock */
static struct lock *lock;
static struct condition *not_full, *not_empty;
static struct value *sum;

static void put(int item) {
    lock_acquire(lock);
    while (ring->count == PLACES) {
        condition_wait(not_full);
    }
    ring->items[(ring->start + ring->count) % PLACES] = item;
    ring->count++;
    if (ring->count > ring->most) {
        ring->most = ring->count;
    }
    condition_notify(not_empty, 1);
    lock_release(lock);
}

static int take(void) {
    lock_acquire(lock);
    while (ring->count == 0) {
        condition_wait(not_empty);
    }
    int item = ring->items[ring->start];
    ring->start = (ring->start + 1) % PLACES;
    ring->count--;
    condition_notify(not_full, 1);
    lock_release(lock);
    return item;
}

static int put_all(void *arg) {
    int putter = *(int *)arg;
    for (int i = 0; i < EACH; i++) {
        put(putter * EACH + i);
    }
    return 0;
}

/* Fails if the items of one putter do not come in order. */
static int take_all(void *arg) {
    int last[PUTTERS] = {-1, -1, -1}, wrong = 0;
    (void)arg;
    for (int i = 0; i < PUTTERS * EACH / TAKERS; i++) {
        int item = take(), putter = item / EACH;
        wrong += item <= last[putter];
        last[putter] = item;
        value_add(sum, item);
    }
    return wrong;
}

int main(void) {
    struct process *processes[PUTTERS + TAKERS];
    int wrong = 0, items = PUTTERS * EACH;
    ring = shared_new(sizeof *ring);
    lock = lock_new();
    not_full = condition_new(lock);
    not_empty = condition_new(lock);
    sum = value_new(0);
    for (int i = 0; i < PUTTERS + TAKERS; i++) {
        processes[i] = process_start(i < PUTTERS ? put_all : take_all, &i);
        if (processes[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    for (int i = 0; i < PUTTERS + TAKERS; i++) {
        process_join(processes[i]);
        wrong += process_exitcode(processes[i]);
    }
    bool all = value_get(sum) == (long)items * (items - 1) / 2;
    printf("%d items through %d places: all arrived: %s, out of order: %d, over-full: %s\n", items,
           PLACES, all ? "yes" : "no", wrong, ring->most > PLACES ? "yes" : "no");
    return all && wrong == 0 && ring->count == 0 && ring->most <= PLACES ? 0 : 1;
}
