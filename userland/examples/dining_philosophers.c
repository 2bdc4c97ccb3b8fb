/*
 * dining_philosophers: five philosophers at a round table, with a fork between any two.
 *
 * A philosopher needs both forks beside him to eat. If each took the left one first, all could hold
 * one and wait for the other for ever. Here everybody takes the fork with the lower number first:
 * the one who holds the highest-numbered fork of all that are held waits for none, so somebody can
 * always go on (Dijkstra's order of resources). Shows that all eat as often as they want, and that
 * no fork is ever in two hands.
 */

#include <multiprocessing.h>
#include <sched.h>
#include <stdio.h>

enum { PHILOSOPHERS = 5, MEALS = 20 };

static struct lock *forks[PHILOSOPHERS];
static struct array *users; /* of each fork, at this moment */
static struct value *meals;
static struct barrier *table;

static int use(int fork, int change) {
    return __atomic_add_fetch((int *)array_at(users, (size_t)fork), change, __ATOMIC_SEQ_CST);
}

static bool eat(int left, int right) {
    bool alone = use(left, 1) == 1 && use(right, 1) == 1;
    sched_yield();
    value_add(meals, 1);
    use(left, -1);
    use(right, -1);
    return alone;
}

static int dine(void *arg) {
    int left = *(int *)arg, right = (left + 1) % PHILOSOPHERS;
    int lower = left < right ? left : right, higher = left < right ? right : left;
    int collisions = 0;
    barrier_wait(table); /* Or the first would have eaten before the last one is there. */
    for (int meal = 0; meal < MEALS; meal++) {
        lock_acquire(forks[lower]);
        sched_yield(); /* Time for the others to take their first fork too. */
        lock_acquire(forks[higher]);
        collisions += !eat(left, right);
        lock_release(forks[higher]);
        lock_release(forks[lower]);
    }
    return collisions;
}

int main(void) {
    struct process *philosophers[PHILOSOPHERS];
    int collisions = 0;
    meals = value_new(0);
    users = array_new(PHILOSOPHERS, sizeof(int));
    table = barrier_new(PHILOSOPHERS);
    for (int i = 0; i < PHILOSOPHERS; i++) {
        forks[i] = lock_new();
    }
    for (int i = 0; i < PHILOSOPHERS; i++) {
        philosophers[i] = process_start(dine, &i);
        if (philosophers[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    for (int i = 0; i < PHILOSOPHERS; i++) {
        process_join(philosophers[i]);
        collisions += process_exitcode(philosophers[i]);
    }
    printf("%d philosophers had %ld meals, forks in two hands: %d\n", PHILOSOPHERS,
           value_get(meals), collisions);
    return value_get(meals) == PHILOSOPHERS * MEALS && collisions == 0 ? 0 : 1;
}
