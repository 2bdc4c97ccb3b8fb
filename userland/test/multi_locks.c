/* Locks, recursive locks, semaphores and events between processes. */

#include "check.h"

#include <multiprocessing.h>
#include <sched.h>

enum { PROCESSES = 4, ROUNDS = 60, PERMITS = 2 };

static const double SHORT = 0.01;

struct shared {
    int counter;
    int inside;
    int most;
};

static struct shared *shared;
static struct lock *lock;
static struct rlock *rlock;
static struct semaphore *semaphore;
static struct event *event;

/* Forks children that all run this, and checks that each ends with 0. */
static void in_children(int count, void (*work)(void)) {
    pid_t pids[PROCESSES];
    for (int i = 0; i < count; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            work();
            leave(failures != 0);
        }
    }
    for (int i = 0; i < count; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
}

/* Loses counts unless nobody else is between load and store. */
static void count_slowly(void) {
    int seen = __atomic_load_n(&shared->counter, __ATOMIC_SEQ_CST);
    sched_yield();
    __atomic_store_n(&shared->counter, seen + 1, __ATOMIC_SEQ_CST);
}

static void count_locked(void) {
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(i % 3 == 0 ? lock_acquire_timeout(lock, 60) : lock_acquire(lock));
        count_slowly();
        CHECK(lock_release(lock));
    }
}

static void refused(void) {
    FAILS(lock_release(lock) - 1, EPERM);
    FAILS(lock_try_acquire(lock) - 1, EAGAIN);
    FAILS(lock_acquire_timeout(lock, SHORT) - 1, ETIMEDOUT);
    FAILS(rlock_release(rlock) - 1, EPERM);
    FAILS(rlock_try_acquire(rlock) - 1, EAGAIN);
    FAILS(rlock_acquire_timeout(rlock, SHORT) - 1, ETIMEDOUT);
}

static void locks(void) {
    in_children(PROCESSES, count_locked);
    CHECK(shared->counter == PROCESSES * ROUNDS);
    FAILS(lock_release(lock) - 1, EPERM);
    CHECK(lock_try_acquire(lock));
    FAILS(lock_acquire(lock) - 1, EDEADLK);
    FAILS(lock_try_acquire(lock) - 1, EDEADLK);
    CHECK(rlock_acquire(rlock) && rlock_acquire(rlock) && rlock_try_acquire(rlock));
    in_children(1, refused);
    CHECK(rlock_release(rlock) && rlock_release(rlock));
    in_children(1, refused);
    CHECK(rlock_release(rlock) && lock_release(lock));
    FAILS(rlock_release(rlock) - 1, EPERM);
    puts("locks exclude, and know their holder");
}

static void count_recursively(void) {
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(rlock_acquire(rlock) && rlock_acquire(rlock));
        CHECK(rlock_release(rlock));
        count_slowly();
        CHECK(rlock_release(rlock));
    }
}

static void share_permits(void) {
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(semaphore_acquire(semaphore));
        int inside = __atomic_add_fetch(&shared->inside, 1, __ATOMIC_SEQ_CST);
        CHECK(inside <= PERMITS);
        sched_yield();
        __atomic_sub_fetch(&shared->inside, 1, __ATOMIC_SEQ_CST);
        CHECK(semaphore_release(semaphore));
    }
}

static void semaphores(void) {
    in_children(PROCESSES, share_permits);
    CHECK(semaphore_value(semaphore) == PERMITS);
    FAILS(semaphore_release(semaphore) - 1, EOVERFLOW);
    CHECK(semaphore_try_acquire(semaphore) && semaphore_acquire(semaphore));
    FAILS(semaphore_try_acquire(semaphore) - 1, EAGAIN);
    FAILS(semaphore_acquire_timeout(semaphore, SHORT) - 1, ETIMEDOUT);
    struct semaphore *unbounded = semaphore_new(0);
    CHECK(semaphore_release(unbounded) && semaphore_value(unbounded) == 1);
    semaphore_free(unbounded);
    CHECK(semaphore_new(-1) == NULL && errno == EINVAL);
    puts("semaphores let in as many as they may");
}

/* The parent sets the event and clears it at once, and still both go on. */
static void await_event(void) {
    __atomic_add_fetch(&shared->inside, 1, __ATOMIC_SEQ_CST);
    CHECK(event_wait(event));
}

static void flash(void) {
    while (__atomic_load_n(&shared->inside, __ATOMIC_SEQ_CST) < 2) {
        sched_yield();
    }
    usleep(20000);
    event_set(event);
    event_clear(event);
}

static void events(void) {
    FAILS(event_wait_timeout(event, SHORT) - 1, ETIMEDOUT);
    pid_t setter = split();
    if (setter == 0) {
        flash();
        leave(0);
    }
    in_children(2, await_event);
    CHECK(wait_status(setter) == 0 && !event_is_set(event));
    event_set(event);
    CHECK(event_is_set(event) && event_wait(event) && event_wait_timeout(event, 0));
    puts("events are seen even if they are short");
}

static void numbers(void) {
    struct value *value = value_new(40);
    struct array *array = array_new(3, sizeof(double));
    if (!CHECK(value != NULL && array != NULL)) {
        return;
    }
    pid_t pid = split();
    if (pid == 0) {
        CHECK(value_add(value, 2) == 42);
        *(double *)array_at(array, 2) = 2.5;
        leave(failures != 0);
    }
    CHECK(wait_status(pid) == 0 && value_get(value) == 42);
    CHECK(*(double *)array_at(array, 2) == 2.5 && *(double *)array_at(array, 1) == 0);
    CHECK(array_at(array, 3) == NULL && errno == ERANGE && array_length(array) == 3);
    CHECK(rlock_acquire(value_lock(value)) && rlock_acquire(array_lock(array)));
    CHECK(rlock_release(value_lock(value)) && rlock_release(array_lock(array)));
    value_free(value);
    array_free(array);
    CHECK(array_new((size_t)-1, 8) == NULL && errno == ENOMEM);
    puts("values and arrays are shared");
}

int main(void) {
    shared = shared_new(sizeof *shared);
    lock = lock_new();
    rlock = rlock_new();
    semaphore = bounded_semaphore_new(PERMITS);
    event = event_new();
    locks();
    shared->counter = 0;
    in_children(PROCESSES, count_recursively);
    CHECK(shared->counter == PROCESSES * ROUNDS);
    semaphores();
    events();
    numbers();
    return finish();
}
