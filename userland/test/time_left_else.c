/*
 * What ppoll and pselect6 store of the time left when a signal or an error ends them, and where
 * nothing can be stored.
 *
 * qemu-user: no, it stores the time left only after success, and fails if it cannot.
 */

#include "check.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>

static void on_alarm(int number) { (void)number; }

static void alarm_soon(void) {
    CHECK(setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 100000}}, NULL) == 0);
}

static bool is_partly_over(const struct timespec *left) {
    return left->tv_sec >= 900 && left->tv_sec <= 999 && left->tv_nsec < 999950000;
}

static void signals(int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm;
    action.sa_flags = flags;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    struct timespec limit = {1000, 0};
    alarm_soon();
    FAILS(syscall(SYS_ppoll, NULL, 0, &limit, NULL, 8), EINTR);
    CHECK(is_partly_over(&limit));
    limit = (struct timespec){1000, 0};
    alarm_soon();
    FAILS(syscall(SYS_pselect6, 0, NULL, NULL, NULL, &limit, NULL), EINTR);
    CHECK(is_partly_over(&limit));
    puts("a signal");
}

static void errors(void) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(60, &set);
    struct timespec limit = {1000, 0};
    FAILS(syscall(SYS_pselect6, 61, &set, NULL, NULL, &limit, NULL), EBADF);
    CHECK(limit.tv_sec <= 1000 && limit.tv_sec >= 990);
    limit = (struct timespec){1000, 0};
    FAILS(syscall(SYS_pselect6, -1, NULL, NULL, NULL, &limit, NULL), EINVAL);
    FAILS(syscall(SYS_ppoll, (void *)8, 1, &limit, NULL, 8), EFAULT);
    puts("errors");
}

static void read_only(void) {
    struct timespec *limit =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *limit = (struct timespec){0, 5000000};
    CHECK(mprotect(limit, 4096, PROT_READ) == 0);
    CHECK(syscall(SYS_ppoll, NULL, 0, limit, NULL, 8) == 0);
    CHECK(syscall(SYS_pselect6, 0, NULL, NULL, NULL, limit, NULL) == 0);
    CHECK(limit->tv_nsec == 5000000);
    puts("a time that cannot be changed");
}

int main(void) {
    signals(0);
    signals(SA_RESTART);
    errors();
    read_only();
    return finish();
}
