/* Signals. Sets have one bit for each signal from 1 to 64, as the kernel's. */

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

int sigaction(int number, const struct sigaction *action, struct sigaction *old) {
    return (int)__result(sys_rt_sigaction(number, action, old, sizeof(sigset_t)));
}

sighandler_t signal(int number, sighandler_t handler) {
    struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
    struct sigaction old;
    return sigaction(number, &action, &old) < 0 ? SIG_ERR : old.sa_handler;
}

/* The signals between the standard ones and SIGRTMIN are the library's own. */
int sigprocmask(int how, const sigset_t *set, sigset_t *old) {
    sigset_t given = set == NULL ? 0 : *set & ~(3UL << (SIGRTMIN - 3));
    return (int)__result(
        sys_rt_sigprocmask(how, set == NULL ? NULL : &given, old, sizeof *set));
}

int sigpending(sigset_t *set) { return (int)__result(sys_rt_sigpending(set, sizeof *set)); }

int sigsuspend(const sigset_t *mask) {
    return (int)__result(__cancellable(SYS_rt_sigsuspend, (long)mask, sizeof *mask, 0, 0, 0, 0));
}

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout) {
    return (int)__result(__cancellable(SYS_rt_sigtimedwait, (long)set, (long)info, (long)timeout,
                                       sizeof *set, 0, 0));
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info) { return sigtimedwait(set, info, NULL); }

int sigwait(const sigset_t *set, int *number) {
    int got;
    while ((got = sigtimedwait(set, NULL, NULL)) < 0) {
        if (errno != EINTR) {
            return errno;
        }
    }
    *number = got;
    return 0;
}

int sigaltstack(const stack_t *stack, stack_t *old) {
    return (int)__result(sys_sigaltstack(stack, old));
}

int sigemptyset(sigset_t *set) {
    *set = 0;
    return 0;
}

int sigfillset(sigset_t *set) {
    *set = ~0UL;
    return 0;
}

static int valid(int number) {
    if (number < 1 || number >= NSIG) {
        errno = EINVAL;
        return 0;
    }
    return 1;
}

int sigaddset(sigset_t *set, int number) {
    if (!valid(number)) {
        return -1;
    }
    *set |= 1UL << (number - 1);
    return 0;
}

int sigdelset(sigset_t *set, int number) {
    if (!valid(number)) {
        return -1;
    }
    *set &= ~(1UL << (number - 1));
    return 0;
}

int sigismember(const sigset_t *set, int number) {
    return valid(number) ? (int)(*set >> (number - 1) & 1) : -1;
}

int kill(pid_t pid, int number) { return (int)__result(sys_kill(pid, number)); }
int killpg(pid_t group, int number) { return kill(-group, number); }
int raise(int number) { return (int)__result(sys_tgkill(getpid(), gettid(), number)); }

int sigqueue(pid_t pid, int number, union sigval value) {
    siginfo_t info = {.si_signo = number, .si_code = SI_QUEUE};
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value = value;
    return (int)__result(sys_rt_sigqueueinfo(pid, number, &info));
}

int pause(void) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    return sigsuspend(&mask);
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *mask) {
    struct timespec left = timeout != NULL ? *timeout : (struct timespec){0, 0};
    struct timespec *limit = timeout != NULL ? &left : NULL;
    return (int)__result(__cancellable(SYS_ppoll, (long)fds, (long)count, (long)limit, (long)mask,
                                       sizeof *mask, 0));
}

int poll(struct pollfd *fds, nfds_t count, int milliseconds) {
    struct timespec timeout = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    return ppoll(fds, count, milliseconds < 0 ? NULL : &timeout, NULL);
}
