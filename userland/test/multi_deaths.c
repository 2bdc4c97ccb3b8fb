/*
 * Participants are killed at one moment after another, while they hold, wait, put, get, notify; the
 * others go on, or are told. A victim sets its own clock to kill it, so it dies between any two
 * instructions, also where all share one hart. Nobody waits for longer than a minute of the
 * machine's time unless something is wrong.
 *
 * qemu-user: no robust lists.
 */

#include "check.h"

#include <multiprocessing.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>

enum { MOMENTS = 24, SURVIVORS = 2, ROUNDS = 12, BOUND = 2, PARTIES = 3, NUMBERS = 1024 };
enum { FIRST_MOMENT = 4000, STEP = 2371 }; /* nanoseconds */

static const double MINUTE = 60, WHILE = 0.02;

static struct shared {
    int one;
    int other;
    int put;
    int refused;
    int got;
    int tokens;
    unsigned char seen[NUMBERS];
} *shared;

static struct lock *lock;
static struct condition *condition;
static struct queue *queue;
static struct semaphore *semaphore;
static struct event *event;
static struct barrier *barrier;

static int next(int *counter) { return __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST); }

/* A timer of this process sends it SIGKILL at that moment: the kernel's sigevent is 64 bytes. */
static void die_in(long nanoseconds) {
    int notice[16] = {0, 0, SIGKILL};
    struct timespec once[2] = {{0, 0}, {0, nanoseconds}};
    int timer;
    CHECK(syscall(SYS_timer_create, CLOCK_MONOTONIC, notice, &timer) == 0);
    CHECK(syscall(SYS_timer_settime, timer, 0, once, NULL) == 0);
}

