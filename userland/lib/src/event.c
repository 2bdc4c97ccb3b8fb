/* Counters of events. */

#include <sys/eventfd.h>
#include <unistd.h>

#include "stubs.h"

int eventfd(unsigned int count, int flags) {
    return (int)__result(sys_eventfd2((int)count, flags));
}

int eventfd_read(int fd, eventfd_t *value) {
    return read(fd, value, sizeof *value) == sizeof *value ? 0 : -1;
}

int eventfd_write(int fd, eventfd_t value) {
    return write(fd, &value, sizeof value) == sizeof value ? 0 : -1;
}
