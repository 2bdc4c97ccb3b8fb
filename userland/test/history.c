/*
 * history [KIND BOUND SCRIPT...]: processes that use one shared object, each as its script says, and
 * what each call saw, for a judge outside to compare with what the object promises.
 *
 * KIND is what is shared: queue, mqueue, buffer (a ring with a lock and two conditions), semaphore,
 * lock, sem_t, pthread_mutex_t, or careless (the ring without its lock). BOUND is how much goes in,
 * or a semaphore's first value. A script has a letter for each call:
 *
 *     p P T  put, release: as long as it takes, not waiting, waiting a little; p0 ... p9 at a priority
 *     g G U  get, acquire: likewise
 *     y z    yield, sleep a little
 *     k0 ... k9  send SIGKILL to the process of this number, if there is one
 *
 * At the end there is a line for each call: process, letter, priority, the value put or got (every
 * put has another; -1: none, -2: torn), the error, and when it began and ended, in steps of a clock
 * that all share and that each of these moves; an end of 0 is a call that never returned. That a
 * process is killed or leaves is one such, with its number as the value, of a process of its own,
 * for nobody sees when it is over: its letter is k.
 */

#include "check.h"

#include <fcntl.h>
#include <mqueue.h>
#include <multiprocessing.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <time.h>

enum { PROCESSES = 10, CALLS = 200, LARGEST = 64, NO_VALUE = -1, TORN = -2 };

enum patience { ALWAYS, NOT_AT_ALL, A_LITTLE };

static const double LITTLE = 0.0003;

struct call {
    int process;
    int letter;
    int priority;
    int value;
    int error;
    int begin;
    int end;
};

static struct {
    int clock;
    int values;
    int calls;
    int started;
    pid_t pids[PROCESSES];
    struct call call[CALLS];
} *history;

static int next(int *counter) { return __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST); }

/* Messages of many lengths, whose every byte tells whether it belongs. */

static size_t length_of(int value) { return sizeof value + (size_t)value % (LARGEST - sizeof value); }

static size_t compose(char *message, int value) {
    memset(message, value, length_of(value));
    memcpy(message, &value, sizeof value);
    return length_of(value);
}

static int value_of(const char *message, ssize_t size) {
    char whole[LARGEST];
    int value;
    memcpy(&value, message, sizeof value);
    bool known = size >= (ssize_t)sizeof value && value >= 0 && (size_t)size == length_of(value);
    return known && memcmp(message, whole, compose(whole, value)) == 0 ? value : TORN;
}

/* queue */

static struct queue *queue;

static void queue_make(int bound) { queue = queue_new(bound); }

static bool put_in_queue(int value, int priority, enum patience patience) {
    char message[LARGEST];
    size_t size = compose(message, value);
    (void)priority;
    return patience == ALWAYS       ? queue_put(queue, message, size)
           : patience == NOT_AT_ALL ? queue_try_put(queue, message, size)
                                    : queue_put_timeout(queue, message, size, LITTLE);
}

static bool get_from_queue(int *value, enum patience patience) {
    char message[LARGEST];
    ssize_t size = patience == ALWAYS       ? queue_get(queue, message, LARGEST)
                   : patience == NOT_AT_ALL ? queue_try_get(queue, message, LARGEST)
                                            : queue_get_timeout(queue, message, LARGEST, LITTLE);
    *value = size < 0 ? NO_VALUE : value_of(message, size);
    return size >= 0;
}

/* mqueue: the same queue twice, for only a descriptor can be non-blocking. */

static mqd_t waiting, not_waiting;

static void mqueue_make(int bound) {
    char name[32];
    struct mq_attr attributes = {.mq_maxmsg = bound, .mq_msgsize = LARGEST};
    snprintf(name, sizeof name, "/history.%d", (int)getpid());
    waiting = mq_open(name, O_RDWR | O_CREAT | O_EXCL, 0600, &attributes);
    not_waiting = mq_open(name, O_RDWR | O_NONBLOCK);
    CHECK(waiting >= 0 && not_waiting >= 0 && mq_unlink(name) == 0);
}

static struct timespec soon(void) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += (long)(LITTLE * 1e9);
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static bool put_in_mqueue(int value, int priority, enum patience patience) {
    char message[LARGEST];
    size_t size = compose(message, value);
    struct timespec end = soon();
    mqd_t to = patience == NOT_AT_ALL ? not_waiting : waiting;
    return patience == A_LITTLE ? mq_timedsend(to, message, size, (unsigned)priority, &end) == 0
                                : mq_send(to, message, size, (unsigned)priority) == 0;
}

static bool get_from_mqueue(int *value, enum patience patience) {
    char message[LARGEST];
    struct timespec end = soon();
    mqd_t from = patience == NOT_AT_ALL ? not_waiting : waiting;
    ssize_t size = patience == A_LITTLE ? mq_timedreceive(from, message, LARGEST, NULL, &end)
                                        : mq_receive(from, message, LARGEST, NULL);
    *value = size < 0 ? NO_VALUE : value_of(message, size);
    return size >= 0;
}

