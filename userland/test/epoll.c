/* epoll: levels, edges, single shots, exclusive wakes, closing, nesting, and its errors. */

#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>

static struct epoll_event told[8];
static int ends[2];

static int watch(int epoll, int operation, int fd, unsigned int events) {
    struct epoll_event event = {.events = events, .data.u64 = 0xfeedf00d00000000ul + (unsigned)fd};
    return epoll_ctl(epoll, operation, fd, &event);
}

static int now(int epoll) { return epoll_wait(epoll, told, 8, 0); }

static void read_byte(int fd) {
    char byte;
    CHECK(read(fd, &byte, 1) == 1);
}

static void arguments(void) {
    FAILS(epoll_create1(1), EINVAL);
    FAILS(epoll_create(0), EINVAL);
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    CHECK(epoll >= 0 && fcntl(epoll, F_GETFD) == FD_CLOEXEC);
    CHECK(pipe(ends) == 0);
    FAILS(watch(epoll, EPOLL_CTL_ADD, 99, EPOLLIN), EBADF);
    FAILS(watch(99, EPOLL_CTL_ADD, ends[0], EPOLLIN), EBADF);
    FAILS(watch(ends[0], EPOLL_CTL_ADD, ends[1], EPOLLIN), EINVAL);
    FAILS(watch(epoll, EPOLL_CTL_ADD, epoll, EPOLLIN), EINVAL);
    FAILS(watch(epoll, 9, ends[0], EPOLLIN), EINVAL);
    FAILS(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN), ENOENT);
    FAILS(watch(epoll, EPOLL_CTL_DEL, ends[0], EPOLLIN), ENOENT);
    CHECK(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN) == 0);
    FAILS(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN), EEXIST);
    int folder = open("/tmp", O_RDONLY);
    FAILS(watch(epoll, EPOLL_CTL_ADD, folder, EPOLLIN), EPERM);
    FAILS(epoll_wait(epoll, told, 0, 0), EINVAL);
    FAILS(epoll_wait(ends[0], told, 1, 0), EINVAL);
    FAILS(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLEXCLUSIVE), EINVAL);
    FAILS(watch(epoll, EPOLL_CTL_ADD, ends[1], EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT), EINVAL);
    CHECK(now(epoll) == 0 && epoll_wait(epoll, told, 8, 10) == 0);
    struct timespec brief = {0, 1000000};
    /* QEMU's user mode may not have this call. */
    CHECK(epoll_pwait2(epoll, told, 8, &brief, NULL) == 0 || errno == ENOSYS);
    CHECK(close(folder) == 0 && close(epoll) == 0);
    puts("arguments");
}

static void levels(void) {
    int epoll = epoll_create1(0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN) == 0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, ends[1], EPOLLOUT) == 0);
    CHECK(now(epoll) == 1 && told[0].events == EPOLLOUT);
    CHECK(told[0].data.u64 == 0xfeedf00d00000000ul + (unsigned)ends[1]);
    CHECK(write(ends[1], "ab", 2) == 2);
    CHECK(now(epoll) == 2 && now(epoll) == 2);
    read_byte(ends[0]);
    CHECK(now(epoll) == 2);
    read_byte(ends[0]);
    CHECK(now(epoll) == 1);
    CHECK(watch(epoll, EPOLL_CTL_MOD, ends[1], 0) == 0 && now(epoll) == 0);
    CHECK(watch(epoll, EPOLL_CTL_MOD, ends[1], EPOLLOUT) == 0 && now(epoll) == 1);
    CHECK(watch(epoll, EPOLL_CTL_DEL, ends[1], 0) == 0 && now(epoll) == 0);
    CHECK(close(epoll) == 0);
    puts("levels");
}

static void turns(void) {
    int epoll = epoll_create1(0);
    int fds[4];
    for (int each = 0; each < 4; each++) {
        fds[each] = eventfd(1, 0);
        CHECK(watch(epoll, EPOLL_CTL_ADD, fds[each], EPOLLIN) == 0);
    }
    int seen[4] = {0};
    for (int round = 0; round < 4; round++) {
        CHECK(epoll_wait(epoll, told, 2, -1) == 2);
        for (int each = 0; each < 4; each++) {
            seen[each] += told[0].data.fd == fds[each] || told[1].data.fd == fds[each];
        }
    }
    for (int each = 0; each < 4; each++) {
        CHECK(seen[each] == 2 && close(fds[each]) == 0);
    }
    CHECK(now(epoll) == 0 && close(epoll) == 0);
    puts("turns");
}

