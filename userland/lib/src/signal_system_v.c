/* The older calls of System V about one signal at a time (sigset(3), sigpause(3)). */

#include <errno.h>
#include <signal.h>

static int change(int how, int number) {
    sigset_t set;
    sigemptyset(&set);
    return sigaddset(&set, number) < 0 ? -1 : sigprocmask(how, &set, NULL);
}

int sighold(int number) { return change(SIG_BLOCK, number); }
int sigrelse(int number) { return change(SIG_UNBLOCK, number); }

int sigignore(int number) {
    struct sigaction action = {.sa_handler = SIG_IGN};
    return sigaction(number, &action, NULL);
}

/* Installs a handler and lets the signal through, or with SIG_HOLD only holds it back. */
sighandler_t sigset(int number, sighandler_t handler) {
    struct sigaction action = {.sa_handler = handler}, old;
    sigset_t set, mask;
    sigemptyset(&set);
    if (sigaddset(&set, number) < 0 ||
        sigaction(number, handler == SIG_HOLD ? NULL : &action, &old) < 0 ||
        sigprocmask(handler == SIG_HOLD ? SIG_BLOCK : SIG_UNBLOCK, &set, &mask) < 0) {
        return SIG_ERR;
    }
    return sigismember(&mask, number) ? SIG_HOLD : old.sa_handler;
}

/* Waits for any signal, with this one let through. */
int sigpause(int number) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigdelset(&mask, number) < 0 ? -1 : sigsuspend(&mask);
}

/* Whether calls that the signal's handler interrupts fail, or begin again. */
int siginterrupt(int number, int fails) {
    struct sigaction action;
    if (sigaction(number, NULL, &action) < 0) {
        return -1;
    }
    action.sa_flags = fails ? action.sa_flags & ~(unsigned long)SA_RESTART
                            : action.sa_flags | SA_RESTART;
    return sigaction(number, &action, NULL);
}
