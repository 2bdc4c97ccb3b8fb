/* eventfd: counting, semaphores, overflow, polling, and waiting in both directions. */

#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <stdint.h>
#include <sys/eventfd.h>

#define MOST 0xfffffffffffffffeul

static int events(int fd) {
    struct pollfd entry = {fd, POLLIN | POLLOUT, 0};
    CHECK(poll(&entry, 1, 0) >= 0);
    return entry.revents;
}

static void counting(void) {
    eventfd_t value = 0;
    int fd = eventfd(3, EFD_NONBLOCK);
    CHECK(fd >= 0 && events(fd) == (POLLIN | POLLOUT));
    CHECK(eventfd_write(fd, 4) == 0 && eventfd_read(fd, &value) == 0 && value == 7);
    CHECK(events(fd) == POLLOUT);
    FAILS(eventfd_read(fd, &value), EAGAIN);
    CHECK(eventfd_write(fd, 0) == 0);
    FAILS(eventfd_read(fd, &value), EAGAIN);
    char raw[16] = {5};
    CHECK(write(fd, raw, 8) == 8 && read(fd, raw, 16) == 8 && raw[0] == 5);
    FAILS(read(fd, raw, 7), EINVAL);
    FAILS(write(fd, raw, 7), EINVAL);
    CHECK(close(fd) == 0);
    puts("counting");
}

static void flags(void) {
    FAILS(eventfd(0, 2), EINVAL);
    int fd = eventfd(0, EFD_CLOEXEC);
    CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC && (fcntl(fd, F_GETFL) & O_NONBLOCK) == 0);
    CHECK(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    eventfd_t value;
    FAILS(eventfd_read(fd, &value), EAGAIN);
    CHECK(close(fd) == 0);
    fd = eventfd(0xffffffffu, 0);
    CHECK(eventfd_read(fd, &value) == 0 && value == 0xffffffffu);
    CHECK(close(fd) == 0);
    puts("flags");
}

static void semaphore(void) {
    eventfd_t value;
    int fd = eventfd(2, EFD_SEMAPHORE | EFD_NONBLOCK);
    CHECK(eventfd_read(fd, &value) == 0 && value == 1);
    CHECK(eventfd_write(fd, 1) == 0);
    CHECK(eventfd_read(fd, &value) == 0 && value == 1);
    CHECK(eventfd_read(fd, &value) == 0 && value == 1);
    FAILS(eventfd_read(fd, &value), EAGAIN);
    CHECK(close(fd) == 0);
    puts("semaphore");
}

static void overflow(void) {
    eventfd_t value;
    int fd = eventfd(0, EFD_NONBLOCK);
    FAILS(eventfd_write(fd, ~0ul), EINVAL);
    CHECK(eventfd_write(fd, MOST) == 0 && events(fd) == POLLIN);
    FAILS(eventfd_write(fd, 1), EAGAIN);
    CHECK(eventfd_read(fd, &value) == 0 && value == MOST);
    CHECK(eventfd_write(fd, MOST - 1) == 0 && eventfd_write(fd, 1) == 0);
    CHECK(close(fd) == 0);
    puts("overflow");
}

/* A reader waits for the first number, a writer for room. */
static void waiting(void) {
    eventfd_t value;
    int there = eventfd(0, 0);
    int full = eventfd(0, 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(eventfd_read(there, &value) == 0 && value == 42);
        CHECK(eventfd_write(full, MOST) == 0);
        CHECK(eventfd_write(full, 9) == 0);
        leave(failures);
    }
    usleep(10000);
    CHECK(eventfd_write(there, 42) == 0);
    usleep(10000);
    CHECK(eventfd_read(full, &value) == 0 && value == MOST);
    CHECK(eventfd_read(full, &value) == 0 && value == 9);
    CHECK(wait_status(child) == 0);
    puts("waiting");
}

/* Who waits can be killed, and the others go on. */
static void killed(void) {
    eventfd_t value;
    int fd = eventfd(0, EFD_SEMAPHORE);
    pid_t first = split();
    if (first == 0) {
        eventfd_read(fd, &value);
        leave(1);
    }
    pid_t second = split();
    if (second == 0) {
        leave(eventfd_read(fd, &value) == 0 && value == 1 ? 0 : 1);
    }
    usleep(10000);
    CHECK(kill(first, SIGKILL) == 0 && wait_status(first) == 128 + SIGKILL);
    CHECK(eventfd_write(fd, 1) == 0 && wait_status(second) == 0);
    puts("killed");
}

int main(void) {
    counting();
    flags();
    semaphore();
    overflow();
    waiting();
    killed();
    return finish();
}
