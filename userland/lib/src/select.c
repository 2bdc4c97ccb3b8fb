/* Waiting for descriptors in sets. */

#include <errno.h>
#include <sys/select.h>

#include "stubs.h"
#include "thread.h"

/* How the system call takes a mask, in its one argument that is left. */
struct mask {
    const sigset_t *signals;
    size_t size;
};

static int wait_for(int count, fd_set *to_read, fd_set *to_write, fd_set *exceptional,
                    struct timespec *left, const sigset_t *signals) {
    struct mask mask = {signals, sizeof *signals};
    return (int)__result(__cancellable(SYS_pselect6, count, (long)to_read, (long)to_write,
                                       (long)exceptional, (long)left, (long)&mask));
}

int pselect(int count, fd_set *to_read, fd_set *to_write, fd_set *exceptional,
            const struct timespec *timeout, const sigset_t *mask) {
    if (timeout == NULL) {
        return wait_for(count, to_read, to_write, exceptional, NULL, mask);
    }
    struct timespec left = *timeout;
    return wait_for(count, to_read, to_write, exceptional, &left, mask);
}

int select(int count, fd_set *to_read, fd_set *to_write, fd_set *exceptional,
           struct timeval *timeout) {
    if (timeout == NULL) {
        return wait_for(count, to_read, to_write, exceptional, NULL, NULL);
    }
    if (timeout->tv_sec < 0 || timeout->tv_usec < 0) {
        errno = EINVAL;
        return -1;
    }
    time_t seconds = timeout->tv_sec + timeout->tv_usec / 1000000;
    struct timespec left = {seconds, timeout->tv_usec % 1000000 * 1000};
    int ready = wait_for(count, to_read, to_write, exceptional, &left, NULL);
    timeout->tv_sec = left.tv_sec;
    timeout->tv_usec = left.tv_nsec / 1000;
    return ready;
}
