/*
 * What POSIX says of sets, actions, masks and stacks of signals, function by function: sigemptyset to
 * sigismember, kill, raise, signal, sigaction, sigprocmask, sigpending, sigsuspend, sigaltstack.
 */

#include "check.h"

#include <sys/resource.h>

static volatile sig_atomic_t count, last, blocked_inside, on_stack;
static char stack[65536];

static bool is_blocked(int number) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigismember(&mask, number) == 1;
}

static bool is_pending(int number) {
    sigset_t set;
    return sigpending(&set) == 0 && sigismember(&set, number) == 1;
}

static sigset_t set_of(int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    return set;
}

static void note(int number) {
    char here;
    count++;
    last = number;
    blocked_inside = is_blocked(number);
    on_stack = &here >= stack && &here < stack + sizeof stack;
}

static void install(int number, void (*handler)(int), int flags) {
    struct sigaction action = {.sa_flags = flags};
    action.sa_handler = handler;
    CHECK(sigaction(number, &action, NULL) == 0);
    count = last = 0;
}

static void sets(void) {
    sigset_t set;
    CHECK(sigemptyset(&set) == 0);
    for (int number = 1; number < 32; number++) {
        CHECK(sigismember(&set, number) == 0);
        CHECK(sigaddset(&set, number) == 0 && sigismember(&set, number) == 1);
        CHECK(sigaddset(&set, number) == 0 && sigdelset(&set, number) == 0);
        CHECK(sigismember(&set, number) == 0 && sigdelset(&set, number) == 0);
    }
    CHECK(sigfillset(&set) == 0);
    for (int number = 1; number < 32; number++) {
        CHECK(sigismember(&set, number) == 1);
    }
    int wrong[] = {0, -1, 65, 1000};
    for (int i = 0; i < 4; i++) {
        FAILS(sigaddset(&set, wrong[i]), EINVAL);
        FAILS(sigdelset(&set, wrong[i]), EINVAL);
        FAILS(sigismember(&set, wrong[i]), EINVAL);
    }
    puts("sets");
}

static void sending(void) {
    install(SIGUSR1, note, 0);
    CHECK(kill(getpid(), 0) == 0 && count == 0);
    CHECK(kill(getpid(), SIGUSR1) == 0 && count == 1 && last == SIGUSR1);
    CHECK(raise(SIGUSR1) == 0 && count == 2);
    CHECK(raise(0) == 0 && count == 2);
    FAILS(kill(getpid(), -1), EINVAL);
    FAILS(kill(getpid(), 65), EINVAL);
    FAILS(raise(65), EINVAL);
    pid_t child = split();
    if (child == 0) {
        leave(0);
    }
    siginfo_t info;
    CHECK(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) == 0);
    CHECK(kill(child, SIGUSR1) == 0); /* A zombie is a process. */
    CHECK(wait_status(child) == 0);
    FAILS(kill(child, 0), ESRCH);
    puts("kill, raise");
}

/* Each signal that has no other use in a test ends the process if nothing is done about it. */
static void defaults(void) {
    int deadly[] = {SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGABRT, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV,
                    SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGBUS, SIGSYS, SIGTRAP, SIGXCPU, SIGXFSZ,
                    SIGVTALRM, SIGPROF, SIGRTMIN};
    int harmless[] = {SIGCHLD, SIGURG, SIGWINCH, SIGCONT};
    struct rlimit none = {0, 0};
    for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) {
        pid_t child = split();
        if (child == 0) {
            setrlimit(RLIMIT_CORE, &none);
            if (deadly[i] != SIGKILL) {
                signal(deadly[i], SIG_DFL);
            }
            raise(deadly[i]);
            leave(0);
        }
        CHECK(wait_status(child) == 128 + deadly[i]);
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        CHECK(raise(harmless[i]) == 0);
    }
    puts("default actions");
}

static void actions(void) {
    struct sigaction action = {.sa_flags = 0}, old;
    install(SIGUSR1, note, 0);
    raise(SIGUSR1);
    CHECK(blocked_inside && !is_blocked(SIGUSR1));
    install(SIGUSR1, note, SA_NODEFER);
    raise(SIGUSR1);
    CHECK(!blocked_inside);
    CHECK(sigaction(SIGUSR1, NULL, &old) == 0);
    CHECK(old.sa_handler == note && (old.sa_flags & SA_NODEFER) != 0);
    CHECK(sigaction(SIGUSR1, NULL, NULL) == 0);
    action.sa_handler = SIG_IGN;
    FAILS(sigaction(SIGKILL, &action, NULL), EINVAL);
    FAILS(sigaction(SIGSTOP, &action, NULL), EINVAL);
    CHECK(sigaction(SIGSTOP, NULL, &old) == 0 && old.sa_handler == SIG_DFL);
    FAILS(sigaction(0, NULL, &old), EINVAL);
    FAILS(sigaction(65, NULL, &old), EINVAL);
    CHECK(signal(SIGUSR1, SIG_IGN) == note && signal(SIGUSR1, note) == SIG_IGN);
    errno = 0;
    CHECK(signal(SIGKILL, note) == SIG_ERR && errno == EINVAL);
    pid_t child = split();
    if (child == 0) { /* A child has its parent's actions, and no pending signals. */
        CHECK(sigaction(SIGUSR1, NULL, &old) == 0 && old.sa_handler == note);
        leave(failures != 0);
    }
    CHECK(wait_status(child) == 0);
    puts("sigaction, signal");
}

