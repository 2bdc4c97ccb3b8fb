/*
 * The order of queued signals and their limit, what sa_mask holds back, and the last signal there is.
 *
 * qemu-user: no (version 7 mixes up the order, reads sa_mask from a wrong place, and does not have
 * SIGRTMAX).
 */

#include "check.h"

#include <sys/resource.h>

enum { MOST = 8, RLIMIT_PENDING = 11 };

static volatile sig_atomic_t count, blocked_inside;
static volatile int order[MOST], values[MOST];

static void note_value(int number, siginfo_t *info, void *context) {
    (void)context;
    CHECK(info->si_signo == number && info->si_code == SI_QUEUE);
    CHECK(info->si_pid == getpid() && info->si_uid == getuid());
    order[count] = number;
    values[count++] = info->si_value.sival_int;
}

static void install(int number) {
    struct sigaction action = {.sa_flags = SA_SIGINFO};
    action.sa_sigaction = note_value;
    sigfillset(&action.sa_mask);
    CHECK(sigaction(number, &action, NULL) == 0);
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

/* Those with numbers of the real-time range are all kept, in order; of the others only one is. */
static void queueing(void) {
    sigset_t set = queued(), old;
    install(SIGRTMIN + 1);
    install(SIGRTMIN + 2);
    install(SIGUSR1);
    queue(SIGRTMIN + 1, 7);
    CHECK(count == 1 && values[0] == 7);
    sigprocmask(SIG_BLOCK, &set, &old);
    count = 0;
    queue(SIGRTMIN + 2, 10);
    queue(SIGRTMIN + 1, 11);
    queue(SIGRTMIN + 2, 12);
    queue(SIGRTMIN + 1, 13);
    queue(SIGUSR1, 14);
    queue(SIGUSR1, 15);
    CHECK(count == 0);
    sigprocmask(SIG_SETMASK, &old, NULL);
    CHECK(count == 5);
    int numbers[] = {SIGUSR1, SIGRTMIN + 1, SIGRTMIN + 1, SIGRTMIN + 2, SIGRTMIN + 2};
    int expected[] = {14, 11, 13, 10, 12};
    for (int i = 0; i < 5; i++) {
        CHECK(order[i] == numbers[i] && values[i] == expected[i]);
    }
    puts("sigqueue keeps them in order, and the lowest number comes first");
}

static void limit(void) {
    union sigval none = {.sival_int = 0};
    pid_t child = split();
    if (child == 0) {
        struct rlimit few = {2, 2};
        sigset_t set = queued();
        sigprocmask(SIG_BLOCK, &set, NULL);
        CHECK(setrlimit(RLIMIT_PENDING, &few) == 0);
        int done = 0;
        while (done < MOST && sigqueue(getpid(), SIGRTMIN + 1, none) == 0) {
            done++;
        }
        CHECK(done <= 2 && errno == EAGAIN);
        CHECK(kill(getpid(), SIGUSR1) == 0); /* kill never fails for it. */
        leave(failures != 0);
    }
    CHECK(wait_status(child) == 0);
    puts("RLIMIT_SIGPENDING");
}

static void note_mask(int number) {
    sigset_t mask;
    (void)number;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    blocked_inside = sigismember(&mask, SIGUSR2);
}

static void masking(void) {
    struct sigaction action = {.sa_flags = 0};
    sigset_t mask;
    action.sa_handler = note_mask;
    sigaddset(&action.sa_mask, SIGUSR2);
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0 && raise(SIGUSR1) == 0 && blocked_inside == 1);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigismember(&mask, SIGUSR2) == 0);
    puts("sa_mask");
}

static void last_signal(void) {
    pid_t child = split();
    if (child == 0) {
        raise(SIGRTMAX);
        leave(0);
    }
    CHECK(wait_status(child) == 128 + SIGRTMAX);
    puts("SIGRTMAX");
}

int main(void) {
    queueing();
    limit();
    masking();
    last_signal();
    return finish();
}
