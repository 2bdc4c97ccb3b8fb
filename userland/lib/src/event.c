/* Counters of events, and waiting for any of many descriptors. */

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

int eventfd(unsigned int count, int flags) {
    return (int)__result(sys_eventfd2((int)count, flags));
}

int eventfd_read(int fd, eventfd_t *value) {
    return read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t value) {
    return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}

int epoll_create(int size) {
    if (size <= 0) {
        errno = EINVAL;
        return -1;
    }
    return epoll_create1(0);
}

int epoll_create1(int flags) { return (int)__result(sys_epoll_create1(flags)); }

int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event) {
    return (int)__result(sys_epoll_ctl(epoll, operation, fd, event));
}

int epoll_wait(int epoll, struct epoll_event *events, int most, int milliseconds) {
    return epoll_pwait(epoll, events, most, milliseconds, NULL);
}

int epoll_pwait(int epoll, struct epoll_event *events, int most, int milliseconds,
                const sigset_t *mask) {
    return (int)__result(__cancellable(SYS_epoll_pwait, epoll, (long)events, most, milliseconds,
                                       (long)mask, sizeof(long)));
}

int epoll_pwait2(int epoll, struct epoll_event *events, int most, const struct timespec *timeout,
                 const sigset_t *mask) {
    return (int)__result(__cancellable(SYS_epoll_pwait2, epoll, (long)events, most, (long)timeout,
                                       (long)mask, sizeof(long)));
}