static void all_succeed(const pid_t *pids, int count) {
    for (int i = 0; i < count; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
}

/* A child that does this again and again until it is killed. */
static pid_t victim(void (*work)(void), int moment) {
    pid_t pid = split();
    if (pid == 0) {
        die_in(FIRST_MOMENT + moment * STEP);
        for (;;) {
            work();
        }
    }
    return pid;
}

static pid_t survivor(void (*work)(void)) {
    pid_t pid = split();
    if (pid == 0) {
        for (int i = 0; i < ROUNDS; i++) {
            work();
        }
        leave(failures != 0);
    }
    return pid;
}

/* Each kind of victim dies at each moment, with survivors around it, and then all is well. */
static void deaths(void (*const victims[])(void), int kinds, void (*survive)(void),
                   void (*prepare)(void), void (*judge)(void)) {
    for (int i = 0; i < MOMENTS; i++) {
        pid_t pids[SURVIVORS];
        memset(shared, 0, sizeof *shared);
        prepare();
        pid_t first = victim(victims[i % kinds], i);
        pid_t second = victim(victims[(i + 1) % kinds], i * 2);
        for (int j = 0; j < SURVIVORS; j++) {
            pids[j] = survivor(survive);
        }
        CHECK(wait_status(first) == 128 + SIGKILL && wait_status(second) == 128 + SIGKILL);
        all_succeed(pids, SURVIVORS);
        judge();
    }
}

/* Both counters are the same whenever nobody holds the lock, or it is doubtful. */
static void step(void) {
    CHECK(lock_acquire_timeout(lock, MINUTE));
    if (lock_is_doubtful(lock)) {
        shared->other = shared->one;
        CHECK(lock_settle(lock));
    }
    CHECK(shared->one == shared->other);
    shared->one++;
    for (volatile int i = 0; i < 20; i++) {
    }
    shared->other++;
    CHECK(lock_release(lock));
    sched_yield();
}

static void locks(void) {
    lock = lock_new();
    FAILS(lock_settle(lock) - 1, EPERM);
    pid_t pid = split();
    if (pid == 0) {
        lock_acquire(lock);
        leave(0);
    }
    CHECK(wait_status(pid) == 0);
    for (int i = 0; i < 2; i++) {
        CHECK(lock_try_acquire(lock) && lock_is_doubtful(lock) && lock_release(lock));
    }
    deaths((void (*[])(void)){step}, 1, step, step, step);
    lock_free(lock);
    puts("the next has a dead holder's lock, and knows");
}

static void recursive(void) {
    struct rlock *rlock = rlock_new();
    pid_t pid = split();
    if (pid == 0) {
        rlock_acquire(rlock);
        rlock_acquire(rlock);
        leave(0);
    }
    CHECK(wait_status(pid) == 0);
    CHECK(rlock_try_acquire(rlock) && rlock_is_doubtful(rlock));
    CHECK(rlock_acquire(rlock) && rlock_release(rlock));
    CHECK(rlock_settle(rlock) && !rlock_is_doubtful(rlock) && rlock_release(rlock));
    FAILS(rlock_release(rlock) - 1, EPERM);
    rlock_free(rlock);
    puts("whatever its depth was");
}

/* A message is its number, as often as it likes to be there: nothing of two may be mixed. */
static size_t compose(int *message, int number) {
    size_t count = 1 + (size_t)number * 7 % 40;
    for (size_t i = 0; i < count; i++) {
        message[i] = number;
    }
    return count * sizeof *message;
}

static bool put_within(double seconds) {
    int message[64];
    size_t size = compose(message, next(&shared->put));
    bool done = queue_put_timeout(queue, message, size, seconds);
    CHECK(done || errno == ETIMEDOUT);
    if (!done) {
        next(&shared->refused);
    }
    return done;
}

static bool get_within(double seconds) {
    int message[64], whole[64];
    ssize_t size = queue_get_timeout(queue, message, sizeof message, seconds);
    if (size < 0) {
        CHECK(errno == ETIMEDOUT);
        return false;
    }
    CHECK((size_t)size == compose(whole, message[0]));
    CHECK(memcmp(message, whole, (size_t)size) == 0);
    CHECK(shared->seen[message[0] % NUMBERS]++ == 0);
    next(&shared->got);
    return true;
}

static void put_one(void) { CHECK(put_within(MINUTE)); }
static void get_one(void) { CHECK(get_within(MINUTE)); }
static void put_if_room(void) { put_within(WHILE); }
static void get_if_there(void) { get_within(WHILE); }

static void put_and_get_if(void) {
    put_if_room();
    get_if_there();
}

static void empty_queue(void) { queue = queue_new(BOUND); }

/* Only what the two victims were just doing is not known. */
static void queue_is_whole(void) {
    while (!queue_empty(queue)) {
        get_one();
    }
    int lost = shared->put - shared->refused - shared->got;
    CHECK(lost >= 0 && lost <= 2);
    put_one();
    get_one();
    FAILS(queue_try_get(queue, NULL, 0), EAGAIN);
    queue_free(queue);
}

static void queues(void) {
    static void (*const victims[])(void) = {put_if_room, get_if_there, put_and_get_if};
    deaths(victims, 3, put_and_get_if, empty_queue, queue_is_whole);
    puts("a queue stays whole");
}

/* Who waits for a message gets it, though others that waited as well were killed. */
static void waiting_readers(void) {
    for (int i = 0; i < MOMENTS; i++) {
        memset(shared, 0, sizeof *shared);
        queue = queue_new(BOUND);
        pid_t dies = victim(get_one, i);
        pid_t lives = split();
        if (lives == 0) {
            get_one();
            leave(failures != 0);
        }
        nanosleep(&(struct timespec){0, FIRST_MOMENT + i * STEP - 3000}, NULL);
        put_one();
        put_one();
        CHECK(wait_status(dies) == 128 + SIGKILL);
        put_one();
        CHECK(wait_status(lives) == 0);
        queue_free(queue);
    }
    puts("a message for one who dies reaches another");
}

static void work_is_lost(void) {
    int number = 0;
    queue = joinable_queue_new(0);
    CHECK(queue_put(queue, &number, sizeof number));
    pid_t pid = split();
    if (pid == 0) {
        queue_get(queue, &number, sizeof number);
        raise(SIGKILL);
    }
    CHECK(wait_status(pid) == 128 + SIGKILL);
    FAILS(queue_join_timeout(queue, WHILE) - 1, ETIMEDOUT);
    CHECK(queue_task_done(queue) && queue_join(queue));
    queue_free(queue);
    puts("somebody else can say that work is done");
}

/* A token is added and taken in one step each, so a doubtful lock needs no repair. */
static bool has_token(void *arg) {
    (void)arg;
    if (lock_is_doubtful(lock)) {
        lock_settle(lock);
    }
    return shared->tokens > 0;
}

static void give_token(void) {
    CHECK(lock_acquire_timeout(lock, MINUTE));
    has_token(NULL);
    shared->tokens++;
    CHECK(condition_notify(condition, 1));
    CHECK(lock_release(lock));
}

static void take_token(void) {
    CHECK(lock_acquire_timeout(lock, MINUTE));
    CHECK(condition_wait_for_timeout(condition, has_token, NULL, MINUTE));
    shared->tokens--;
    CHECK(lock_release(lock));
}

static void give_and_take(void) {
    give_token();
    sched_yield();
    take_token();
}

static void new_condition(void) {
    lock = lock_new();
    condition = condition_new(lock);
    shared->tokens = 2; /* A victim may die with one. */
}

static void tokens_left(void) {
    give_and_take();
    condition_free(condition);
    lock_free(lock);
}

static void conditions(void) {
    static void (*const victims[])(void) = {give_and_take, give_token};
    deaths(victims, 2, give_and_take, new_condition, tokens_left);
    puts("a notification is not lost with one of those who wait");
}

/* The victim makes what they wait for true, and dies before it has notified anybody. */
static void silent_deaths(void) {
    for (int i = 0; i < MOMENTS / 4; i++) {
        pid_t pids[SURVIVORS];
        memset(shared, 0, sizeof *shared);
        new_condition();
        shared->tokens = 0;
        for (int j = 0; j < SURVIVORS; j++) {
            pids[j] = split();
            if (pids[j] == 0) {
                CHECK(lock_acquire(lock) && condition_wait_for(condition, has_token, NULL));
                CHECK(lock_release(lock));
                leave(failures != 0);
            }
        }
        nanosleep(&(struct timespec){0, i * 100 * STEP}, NULL);
        pid_t dies = split();
        if (dies == 0) {
            lock_acquire(lock);
            shared->tokens = 1;
            raise(SIGKILL);
        }
        CHECK(wait_status(dies) == 128 + SIGKILL);
        all_succeed(pids, SURVIVORS);
        condition_free(condition);
        lock_free(lock);
    }
    puts("who waits is told when a holder dies");
}

static void use_permit(void) {
    CHECK(semaphore_acquire_timeout(semaphore, MINUTE));
    sched_yield();
    CHECK(semaphore_release(semaphore));
}

/* Each victim may die with one. */
static void permits(void) { semaphore = bounded_semaphore_new(3); }

static void permits_left(void) {
    int value = semaphore_value(semaphore);
    CHECK(value >= 1 && value <= 3);
    semaphore_free(semaphore);
}

static void release_permit(void) {
    CHECK(semaphore_release(semaphore));
    usleep(20);
}

/* The last releaser may die between adding and waking. */
static void releasers(void) {
    for (int i = 0; i < MOMENTS; i++) {
        semaphore = semaphore_new(0);
        pid_t dies = victim(release_permit, i);
        pid_t takes = victim(use_permit, i * 3 / 2);
        pid_t lives = survivor(use_permit);
        CHECK(wait_status(dies) == 128 + SIGKILL);
        CHECK(wait_status(takes) == 128 + SIGKILL);
        int status = 1;
        while (waitpid(lives, &status, WNOHANG) == 0) {
            if (semaphore_value(semaphore) == 0) {
                semaphore_release(semaphore); /* The victims died before, or with all. */
            }
            usleep(1000);
        }
        CHECK(status == 0);
        semaphore_free(semaphore);
    }
}

static void semaphores(void) {
    deaths((void (*[])(void)){use_permit}, 1, use_permit, permits, permits_left);
    releasers();
    puts("a permit that is there is taken");
}

static void ring(void) {
    event_set(event);
    event_clear(event);
}

static void events(void) {
    for (int i = 0; i < MOMENTS; i++) {
        pid_t pids[SURVIVORS];
        event = event_new();
        for (int j = 0; j < SURVIVORS; j++) {
            pids[j] = split();
            if (pids[j] == 0) {
                CHECK(event_wait(event));
                leave(failures != 0);
            }
        }
        pid_t dies = victim(ring, i / 3);
        CHECK(wait_status(dies) == 128 + SIGKILL);
        event_set(event);
        all_succeed(pids, SURVIVORS);
        event_free(event);
    }
    puts("an event that is set is seen");
}

static void meet_until_broken(void) {
    int number;
    while ((number = barrier_wait_timeout(barrier, WHILE)) >= 0) {
        CHECK(number < PARTIES);
    }
    CHECK(errno == ECANCELED || errno == ETIMEDOUT);
}

static void meet(void) { barrier_wait_timeout(barrier, WHILE); }

static void meeting_again(void) {
    pid_t pids[PARTIES];
    CHECK(barrier_is_broken(barrier));
    barrier_reset(barrier);
    for (int i = 0; i < PARTIES; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            CHECK(barrier_wait_timeout(barrier, MINUTE) >= 0);
            leave(failures != 0);
        }
    }
    all_succeed(pids, PARTIES);
}