/* buffer, careless: without the lock, whatever happens between the steps happens. */

/* Each call changes it by one step, so that it is whole wherever a process is killed. */
static struct ring {
    int bound;
    int put;
    int got;
    int items[CALLS];
} *ring;

static struct lock *lock;
static struct condition *not_full, *not_empty;

static void ring_make(int bound) {
    ring = shared_new(sizeof *ring);
    ring->bound = bound;
}

static void buffer_make(int bound) {
    ring_make(bound);
    lock = lock_new();
    not_full = condition_new(lock);
    not_empty = condition_new(lock);
}

static int ring_count(void) { return ring->put - ring->got; }

static bool ring_put(int value) {
    int put = ring->put;
    if (ring_count() == ring->bound) {
        errno = EAGAIN;
        return false;
    }
    ring->items[put] = value;
    sched_yield();
    ring->put = put + 1;
    return true;
}

static bool ring_get(int *value) {
    int got = ring->got;
    if (ring_count() == 0) {
        errno = EAGAIN;
        return false;
    }
    *value = ring->items[got];
    sched_yield();
    ring->got = got + 1;
    return true;
}

static bool put_carelessly(int value, int priority, enum patience patience) {
    (void)priority, (void)patience;
    return ring_put(value);
}

static bool get_carelessly(int *value, enum patience patience) {
    (void)patience;
    return ring_get(value);
}

/* Waits for `condition`, if the call does; false when the call has failed. */
static bool may_go_on(struct condition *condition, enum patience patience) {
    return patience == ALWAYS      ? condition_wait(condition)
           : patience == A_LITTLE  ? condition_wait_timeout(condition, LITTLE)
                                   : (errno = EAGAIN, false);
}

static bool put_in_buffer(int value, int priority, enum patience patience) {
    (void)priority;
    lock_acquire(lock);
    bool goes = true;
    while (ring_count() == ring->bound && goes) {
        goes = may_go_on(not_full, patience);
    }
    int error = errno;
    bool done = goes && ring_put(value);
    if (done) {
        condition_notify(not_empty, 1);
    }
    lock_release(lock);
    errno = error;
    return done;
}

static bool get_from_buffer(int *value, enum patience patience) {
    lock_acquire(lock);
    bool goes = true;
    while (ring_count() == 0 && goes) {
        goes = may_go_on(not_empty, patience);
    }
    int error = errno;
    bool done = goes && ring_get(value);
    if (done) {
        condition_notify(not_full, 1);
    }
    lock_release(lock);
    errno = error;
    return done;
}

/* semaphore */

static struct semaphore *semaphore;

static void semaphore_make(int value) { semaphore = semaphore_new(value); }

static bool release_semaphore(int value, int priority, enum patience patience) {
    (void)value, (void)priority, (void)patience;
    return semaphore_release(semaphore);
}

static bool acquire_semaphore(int *value, enum patience patience) {
    (void)value;
    return patience == ALWAYS       ? semaphore_acquire(semaphore)
           : patience == NOT_AT_ALL ? semaphore_try_acquire(semaphore)
                                    : semaphore_acquire_timeout(semaphore, LITTLE);
}

/* lock */

static void lock_make(int bound) {
    (void)bound;
    lock = lock_new();
}

static bool release_lock(int value, int priority, enum patience patience) {
    (void)value, (void)priority, (void)patience;
    return lock_release(lock);
}

static bool acquire_lock(int *value, enum patience patience) {
    (void)value;
    return patience == ALWAYS       ? lock_acquire(lock)
           : patience == NOT_AT_ALL ? lock_try_acquire(lock)
                                    : lock_acquire_timeout(lock, LITTLE);
}

/* sem_t */

static sem_t *posix_semaphore;

static void posix_semaphore_make(int value) {
    posix_semaphore = shared_new(sizeof *posix_semaphore);
    CHECK(sem_init(posix_semaphore, 1, (unsigned)value) == 0);
}

static bool post_semaphore(int value, int priority, enum patience patience) {
    (void)value, (void)priority, (void)patience;
    return sem_post(posix_semaphore) == 0;
}

static bool wait_for_semaphore(int *value, enum patience patience) {
    (void)value;
    struct timespec end = soon();
    return (patience == ALWAYS       ? sem_wait(posix_semaphore)
            : patience == NOT_AT_ALL ? sem_trywait(posix_semaphore)
                                     : sem_timedwait(posix_semaphore, &end)) == 0;
}

/* pthread_mutex_t: robust, so that a holder's death frees it. */

static pthread_mutex_t *mutex;
static bool mutex_is_mine;

static void mutex_make(int bound) {
    pthread_mutexattr_t attributes;
    (void)bound;
    mutex = shared_new(sizeof *mutex);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    CHECK(pthread_mutex_init(mutex, &attributes) == 0);
}

