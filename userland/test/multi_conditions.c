/* Conditions and barriers between processes. */

#include "check.h"

#include <multiprocessing.h>
#include <sched.h>

enum { PROCESSES = 4, ROUNDS = 25 };

static const double SHORT = 0.01;

struct shared {
    int turn;
    int waiting;
    int tokens;
    int arrived[ROUNDS];
    int numbers;
};

static struct shared *shared;
static struct lock *lock;
static struct condition *condition;
static struct barrier *barrier;

static void start(pid_t *pids, int count, void (*work)(int number)) {
    for (int i = 0; i < count; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            work(i);
            leave(failures != 0);
        }
    }
}

static void finish_all(const pid_t *pids, int count) {
    for (int i = 0; i < count; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
}

/* Each in its turn: whom the notification reaches first is mostly not the one whose turn it is. */
static void take_turns(int number) {
    for (int round = 0; round < ROUNDS; round++) {
        CHECK(lock_acquire(lock));
        while (shared->turn % PROCESSES != number) {
            CHECK(condition_wait(condition));
        }
        CHECK(shared->turn == round * PROCESSES + number);
        shared->turn++;
        CHECK(condition_notify_all(condition));
        CHECK(lock_release(lock));
    }
}

static bool has_token(void *arg) {
    (void)arg;
    return shared->tokens > 0;
}

static void take_token(int number) {
    (void)number;
    CHECK(lock_acquire(lock));
    shared->waiting++;
    CHECK(condition_wait_for(condition, has_token, NULL));
    shared->tokens--;
    CHECK(shared->tokens >= 0);
    CHECK(lock_release(lock));
}

/* One notification lets one go, though all wait. */
static void tokens(void) {
    pid_t pids[PROCESSES];
    start(pids, PROCESSES, take_token);
    for (int waiting = 0; waiting < PROCESSES;) {
        lock_acquire(lock);
        waiting = shared->waiting;
        lock_release(lock);
        sched_yield();
    }
    for (int i = 0; i < PROCESSES; i++) {
        lock_acquire(lock);
        shared->tokens++;
        CHECK(condition_notify(condition, 1));
        lock_release(lock);
    }
    finish_all(pids, PROCESSES);
    CHECK(shared->tokens == 0);
}

static void conditions(void) {
    pid_t pids[PROCESSES];
    FAILS(condition_wait(condition) - 1, EPERM);
    FAILS(condition_notify(condition, 1) - 1, EPERM);
    start(pids, PROCESSES, take_turns);
    finish_all(pids, PROCESSES);
    CHECK(shared->turn == ROUNDS * PROCESSES);
    tokens();
    CHECK(lock_acquire(lock));
    FAILS(condition_wait_timeout(condition, SHORT) - 1, ETIMEDOUT);
    CHECK(lock_release(lock) && lock_acquire(lock));
    FAILS(condition_wait_for_timeout(condition, has_token, NULL, SHORT) - 1, ETIMEDOUT);
    shared->tokens = 1;
    CHECK(condition_wait_for_timeout(condition, has_token, NULL, 0));
    CHECK(lock_release(lock));
    puts("conditions wake who waits, with the lock");
}

/* Nobody is in a round before all have left the one before; each round gives every number once. */
static void meet(int number) {
    (void)number;
    for (int round = 0; round < ROUNDS; round++) {
        __atomic_add_fetch(&shared->arrived[round], 1, __ATOMIC_SEQ_CST);
        int own = barrier_wait(barrier);
        CHECK(own >= 0 && own < PROCESSES);
        CHECK(__atomic_load_n(&shared->arrived[round], __ATOMIC_SEQ_CST) == PROCESSES);
        __atomic_add_fetch(&shared->numbers, 1 << (own * 6), __ATOMIC_SEQ_CST);
    }
}

static void meet_broken(int number) {
    (void)number;
    __atomic_add_fetch(&shared->waiting, 1, __ATOMIC_SEQ_CST);
    FAILS(barrier_wait(barrier), ECANCELED);
}

static void barriers(void) {
    pid_t pids[PROCESSES];
    start(pids, PROCESSES, meet);
    finish_all(pids, PROCESSES);
    for (int i = 0; i < PROCESSES; i++) {
        CHECK(((shared->numbers >> (i * 6)) & 63) == ROUNDS);
    }
    FAILS(barrier_wait_timeout(barrier, SHORT), ETIMEDOUT);
    CHECK(barrier_is_broken(barrier));
    FAILS(barrier_wait(barrier), ECANCELED);
    barrier_reset(barrier);
    CHECK(!barrier_is_broken(barrier));
    start(pids, PROCESSES - 1, meet_broken);
    usleep(20000);
    barrier_abort(barrier);
    finish_all(pids, PROCESSES - 1);
    barrier_reset(barrier);
    memset(shared->arrived, 0, sizeof shared->arrived);
    start(pids, PROCESSES, meet);
    finish_all(pids, PROCESSES);
    CHECK(barrier_new(0) == NULL && errno == EINVAL);
    puts("barriers hold all until the last, round after round, and break for all");
}

int main(void) {
    shared = shared_new(sizeof *shared);
    lock = lock_new();
    condition = condition_new(lock);
    barrier = barrier_new(PROCESSES);
    conditions();
    barriers();
    return finish();
}
