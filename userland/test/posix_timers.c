/* The timers of timer_create: clocks, notifications, overruns, and who has them. */

#include "check.h"

#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>

#ifndef TIMER_ABSTIME
#define TIMER_ABSTIME 1
#endif
#ifndef CLOCK_MONOTONIC_RAW
#define CLOCK_MONOTONIC_RAW 4
#endif

enum { SIGNAL, NONE, THREAD_ID = 4 };
enum { SI_TIMER_CODE = -2 };
enum { MILLISECOND = 1000000 };

/* The kernel's structures: C libraries wrap them in their own. */
struct event {
    union {
        int integer;
        void *pointer;
    } value;
    int signal;
    int notify;
    int tid;
    int padding[11];
};

struct setting {
    struct timespec interval;
    struct timespec value;
};

/* The part of siginfo_t that a timer fills in. */
struct expiry {
    int signal;
    int error;
    int code;
    int padding;
    int id;
    int overrun;
    void *value;
};

static int create(clockid_t clock, struct event *event, int *id) {
    return (int)syscall(SYS_timer_create, clock, event, id);
}

static int make(clockid_t clock, int notify, int signal) {
    struct event event = {.value.integer = 1234, .signal = signal, .notify = notify};
    event.tid = (int)syscall(SYS_gettid);
    int id = -1;
    CHECK(create(clock, &event, &id) == 0 && id >= 0);
    return id;
}

static int set(int id, int flags, long value, long interval, struct setting *old) {
    struct setting next = {{interval / 1000000000, interval % 1000000000},
                           {value / 1000000000, value % 1000000000}};
    return (int)syscall(SYS_timer_settime, id, flags, &next, old);
}

static long left(int id, long *interval) {
    struct setting now;
    CHECK(syscall(SYS_timer_gettime, id, &now) == 0);
    if (interval != NULL) {
        *interval = now.interval.tv_sec * 1000000000 + now.interval.tv_nsec;
    }
    return now.value.tv_sec * 1000000000 + now.value.tv_nsec;
}

static void drop(int id) {
    CHECK(syscall(SYS_timer_delete, id) == 0);
}

static void block(int signal) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, signal);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
}

/* Takes a blocked signal; 0 if none comes within so many milliseconds. */
static int take(int signal, long milliseconds, struct expiry *expiry) {
    uint64_t set = (uint64_t)1 << (signal - 1);
    struct timespec most = {milliseconds / 1000, milliseconds % 1000 * MILLISECOND};
    char info[128] = {0};
    int taken = (int)syscall(SYS_rt_sigtimedwait, &set, info, &most, 8);
    memcpy(expiry, info, sizeof *expiry);
    return taken < 0 ? 0 : taken;
}

static void pass(long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * MILLISECOND};
    while (nanosleep(&time, &time) != 0 && errno == EINTR) {
    }
}

static void refusals(void) {
    struct event event = {.signal = SIGUSR1, .notify = SIGNAL};
    int id;
    FAILS(create(4711, &event, &id), EINVAL);
    FAILS(create(CLOCK_MONOTONIC_RAW, &event, &id), EOPNOTSUPP);
    event.notify = 77;
    FAILS(create(CLOCK_MONOTONIC, &event, &id), EINVAL);
    event.notify = SIGNAL;
    event.signal = 65;
    FAILS(create(CLOCK_MONOTONIC, &event, &id), EINVAL);
    event.signal = 0;
    FAILS(create(CLOCK_MONOTONIC, &event, &id), EINVAL);
    event.signal = SIGUSR1;
    event.notify = THREAD_ID;
    event.tid = 1;
    FAILS(create(CLOCK_MONOTONIC, &event, &id), EINVAL);
    FAILS(syscall(SYS_timer_delete, 12345), EINVAL);
    FAILS(syscall(SYS_timer_getoverrun, -1), EINVAL);
    id = make(CLOCK_MONOTONIC, NONE, 0);
    struct setting bad = {{0, 0}, {0, 1000000000}};
    FAILS(syscall(SYS_timer_settime, id, 0, &bad, NULL), EINVAL);
    bad.value.tv_nsec = 1;
    bad.interval.tv_sec = -1;
    FAILS(syscall(SYS_timer_settime, id, 0, &bad, NULL), EINVAL);
    FAILS(syscall(SYS_timer_settime, id, 0, NULL, NULL), EINVAL);
    drop(id);
    FAILS(syscall(SYS_timer_delete, id), EINVAL);
    puts("refusals");
}

static void once(void) {
    struct expiry expiry;
    int id = make(CLOCK_MONOTONIC, SIGNAL, SIGUSR1);
    block(SIGUSR1);
    CHECK(left(id, NULL) == 0);
    CHECK(set(id, 0, 20 * MILLISECOND, 0, NULL) == 0);
    long rest = left(id, NULL);
    CHECK(rest > 0 && rest <= 20 * MILLISECOND);
    CHECK(take(SIGUSR1, 5000, &expiry) == SIGUSR1);
    CHECK(expiry.code == SI_TIMER_CODE && expiry.overrun == 0);
    CHECK((int)(intptr_t)expiry.value == 1234);
    CHECK(left(id, NULL) == 0 && take(SIGUSR1, 30, &expiry) == 0);
    drop(id);
    puts("once");
}

