/* Handlers: arguments, masks while they run, nesting, SA_NODEFER, SA_RESETHAND, pending signals. */

#include "check.h"

static volatile sig_atomic_t seen, depth, deepest, sender, code;

static void count(int number) { seen = number; }

static void note_info(int number, siginfo_t *info, void *context) {
    seen = number;
    sender = info->si_pid;
    code = info->si_code;
    CHECK(context != NULL && info->si_signo == number);
}

/* Raises itself once: deferred until the handler returns, unless SA_NODEFER. */
static void nest(int number) {
    depth++;
    deepest = depth > deepest ? depth : deepest;
    if (seen++ == 0) {
        raise(number);
    }
    depth--;
}

static void install(int number, void (*handler)(int), int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = handler;
    action.sa_flags = flags;
    CHECK(sigaction(number, &action, NULL) == 0);
}

static void with_info(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = note_info;
    action.sa_flags = SA_SIGINFO;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    CHECK(seen == SIGUSR1 && sender == getpid() && code == SI_USER);
    puts("SA_SIGINFO");
}

static void nesting(void) {
    seen = deepest = 0;
    install(SIGUSR1, nest, 0);
    raise(SIGUSR1);
    CHECK(seen == 2 && deepest == 1);
    seen = deepest = 0;
    install(SIGUSR1, nest, SA_NODEFER);
    raise(SIGUSR1);
    CHECK(seen == 2 && deepest == 2);
    puts("nesting");
}

static void resetting(void) {
    struct sigaction now;
    install(SIGUSR2, count, (int)SA_RESETHAND);
    raise(SIGUSR2);
    CHECK(seen == SIGUSR2);
    CHECK(sigaction(SIGUSR2, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    puts("SA_RESETHAND");
}

static void masks(void) {
    sigset_t set, old, pending;
    seen = 0;
    install(SIGUSR1, count, 0);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0);
    raise(SIGUSR1);
    raise(SIGUSR1);
    CHECK(seen == 0);
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1);
    CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0);
    CHECK(seen == SIGUSR1);
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 0);
    puts("masks");
    sigemptyset(&set);
    sigaddset(&set, SIGKILL);
    sigaddset(&set, SIGSTOP);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    CHECK(sigprocmask(SIG_BLOCK, NULL, &set) == 0 && sigismember(&set, SIGKILL) == 0);
    puts("SIGKILL cannot be blocked");
}

static void suspending(void) {
    sigset_t set, old;
    seen = 0;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigprocmask(SIG_BLOCK, &set, &old);
    pid_t child = split();
    if (child == 0) {
        kill(getppid(), SIGUSR1);
        leave(0);
    }
    FAILS(sigsuspend(&old), EINTR);
    CHECK(seen == SIGUSR1);
    sigprocmask(SIG_SETMASK, &old, NULL);
    CHECK(wait_status(child) == 0);
    puts("sigsuspend");
}

int main(void) {
    with_info();
    nesting();
    resetting();
    masks();
    suspending();
    FAILS(sigaction(SIGKILL, &(struct sigaction){0}, NULL), EINVAL);
    FAILS(kill(getpid(), 65), EINVAL);
    return finish();
}