static bool unlock_mutex(int value, int priority, enum patience patience) {
    (void)value, (void)priority, (void)patience;
    errno = pthread_mutex_unlock(mutex);
    mutex_is_mine &= errno != 0;
    return errno == 0;
}

static bool lock_mutex(int *value, enum patience patience) {
    (void)value;
    struct timespec end = soon();
    int error = patience == ALWAYS       ? pthread_mutex_lock(mutex)
                : patience == NOT_AT_ALL ? pthread_mutex_trylock(mutex)
                                         : pthread_mutex_timedlock(mutex, &end);
    if (error == EOWNERDEAD) {
        error = pthread_mutex_consistent(mutex);
    } else if (error == EBUSY) {
        error = mutex_is_mine ? EDEADLK : EAGAIN;
    }
    mutex_is_mine |= error == 0;
    errno = error;
    return error == 0;
}

static const struct kind {
    const char *name;
    void (*make)(int bound);
    bool (*put)(int value, int priority, enum patience patience);
    bool (*get)(int *value, enum patience patience);
} kinds[] = {
    {"queue", queue_make, put_in_queue, get_from_queue},
    {"mqueue", mqueue_make, put_in_mqueue, get_from_mqueue},
    {"buffer", buffer_make, put_in_buffer, get_from_buffer},
    {"careless", ring_make, put_carelessly, get_carelessly},
    {"semaphore", semaphore_make, release_semaphore, acquire_semaphore},
    {"lock", lock_make, release_lock, acquire_lock},
    {"sem_t", posix_semaphore_make, post_semaphore, wait_for_semaphore},
    {"pthread_mutex_t", mutex_make, unlock_mutex, lock_mutex},
};

static const struct kind *kind_named(const char *name) {
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, name) == 0) {
            return &kinds[i];
        }
    }
    printf("there is no kind %s\n", name);
    exit(2);
}

/* Scripts */

static void make_call(const struct kind *kind, int process, char letter, int priority) {
    static const char letters[] = "pPTgGU";
    int place = (int)(strchr(letters, letter) - letters);
    enum patience patience = (enum patience)(place % 3);
    struct call *call = &history->call[next(&history->calls) - 1];
    bool putting = place < 3;
    *call = (struct call){process, letter, priority, NO_VALUE, 0, 0, 0};
    if (putting) {
        call->value = next(&history->values);
    }
    call->begin = next(&history->clock);
    bool done = putting ? kind->put(call->value, priority, patience)
                        : kind->get(&call->value, patience);
    call->error = done ? 0 : errno;
    call->end = next(&history->clock);
}

static void tell_of_end(int number) {
    struct call *call = &history->call[next(&history->calls) - 1];
    *call = (struct call){PROCESSES + number, 'k', 0, number, 0, 0, 0};
    call->begin = next(&history->clock);
}

static void kill_process(int number) {
    if (history->pids[number] > 0) {
        tell_of_end(number);
        kill(history->pids[number], SIGKILL);
    }
}

static void follow(const struct kind *kind, int process, const char *at) {
    while (*at != '\0') {
        char letter = *at++;
        int number = *at >= '0' && *at <= '9' ? *at++ - '0' : 0;
        if (letter == 'y') {
            sched_yield();
        } else if (letter == 'z') {
            usleep(100);
        } else if (letter == 'k') {
            kill_process(number);
        } else {
            make_call(kind, process, letter, number);
        }
    }
}

static void play(const struct kind *kind, int processes, char **scripts) {
    for (int i = 0; i < processes; i++) {
        pid_t pid = split();
        if (pid == 0) {
            while (__atomic_load_n(&history->started, __ATOMIC_SEQ_CST) == 0) {
                sched_yield();
            }
            follow(kind, i, scripts[i]);
            tell_of_end(i);
            leave(0);
        }
        CHECK(pid > 0);
        history->pids[i] = pid;
    }
    __atomic_store_n(&history->started, 1, __ATOMIC_SEQ_CST);
    for (int i = 0; i < processes; i++) {
        int status = wait_status(history->pids[i]);
        CHECK(status == 0 || status == 128 + SIGKILL);
    }
}

int main(int argc, char **argv) {
    static char *standard[] = {"history", "queue", "2", "pPPTgGGU"};
    if (argc < 4) {
        argc = 4;
        argv = standard;
    }
    const struct kind *kind = kind_named(argv[1]);
    history = shared_new(sizeof *history);
    kind->make(atoi(argv[2]));
    play(kind, argc - 3, argv + 3);
    for (int i = 0; i < history->calls; i++) {
        const struct call *call = &history->call[i];
        /* Who is killed with a place for a call, before it begins, has not made it. */
        if (call->begin != 0) {
            printf("%d %c %d %d %d %d %d\n", call->process, call->letter, call->priority,
                   call->value, call->error, call->begin, call->end);
        }
    }
    return failures != 0;
}