static void periods(void) {
    struct expiry expiry;
    int signal = SIGRTMIN + 3;
    int id = make(CLOCK_REALTIME, SIGNAL, signal);
    block(signal);
    CHECK(set(id, 0, 10 * MILLISECOND, 10 * MILLISECOND, NULL) == 0);
    CHECK(take(signal, 5000, &expiry) == signal && take(signal, 5000, &expiry) == signal);
    pass(100);
    CHECK(take(signal, 5000, &expiry) == signal && expiry.overrun >= 5);
    CHECK(syscall(SYS_timer_getoverrun, id) == expiry.overrun);
    long interval;
    long rest = left(id, &interval);
    CHECK(rest > 0 && rest <= 10 * MILLISECOND && interval == 10 * MILLISECOND);
    struct setting old;
    CHECK(set(id, 0, 0, 0, &old) == 0 && old.interval.tv_nsec == 10 * MILLISECOND);
    CHECK(left(id, &interval) == 0 && interval == 0);
    drop(id);
    puts("periods");
}

static void points_in_time(void) {
    struct expiry expiry;
    struct timespec now;
    int signal = SIGRTMIN + 4;
    int id = make(CLOCK_MONOTONIC, THREAD_ID, signal);
    block(signal);
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    long then = now.tv_sec * 1000000000 + now.tv_nsec + 20 * MILLISECOND;
    CHECK(set(id, TIMER_ABSTIME, then, 0, NULL) == 0);
    CHECK(take(signal, 5000, &expiry) == signal);
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    CHECK(now.tv_sec * 1000000000 + now.tv_nsec >= then);
    CHECK(set(id, TIMER_ABSTIME, 1, 0, NULL) == 0);
    CHECK(take(signal, 5000, &expiry) == signal && expiry.overrun == 0);
    drop(id);
    puts("points in time");
}

static void silence(void) {
    int id = make(CLOCK_MONOTONIC, NONE, 0);
    CHECK(set(id, 0, 10 * MILLISECOND, 0, NULL) == 0 && left(id, NULL) > 0);
    pass(20);
    CHECK(left(id, NULL) == 0);
    CHECK(set(id, 0, 10 * MILLISECOND, 1000 * MILLISECOND, NULL) == 0);
    pass(20);
    CHECK(left(id, NULL) > 100 * MILLISECOND);
    drop(id);
    puts("silence");
}

static volatile sig_atomic_t expiries;

static void count(int signal) {
    (void)signal;
    expiries++;
}

static void cpu_time(void) {
    CHECK(signal(SIGUSR2, count) != SIG_ERR);
    int id = make(CLOCK_PROCESS_CPUTIME_ID, SIGNAL, SIGUSR2);
    CHECK(set(id, 0, 5 * MILLISECOND, 5 * MILLISECOND, NULL) == 0);
    while (expiries < 3) {
    }
    drop(id);
    expiries = 0;
    id = make(CLOCK_THREAD_CPUTIME_ID, THREAD_ID, SIGUSR2);
    CHECK(set(id, 0, 5 * MILLISECOND, 0, NULL) == 0);
    pass(20);
    CHECK(left(id, NULL) > 0);
    while (expiries == 0) {
    }
    CHECK(left(id, NULL) == 0);
    drop(id);
    puts("CPU time");
}

static void standard_event(void) {
    struct expiry expiry;
    int id = -1;
    block(SIGALRM);
    CHECK(create(CLOCK_MONOTONIC, NULL, &id) == 0);
    CHECK(set(id, 0, MILLISECOND, 0, NULL) == 0);
    CHECK(take(SIGALRM, 5000, &expiry) == SIGALRM && expiry.code == SI_TIMER_CODE);
    drop(id);
    puts("standard event");
}

/* A child has no timers, and an ended process none that could harm. */
static void inheritance(void) {
    struct expiry expiry;
    int signal = SIGRTMIN + 5;
    int id = make(CLOCK_MONOTONIC, SIGNAL, signal);
    block(signal);
    CHECK(set(id, 0, 10 * MILLISECOND, 0, NULL) == 0);
    pid_t child = split();
    if (child == 0) {
        FAILS(syscall(SYS_timer_delete, id), EINVAL);
        CHECK(take(signal, 40, &expiry) == 0);
        int own = make(CLOCK_MONOTONIC, SIGNAL, SIGTERM);
        CHECK(set(own, 0, 10 * MILLISECOND, 10 * MILLISECOND, NULL) == 0);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    pass(30);
    CHECK(take(signal, 5000, &expiry) == signal);
    drop(id);
    puts("inheritance");
}

int main(void) {
    refusals();
    once();
    periods();
    points_in_time();
    silence();
    cpu_time();
    standard_event();
    inheritance();
    return finish();
}
