/*
 * What POSIX says of queued signals and of waiting for them, function by function: sigqueue (its order
 * is in signal_order), sigwait, sigwaitinfo, sigtimedwait, and System V's sighold, sigrelse, sigignore, sigset, sigpause,
 * siginterrupt.
 */

#include "check.h"

#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t count;

static void note(int number) {
    (void)number;
    count++;
}

static void alarm_soon(void) {
    struct itimerval soon = {.it_value = {0, 2000}};
    CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
}

static sigset_t queued(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGRTMIN + 1);
    sigaddset(&set, SIGRTMIN + 2);
    return set;
}

static void queue(int number, int value) {
    CHECK(sigqueue(getpid(), number, (union sigval){.sival_int = value}) == 0);
}

static void queue_errors(void) {
    union sigval none = {.sival_int = 0};
    count = 0;
    CHECK(sigqueue(getpid(), 0, none) == 0 && count == 0);
    FAILS(sigqueue(getpid(), 65, none), EINVAL);
    pid_t child = split();
    if (child == 0) {
        leave(0);
    }
    CHECK(wait_status(child) == 0);
    FAILS(sigqueue(child, SIGUSR1, none), ESRCH);
    puts("sigqueue's errors");
}

static void waiting(void) {
    sigset_t set = queued(), old, pending;
    siginfo_t info;
    struct timespec none = {0, 0}, little = {0, 2000000}, wrong = {0, 1000000000};
    int number = 0;
    sigprocmask(SIG_BLOCK, &set, &old);
    count = 0;
    queue(SIGRTMIN + 1, 21);
    queue(SIGRTMIN + 1, 22);
    CHECK(sigwait(&set, &number) == 0 && number == SIGRTMIN + 1);
    CHECK(sigwaitinfo(&set, &info) == SIGRTMIN + 1);
    CHECK(info.si_code == SI_QUEUE && info.si_value.sival_int == 22 && info.si_pid == getpid());
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGRTMIN + 1) == 0);
    FAILS(sigtimedwait(&set, &info, &none), EAGAIN);
    FAILS(sigtimedwait(&set, NULL, &little), EAGAIN);
    FAILS(sigtimedwait(&set, NULL, &wrong), EINVAL);
    kill(getpid(), SIGUSR1);
    CHECK(sigtimedwait(&set, &info, &none) == SIGUSR1 && info.si_code == SI_USER);
    pid_t parent = getpid(), child = split();
    if (child == 0) {
        sigqueue(parent, SIGRTMIN + 2, (union sigval){.sival_int = 23});
        leave(0);
    }
    CHECK(sigwaitinfo(&set, &info) == SIGRTMIN + 2 && info.si_value.sival_int == 23);
    CHECK(info.si_pid == child && wait_status(child) == 0);
    CHECK(count == 0); /* Nothing was handled. */
    sigprocmask(SIG_SETMASK, &old, NULL);
    puts("sigwait, sigwaitinfo, sigtimedwait");
}

/* Another signal's handler ends sigtimedwait. */
static void interrupted(void) {
    sigset_t set = queued(), old;
    struct timespec long_time = {60, 0};
    sigprocmask(SIG_BLOCK, &set, &old);
    signal(SIGALRM, note);
    count = 0;
    alarm_soon();
    FAILS(sigtimedwait(&set, NULL, &long_time), EINTR);
    CHECK(count == 1);
    sigprocmask(SIG_SETMASK, &old, NULL);
    puts("sigtimedwait: EINTR");
}

static bool is_blocked(int number) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigismember(&mask, number) == 1;
}

static void one_signal(void) {
    count = 0;
    signal(SIGUSR2, note);
    CHECK(sighold(SIGUSR2) == 0 && is_blocked(SIGUSR2));
    raise(SIGUSR2);
    CHECK(count == 0 && sigrelse(SIGUSR2) == 0 && count == 1 && !is_blocked(SIGUSR2));
    CHECK(sigignore(SIGUSR2) == 0 && raise(SIGUSR2) == 0 && count == 1);
    CHECK(sigset(SIGUSR2, note) == SIG_IGN);
    CHECK(sigset(SIGUSR2, SIG_HOLD) == note && is_blocked(SIGUSR2));
    raise(SIGUSR2);
    CHECK(count == 1);
    FAILS(sigpause(SIGUSR2), EINTR);
    CHECK(count == 2 && is_blocked(SIGUSR2));
    CHECK(sigset(SIGUSR2, SIG_DFL) == SIG_HOLD && !is_blocked(SIGUSR2));
    FAILS(sighold(65), EINVAL);
    FAILS(sigrelse(0), EINVAL);
    FAILS(sigignore(SIGKILL), EINVAL);
    FAILS(sigignore(65), EINVAL);
    FAILS(sigpause(1000), EINVAL);
    errno = 0;
    CHECK(sigset(SIGKILL, note) == SIG_ERR && errno == EINVAL);
    puts("sighold, sigrelse, sigignore, sigset, sigpause");
}

static void interrupting(void) {
    int ends[2];
    char byte;
    CHECK(pipe(ends) == 0);
    signal(SIGALRM, note);
    count = 0;
    CHECK(siginterrupt(SIGALRM, 1) == 0);
    alarm_soon();
    FAILS(read(ends[0], &byte, 1), EINTR);
    CHECK(siginterrupt(SIGALRM, 0) == 0);
    pid_t child = split();
    if (child == 0) {
        usleep(20000);
        CHECK(write(ends[1], "x", 1) == 1);
        leave(failures != 0);
    }
    alarm_soon();
    CHECK(read(ends[0], &byte, 1) == 1 && count == 2);
    CHECK(wait_status(child) == 0);
    FAILS(siginterrupt(65, 1), EINVAL);
    puts("siginterrupt");
}

int main(void) {
    queue_errors();
    waiting();
    interrupted();
    one_signal();
    interrupting();
    return finish();
}