static void barriers(void) {
    barrier = barrier_new(PARTIES);
    for (int i = 0; i < MOMENTS; i++) {
        pid_t pids[PARTIES - 1];
        pid_t dies = victim(meet, i);
        for (int j = 0; j < PARTIES - 1; j++) {
            pids[j] = split();
            if (pids[j] == 0) {
                meet_until_broken();
                leave(failures != 0);
            }
        }
        CHECK(wait_status(dies) == 128 + SIGKILL);
        all_succeed(pids, PARTIES - 1);
        meeting_again();
    }
    barrier_free(barrier);
    puts("who dies in a barrier breaks it");
}

/* Of two that wait for a third, one is killed: the other is told at once. */
static void barrier_tells(void) {
    barrier = barrier_new(PARTIES);
    pid_t dies = victim(meet, 1 << 10), waits = split();
    if (waits == 0) {
        FAILS(barrier_wait(barrier), ECANCELED);
        leave(failures != 0);
    }
    CHECK(wait_status(waits) == 0 && wait_status(dies) == 128 + SIGKILL);
    barrier_free(barrier);
    puts("and the others are told at once");
}

static void die_soon(const void *input, void *result) {
    int number;
    memcpy(&number, input, sizeof number);
    if (number % 5 == 3) {
        die_in(number * STEP);
    }
    memcpy(result, &number, sizeof number);
}

static void pools(void) {
    for (int i = 0; i < 3; i++) {
        struct pool *pool = pool_new(2);
        int inputs[10], results[10];
        for (int j = 0; j < 10; j++) {
            inputs[j] = j;
        }
        bool all = pool_map(pool, die_soon, inputs, sizeof *inputs, results, sizeof *results, 10);
        CHECK(all || errno == ECHILD);
        pool_close(pool);
    }
    puts("a pool whose workers die ends");
}

int main(void) {
    shared = shared_new(sizeof *shared);
    locks();
    recursive();
    queues();
    waiting_readers();
    work_is_lost();
    conditions();
    silent_deaths();
    semaphores();
    events();
    barriers();
    barrier_tells();
    pools();
    return finish();
}
