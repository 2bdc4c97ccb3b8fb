/*
 * sleeping_barber: a barber, his chair, and a waiting room with few seats.
 *
 * Without customers the barber sleeps; a customer wakes him, or takes a seat while he is at work, or
 * leaves if all seats are taken. Semaphores and a lock do it (Dijkstra): how many wait, that the
 * barber is ready for one, that the cut is done, that the chair is free again. Shows that every customer is either served or
 * turned away, that never more wait than there are seats, and that one sits in the chair at a
 * time; whoever is turned away comes back later, so in the end all are served.
 */

#include <multiprocessing.h>
#include <sched.h>
#include <stdio.h>

enum { CUSTOMERS = 8, SEATS = 2, CUTS = 3 };

struct shared {
    int waiting;
    int in_chair;
    bool too_many;
};

static struct shared *shared;
static struct lock *room; /* protects `waiting` */
static struct semaphore *waiting, *ready, *done, *gone;
static struct value *cuts;

/* Sleeps until somebody waits; for ever, as a daemon. */
static int cut(void *arg) {
    (void)arg;
    for (;;) {
        semaphore_acquire(waiting);
        lock_acquire(room);
        shared->waiting--;
        lock_release(room);
        semaphore_release(ready);
        value_add(cuts, 1);
        semaphore_release(done);
        semaphore_acquire(gone);
    }
}

static bool take_seat(void) {
    lock_acquire(room);
    bool free_seat = shared->waiting < SEATS;
    if (free_seat) {
        shared->waiting++;
        shared->too_many |= shared->waiting > SEATS;
        semaphore_release(waiting);
    }
    lock_release(room);
    return free_seat;
}

static void be_cut(void) {
    semaphore_acquire(ready);
    if (__atomic_add_fetch(&shared->in_chair, 1, __ATOMIC_SEQ_CST) > 1) {
        shared->too_many = true;
    }
    semaphore_acquire(done);
    __atomic_sub_fetch(&shared->in_chair, 1, __ATOMIC_SEQ_CST);
    semaphore_release(gone);
}

static int visit(void *arg) {
    (void)arg;
    for (int had = 0; had < CUTS;) {
        if (take_seat()) {
            be_cut();
            had++;
        } else {
            sched_yield(); /* Turned away: comes back later. */
        }
    }
    return CUTS;
}

int main(void) {
    struct process *customers[CUSTOMERS];
    int served = 0;
    shared = shared_new(sizeof *shared);
    room = lock_new();
    waiting = semaphore_new(0);
    ready = semaphore_new(0);
    done = semaphore_new(0);
    gone = semaphore_new(0);
    cuts = value_new(0);
    if (process_start_daemon(cut, NULL) == NULL) {
        perror("start");
        return 1;
    }
    for (int i = 0; i < CUSTOMERS; i++) {
        customers[i] = process_start(visit, NULL);
        if (customers[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    for (int i = 0; i < CUSTOMERS; i++) {
        process_join(customers[i]);
        served += process_exitcode(customers[i]);
    }
    printf("%d customers had %d cuts, the barber gave %ld, too many at a time: %s\n", CUSTOMERS,
           served, value_get(cuts), shared->too_many ? "yes" : "no");
    return served == CUSTOMERS * CUTS && value_get(cuts) == served && !shared->too_many ? 0 : 1;
}