/* Ignoring a signal forgets it where it is pending, and so does the default if that ignores it. */
static void forgetting(void) {
    sigset_t both = set_of(SIGUSR1), old;
    sigaddset(&both, SIGCHLD);
    install(SIGUSR1, note, 0);
    install(SIGCHLD, note, 0);
    sigprocmask(SIG_BLOCK, &both, &old);
    raise(SIGUSR1);
    raise(SIGCHLD);
    CHECK(is_pending(SIGUSR1) && is_pending(SIGCHLD));
    pid_t child = split();
    if (child == 0) {
        CHECK(!is_pending(SIGUSR1) && is_blocked(SIGUSR1));
        leave(failures != 0);
    }
    CHECK(wait_status(child) == 0);
    signal(SIGUSR1, SIG_IGN);
    signal(SIGCHLD, SIG_DFL);
    CHECK(!is_pending(SIGUSR1) && !is_pending(SIGCHLD));
    signal(SIGUSR1, note);
    sigprocmask(SIG_SETMASK, &old, NULL);
    CHECK(count == 0);
    puts("what is ignored is forgotten");
}

static void masks(void) {
    sigset_t set = set_of(SIGUSR1), old, now;
    install(SIGUSR1, note, 0);
    CHECK(sigprocmask(SIG_BLOCK, &set, &old) == 0 && sigismember(&old, SIGUSR1) == 0);
    CHECK(sigprocmask(12345, NULL, &now) == 0 && sigismember(&now, SIGUSR1) == 1);
    FAILS(sigprocmask(12345, &set, NULL), EINVAL);
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR1);
    CHECK(count == 0 && is_pending(SIGUSR1));
    CHECK(sigprocmask(SIG_UNBLOCK, &set, &now) == 0);
    CHECK(count == 1 && sigismember(&now, SIGUSR1) == 1 && !is_pending(SIGUSR1));
    set = set_of(SIGUSR2);
    CHECK(sigprocmask(SIG_SETMASK, &set, NULL) == 0 && is_blocked(SIGUSR2));
    CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0 && !is_blocked(SIGUSR2));
    sigfillset(&set);
    CHECK(sigprocmask(SIG_SETMASK, &set, NULL) == 0);
    CHECK(!is_blocked(SIGKILL) && !is_blocked(SIGSTOP) && is_blocked(SIGTERM));
    CHECK(sigprocmask(SIG_SETMASK, &old, NULL) == 0);
    puts("sigprocmask, sigpending");
}

static void suspending(void) {
    sigset_t set = set_of(SIGUSR1), old;
    sigprocmask(SIG_BLOCK, &set, &old);
    install(SIGUSR1, note, 0);
    raise(SIGUSR1);
    CHECK(count == 0);
    FAILS(sigsuspend(&old), EINTR);
    CHECK(count == 1 && is_blocked(SIGUSR1));
    sigprocmask(SIG_SETMASK, &old, NULL);
    puts("sigsuspend");
}

static void note_stack(int number) {
    stack_t now;
    note(number);
    CHECK(sigaltstack(NULL, &now) == 0 && now.ss_sp == stack);
    CHECK(((now.ss_flags & SS_ONSTACK) != 0) == (on_stack != 0));
    if (on_stack) {
        FAILS(sigaltstack(&now, NULL), EPERM);
    }
}

static void stacks(void) {
    stack_t mine = {.ss_sp = stack, .ss_size = sizeof stack}, old;
    CHECK(sigaltstack(NULL, &old) == 0 && (old.ss_flags & SS_DISABLE) != 0);
    CHECK(sigaltstack(&mine, &old) == 0);
    install(SIGUSR1, note_stack, SA_ONSTACK);
    raise(SIGUSR1);
    CHECK(count == 1 && on_stack);
    install(SIGUSR1, note_stack, 0);
    raise(SIGUSR1);
    CHECK(count == 1 && !on_stack);
    stack_t small = {.ss_sp = stack, .ss_size = 100};
    FAILS(sigaltstack(&small, NULL), ENOMEM);
    stack_t wrong = {.ss_sp = stack, .ss_size = sizeof stack, .ss_flags = 77};
    FAILS(sigaltstack(&wrong, NULL), EINVAL);
    stack_t none = {.ss_flags = SS_DISABLE};
    CHECK(sigaltstack(&none, &old) == 0 && old.ss_sp == stack);
    install(SIGUSR1, note, SA_ONSTACK);
    raise(SIGUSR1);
    CHECK(count == 1 && !on_stack);
    puts("sigaltstack");
}

int main(void) {
    sets();
    sending();
    defaults();
    actions();
    forgetting();
    masks();
    suspending();
    stacks();
    return finish();
}
