/* ppoll and pselect6 themselves, without the library around them: they store the time left. */

#include "check.h"

#include <poll.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <time.h>

static const long MILLISECOND = 1000000;

static int ends[2];

static bool between(const struct timespec *left, long least, long most) {
    long sum = left->tv_sec * 1000 * MILLISECOND + left->tv_nsec;
    return left->tv_nsec >= 0 && sum >= least * MILLISECOND && sum <= most * MILLISECOND;
}

static long poll_for(short events, struct timespec *limit) {
    struct pollfd fd = {events == POLLIN ? ends[0] : ends[1], events, 0};
    return syscall(SYS_ppoll, &fd, 1, limit, NULL, 8);
}

static long select_for(bool reads, struct timespec *limit) {
    fd_set set;
    FD_ZERO(&set);
    FD_SET(ends[reads ? 0 : 1], &set);
    int count = (ends[0] > ends[1] ? ends[0] : ends[1]) + 1;
    fd_set *to_read = reads ? &set : NULL, *to_write = reads ? NULL : &set;
    return syscall(SYS_pselect6, count, to_read, to_write, NULL, limit, NULL);
}

static void nothing_happens(void) {
    struct timespec limit = {0, 20 * MILLISECOND};
    CHECK(poll_for(POLLIN, &limit) == 0 && between(&limit, 0, 0));
    limit = (struct timespec){0, 20 * MILLISECOND};
    CHECK(select_for(true, &limit) == 0 && between(&limit, 0, 0));
    limit = (struct timespec){0, 0};
    CHECK(poll_for(POLLIN, &limit) == 0 && between(&limit, 0, 0));
    CHECK(select_for(true, &limit) == 0 && between(&limit, 0, 0));
    puts("no time left");
}

static void ready_at_once(void) {
    struct timespec limit = {1000, 0};
    CHECK(poll_for(POLLOUT, &limit) == 1 && between(&limit, 990000, 1000000));
    limit = (struct timespec){1000, 0};
    CHECK(select_for(false, &limit) == 1 && between(&limit, 990000, 1000000));
    puts("nearly all time left");
}

static void ready_later(void) {
    pid_t child = split();
    if (child == 0) {
        usleep(100000);
        CHECK(write(ends[1], "x", 1) == 1);
        leave(failures);
    }
    struct timespec limit = {1000, 0};
    CHECK(poll_for(POLLIN, &limit) == 1 && between(&limit, 900000, 999950));
    CHECK(wait_status(child) == 0);
    puts("some time left");
}

static void bad_times(void) {
    FAILS(poll_for(POLLIN, &(struct timespec){0, 1000000000}), EINVAL);
    FAILS(poll_for(POLLIN, &(struct timespec){-1, 0}), EINVAL);
    FAILS(select_for(true, &(struct timespec){0, -1}), EINVAL);
    puts("bad times");
}

int main(void) {
    CHECK(pipe(ends) == 0);
    nothing_happens();
    ready_at_once();
    bad_times();
    ready_later();
    return finish();
}