static void edges(void) {
    int epoll = epoll_create1(0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN | EPOLLET) == 0);
    CHECK(write(ends[1], "ab", 2) == 2);
    CHECK(now(epoll) == 1 && now(epoll) == 0);
    read_byte(ends[0]);
    CHECK(now(epoll) == 0);
    CHECK(write(ends[1], "c", 1) == 1 && now(epoll) == 1 && now(epoll) == 0);
    CHECK(watch(epoll, EPOLL_CTL_MOD, ends[0], EPOLLIN | EPOLLET) == 0);
    CHECK(now(epoll) == 1 && now(epoll) == 0);
    read_byte(ends[0]);
    read_byte(ends[0]);
    CHECK(write(ends[1], "d", 1) == 1);
    read_byte(ends[0]);
    CHECK(now(epoll) == 0 && close(epoll) == 0);
    puts("edges");
}

static void edges_of_sockets(void) {
    int pair[2];
    int epoll = epoll_create1(0);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, pair[0], EPOLLIN | EPOLLRDHUP | EPOLLET) == 0);
    CHECK(now(epoll) == 0 && write(pair[1], "a", 1) == 1);
    CHECK(now(epoll) == 1 && told[0].events == EPOLLIN && now(epoll) == 0);
    CHECK(write(pair[0], "b", 1) == 1);
    read_byte(pair[1]);
    CHECK(now(epoll) == 0);
    CHECK(shutdown(pair[1], SHUT_WR) == 0);
    CHECK(now(epoll) == 1 && told[0].events == (EPOLLIN | EPOLLRDHUP));
    CHECK(close(pair[1]) == 0);
    CHECK(now(epoll) == 1 && told[0].events == (EPOLLIN | EPOLLRDHUP | EPOLLHUP));
    CHECK(now(epoll) == 0 && close(pair[0]) == 0 && close(epoll) == 0);
    puts("edges of sockets");
}

static void single_shots(void) {
    int epoll = epoll_create1(0);
    int fd = eventfd(1, 0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLONESHOT) == 0);
    CHECK(now(epoll) == 1 && now(epoll) == 0);
    CHECK(eventfd_write(fd, 1) == 0 && now(epoll) == 0);
    CHECK(watch(epoll, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLONESHOT) == 0);
    CHECK(now(epoll) == 1 && now(epoll) == 0);
    CHECK(close(fd) == 0 && close(epoll) == 0);
    puts("single shots");
}

/* An entry belongs to the open file, and goes when the last descriptor of that does. */
static void closing(void) {
    int epoll = epoll_create1(0);
    int fd = eventfd(1, 0);
    int copy = dup(fd);
    CHECK(watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN) == 0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, copy, EPOLLIN) == 0 && now(epoll) == 2);
    CHECK(watch(epoll, EPOLL_CTL_DEL, copy, 0) == 0 && close(fd) == 0);
    CHECK(now(epoll) == 1 && told[0].data.fd == fd);
    FAILS(watch(epoll, EPOLL_CTL_DEL, fd, 0), EBADF);
    CHECK(close(copy) == 0 && now(epoll) == 0);
    int pair[2];
    CHECK(pipe(pair) == 0 && watch(epoll, EPOLL_CTL_ADD, pair[0], EPOLLIN) == 0);
    CHECK(close(pair[1]) == 0 && now(epoll) == 1 && told[0].events == EPOLLHUP);
    CHECK(close(pair[0]) == 0 && now(epoll) == 0 && close(epoll) == 0);
    puts("closing");
}

