/* SIGCHLD: what it tells, and what ignoring it means.
   qemu-user: no (it does not know SA_NOCLDSTOP). */

#include "check.h"

static volatile sig_atomic_t chld_signals, chld_code, chld_status, chld_pid;

static void note(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    chld_signals++;
    chld_code = info->si_code;
    chld_status = info->si_status;
    chld_pid = info->si_pid;
}

static void install(int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | SA_RESTART | flags;
    CHECK(sigaction(SIGCHLD, &action, NULL) == 0);
    chld_signals = 0;
}

static void ended(void) {
    install(0);
    pid_t child = split();
    if (child == 0) {
        leave(12);
    }
    CHECK(wait_status(child) == 12);
    CHECK(chld_signals == 1 && chld_code == CLD_EXITED && chld_status == 12 && chld_pid == child);
    child = split();
    if (child == 0) {
        raise(SIGTERM);
    }
    CHECK(wait_status(child) == 128 + SIGTERM);
    CHECK(chld_signals == 2 && chld_code == CLD_KILLED && chld_status == SIGTERM);
    puts("exit and kill are told");
}

static void stopped(int flags, int expected) {
    int status;
    install(flags);
    pid_t child = split();
    if (child == 0) {
        raise(SIGSTOP);
        leave(0);
    }
    CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
    CHECK(chld_signals == expected);
    kill(child, SIGCONT);
    CHECK(wait_status(child) == 0);
    printf("SIGCHLD for a stop: %d\n", expected);
}

static void ignored(void) {
    signal(SIGCHLD, SIG_IGN);
    pid_t child = split();
    if (child == 0) {
        leave(1);
    }
    FAILS(waitpid(child, NULL, 0), ECHILD); /* Waits until it has gone, then finds nothing. */
    FAILS(kill(child, 0), ESRCH);
    signal(SIGCHLD, SIG_DFL);
    puts("ignored: children leave no zombies");
}

int main(void) {
    ended();
    stopped(0, 1);
    stopped(SA_NOCLDSTOP, 0);
    ignored();
    return finish();
}