static void nested(void) {
    int inner = epoll_create1(0);
    int outer = epoll_create1(0);
    int fd = eventfd(0, 0);
    CHECK(watch(inner, EPOLL_CTL_ADD, fd, EPOLLIN) == 0);
    CHECK(watch(outer, EPOLL_CTL_ADD, inner, EPOLLIN) == 0);
    FAILS(watch(inner, EPOLL_CTL_ADD, outer, EPOLLIN), ELOOP);
    struct pollfd entry = {outer, POLLIN, 0};
    CHECK(now(outer) == 0 && poll(&entry, 1, 0) == 0);
    CHECK(eventfd_write(fd, 1) == 0);
    CHECK(poll(&entry, 1, 0) == 1 && now(outer) == 1 && now(inner) == 1);
    eventfd_t value;
    CHECK(eventfd_read(fd, &value) == 0 && poll(&entry, 1, 0) == 0 && now(outer) == 0);
    CHECK(close(inner) == 0 && close(outer) == 0 && close(fd) == 0);
    int chain[8];
    for (int each = 0; each < 8; each++) {
        chain[each] = epoll_create1(0);
    }
    int length = 1;
    while (length < 8 && watch(chain[length], EPOLL_CTL_ADD, chain[length - 1], EPOLLIN) == 0) {
        length++;
    }
    CHECK(errno == ELOOP && (length == 5 || length == 6));
    for (int each = 0; each < 8; each++) {
        CHECK(close(chain[each]) == 0);
    }
    puts("nested");
}

static void waiting(void) {
    int epoll = epoll_create1(0);
    CHECK(watch(epoll, EPOLL_CTL_ADD, ends[0], EPOLLIN) == 0);
    pid_t child = split();
    if (child == 0) {
        usleep(20000);
        CHECK(write(ends[1], "x", 1) == 1);
        leave(failures);
    }
    CHECK(epoll_wait(epoll, told, 8, -1) == 1 && told[0].data.fd == ends[0]);
    read_byte(ends[0]);
    CHECK(wait_status(child) == 0);
    child = split();
    if (child == 0) {
        epoll_wait(epoll, told, 8, -1);
        leave(1);
    }
    usleep(10000);
    CHECK(kill(child, SIGKILL) == 0 && wait_status(child) == 128 + SIGKILL);
    CHECK(write(ends[1], "x", 1) == 1 && now(epoll) == 1);
    read_byte(ends[0]);
    CHECK(close(epoll) == 0);
    puts("waiting");
}

/* Of two that wait for one file exclusively, one is woken. */
static void exclusive(void) {
    enum { WAITERS = 2 };
    int fd = eventfd(0, EFD_NONBLOCK);
    pid_t children[WAITERS];
    for (int each = 0; each < WAITERS; each++) {
        children[each] = split();
        if (children[each] == 0) {
            int epoll = epoll_create1(0);
            eventfd_t value;
            CHECK(watch(epoll, EPOLL_CTL_ADD, fd, EPOLLIN | EPOLLEXCLUSIVE) == 0);
            CHECK(epoll_wait(epoll, told, 8, -1) == 1);
            CHECK(eventfd_read(fd, &value) == 0 && value == 1);
            leave(failures);
        }
    }
    for (int each = 0; each < WAITERS; each++) {
        usleep(30000);
        CHECK(eventfd_write(fd, 1) == 0);
    }
    for (int each = 0; each < WAITERS; each++) {
        CHECK(wait_status(children[each]) == 0);
    }
    CHECK(close(fd) == 0);
    puts("exclusive");
}

static void on_alarm(int number) { (void)number; }

static void interrupted(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm;
    action.sa_flags = SA_RESTART;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    int epoll = epoll_create1(0);
    sigset_t blocked, none;
    sigemptyset(&none);
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    CHECK(sigprocmask(SIG_BLOCK, &blocked, NULL) == 0 && kill(getpid(), SIGUSR1) == 0);
    CHECK(epoll_wait(epoll, told, 8, 5) == 0);
    FAILS(epoll_pwait(epoll, told, 8, -1, &none), EINTR);
    CHECK(sigprocmask(SIG_UNBLOCK, &blocked, NULL) == 0 && close(epoll) == 0);
    puts("interrupted");
}

int main(void) {
    arguments();
    levels();
    turns();
    edges();
    edges_of_sockets();
    single_shots();
    closing();
    nested();
    waiting();
    exclusive();
    interrupted();
    return finish();
}
