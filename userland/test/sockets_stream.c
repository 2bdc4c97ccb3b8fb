/* Stream sockets in pairs: order, bulk, the end, peeking, waiting for all, and killed peers. */

#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>

enum { BULK = 600000 };

static int end[2];
static char block[8192];

static void pair(int type) { CHECK(socketpair(AF_UNIX, type, 0, end) == 0); }

static void unpair(void) { CHECK(close(end[0]) == 0 && close(end[1]) == 0); }

static int events(int fd) {
    struct pollfd entry = {fd, POLLIN | POLLOUT | 0x2000, 0};
    CHECK(poll(&entry, 1, 0) >= 0);
    return entry.revents;
}

static void arguments(void) {
    FAILS(socketpair(77, SOCK_STREAM, 0, end), EAFNOSUPPORT);
    FAILS(socket(AF_UNIX, SOCK_STREAM, 6), EPROTONOSUPPORT);
    FAILS(socket(AF_UNIX, 4, 0), ESOCKTNOSUPPORT);
    FAILS(send(0, block, 1, 0), ENOTSOCK);
    FAILS(send(99, block, 1, 0), EBADF);
    pair(SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
    CHECK(fcntl(end[0], F_GETFD) == FD_CLOEXEC);
    CHECK((fcntl(end[1], F_GETFL) & (O_NONBLOCK | O_ACCMODE)) == (O_NONBLOCK | O_RDWR));
    struct stat status;
    CHECK(fstat(end[0], &status) == 0 && (status.st_mode & S_IFMT) == 0140000);
    CHECK(status.st_size == 0);
    FAILS(lseek(end[0], 0, SEEK_SET), ESPIPE);
    FAILS(read(end[0], block, 1), EAGAIN);
    unpair();
    puts("arguments");
}

static void both_ways(void) {
    pair(SOCK_STREAM);
    CHECK(events(end[0]) == POLLOUT);
    CHECK(write(end[0], "hello", 5) == 5 && send(end[1], "world", 5, 0) == 5);
    struct iovec parts[] = {{block, 2}, {block + 100, 50}};
    CHECK(readv(end[1], parts, 2) == 5 && memcmp(block, "he", 2) == 0);
    CHECK(memcmp(block + 100, "llo", 3) == 0);
    int count = 0;
    CHECK(ioctl(end[0], FIONREAD, &count) == 0 && count == 5);
    CHECK(recv(end[0], block, 3, MSG_PEEK) == 3 && memcmp(block, "wor", 3) == 0);
    CHECK(write(end[1], "!", 1) == 1);
    CHECK(recv(end[0], block, 100, MSG_PEEK) == 6 && memcmp(block, "world!", 6) == 0);
    CHECK(read(end[0], block, 2) == 2 && read(end[0], block, 100) == 4);
    CHECK(memcmp(block, "rld!", 4) == 0);
    FAILS(recv(end[0], block, 1, MSG_DONTWAIT), EAGAIN);
    CHECK(send(end[0], block, 0, 0) == 0 && read(end[1], block, 0) == 0);
    FAILS(recv(end[1], block, 1, MSG_DONTWAIT), EAGAIN);
    unpair();
    puts("both ways");
}

/* More than any buffer holds, written in odd pieces, must arrive in order. */
static void bulk(void) {
    pair(SOCK_STREAM);
    pid_t child = split();
    if (child == 0) {
        unsigned int next = 0;
        close(end[0]);
        for (int sent = 0; sent < BULK;) {
            int size = 1 + sent % 7919;
            size = size > BULK - sent ? BULK - sent : size;
            for (int at = 0; at < size; at++) {
                block[at] = (char)(next++ % 251);
            }
            CHECK(write(end[1], block, (size_t)size) == size);
            sent += size;
        }
        leave(failures);
    }
    close(end[1]);
    int received = 0;
    bool in_order = true;
    for (ssize_t count = 1; count > 0; received += (int)count) {
        count = read(end[0], block, 5000);
        for (ssize_t at = 0; at < count; at++) {
            in_order = in_order && block[at] == (char)((unsigned int)(received + at) % 251);
        }
    }
    CHECK(in_order && received == BULK && wait_status(child) == 0);
    close(end[0]);
    puts("bulk");
}

static void full(void) {
    pair(SOCK_STREAM | SOCK_NONBLOCK);
    long sent = 0;
    for (ssize_t count = 1; count > 0; sent += count > 0 ? count : 0) {
        count = write(end[0], block, sizeof block);
    }
    CHECK(errno == EAGAIN && sent > 100000 && events(end[0]) == 0);
    long received = 0;
    for (ssize_t count = 1; count > 0; received += count > 0 ? count : 0) {
        count = read(end[1], block, sizeof block);
    }
    CHECK(received == sent && events(end[0]) == POLLOUT);
    unpair();
    puts("full");
}

static void whole(void) {
    pair(SOCK_STREAM);
    pid_t child = split();
    if (child == 0) {
        CHECK(recv(end[1], block, 6, MSG_WAITALL) == 6 && memcmp(block, "abcdef", 6) == 0);
        CHECK(recv(end[1], block, 100, MSG_WAITALL) == 2 && memcmp(block, "gh", 2) == 0);
        leave(failures);
    }
    CHECK(write(end[0], "ab", 2) == 2);
    usleep(10000);
    CHECK(write(end[0], "cd", 2) == 2);
    usleep(10000);
    CHECK(write(end[0], "efgh", 4) == 4);
    CHECK(shutdown(end[0], SHUT_WR) == 0);
    CHECK(wait_status(child) == 0);
    unpair();
    puts("waits for all");
}

static void shut(void) {
    pair(SOCK_STREAM);
    CHECK(write(end[0], "x", 1) == 1 && shutdown(end[0], SHUT_WR) == 0);
    CHECK(events(end[1]) == (POLLIN | POLLOUT | 0x2000));
    CHECK(read(end[1], block, 10) == 1 && read(end[1], block, 10) == 0);
    FAILS(send(end[0], "y", 1, MSG_NOSIGNAL), EPIPE);
    CHECK(write(end[1], "z", 1) == 1 && read(end[0], block, 10) == 1);
    CHECK(shutdown(end[0], SHUT_RD) == 0);
    CHECK(events(end[0]) == (POLLIN | POLLOUT | POLLHUP | 0x2000));
    FAILS(send(end[1], "y", 1, MSG_NOSIGNAL), EPIPE);
    FAILS(shutdown(end[0], 3), EINVAL);
    unpair();
    puts("shut");
}

static volatile int broken;

static void on_pipe(int number) {
    (void)number;
    broken++;
}

static void closed(void) {
    CHECK(signal(SIGPIPE, on_pipe) != SIG_ERR);
    pair(SOCK_STREAM);
    CHECK(write(end[1], "left", 4) == 4 && close(end[1]) == 0);
    CHECK(events(end[0]) == (POLLIN | POLLOUT | POLLHUP | 0x2000));
    FAILS(write(end[0], "y", 1), EPIPE);
    CHECK(broken == 1);
    FAILS(send(end[0], "y", 1, MSG_NOSIGNAL), EPIPE);
    CHECK(broken == 1);
    CHECK(read(end[0], block, 10) == 4 && read(end[0], block, 10) == 0);
    CHECK(close(end[0]) == 0);
    pair(SOCK_STREAM);
    CHECK(write(end[0], "unread", 6) == 6 && write(end[1], "left", 4) == 4);
    CHECK(close(end[1]) == 0);
    CHECK((events(end[0]) & POLLERR) != 0);
    CHECK(read(end[0], block, 10) == 4);
    FAILS(read(end[0], block, 10), ECONNRESET);
    CHECK(read(end[0], block, 10) == 0 && close(end[0]) == 0);
    puts("closed");
}

static void timed(void) {
    pair(SOCK_STREAM);
    struct timeval limit = {0, 20000};
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit) == 0);
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) == 0);
    FAILS(read(end[0], block, 1), EAGAIN);
    ssize_t last = 1;
    while (last > 0) {
        last = write(end[0], block, sizeof block);
    }
    CHECK(errno == EAGAIN);
    limit.tv_sec = 9;
    socklen_t length = sizeof limit;
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_RCVTIMEO, &limit, &length) == 0);
    CHECK(length == sizeof limit && limit.tv_sec == 0 && limit.tv_usec == 20000);
    unpair();
    puts("timed");
}

static int option(int fd, int name) {
    int value = -1;
    socklen_t length = sizeof value;
    CHECK(getsockopt(fd, SOL_SOCKET, name, &value, &length) == 0 && length == sizeof value);
    return value;
}

static void options(void) {
    pair(SOCK_STREAM);
    CHECK(option(end[0], SO_TYPE) == SOCK_STREAM && option(end[0], SO_DOMAIN) == AF_UNIX);
    CHECK(option(end[0], SO_PROTOCOL) == 0 && option(end[0], SO_ERROR) == 0);
    CHECK(option(end[0], SO_ACCEPTCONN) == 0 && option(end[0], SO_PASSCRED) == 0);
    int wanted = 20000;
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_SNDBUF, &wanted, sizeof wanted) == 0);
    CHECK(option(end[0], SO_SNDBUF) == 40000);
    FAILS(setsockopt(end[0], SOL_SOCKET, SO_SNDBUF, &wanted, 2), EINVAL);
    FAILS(setsockopt(end[0], SOL_SOCKET, 9999, &wanted, sizeof wanted), ENOPROTOOPT);
    struct ucred peer;
    socklen_t length = sizeof peer;
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
    CHECK(length == sizeof peer && peer.pid == getpid() && peer.uid == geteuid());
    unpair();
    puts("options");
}

/* A reader that is killed resets the writer, a writer that is leaves the reader with the end. */
static void killed(void) {
    pair(SOCK_STREAM);
    pid_t child = split();
    if (child == 0) {
        close(end[0]);
        for (;;) {
            pause();
        }
    }
    close(end[1]);
    pid_t writer = split();
    if (writer == 0) {
        signal(SIGPIPE, SIG_IGN);
        ssize_t last = 1;
        while (last > 0) {
            last = write(end[0], block, sizeof block);
        }
        leave(errno == ECONNRESET ? 0 : 1);
    }
    usleep(20000);
    CHECK(kill(child, SIGKILL) == 0 && wait_status(child) == 128 + SIGKILL);
    CHECK(wait_status(writer) == 0 && close(end[0]) == 0);
    pair(SOCK_STREAM);
    writer = split();
    if (writer == 0) {
        close(end[1]);
        ssize_t last = 1;
        while (last > 0) {
            last = write(end[0], block, sizeof block);
        }
        leave(1);
    }
    close(end[0]);
    usleep(20000);
    CHECK(kill(writer, SIGKILL) == 0 && wait_status(writer) == 128 + SIGKILL);
    ssize_t last = 1;
    while (last > 0) {
        last = read(end[1], block, sizeof block);
    }
    CHECK(last == 0 && close(end[1]) == 0);
    puts("killed");
}

int main(void) {
    arguments();
    both_ways();
    bulk();
    full();
    whole();
    shut();
    closed();
    timed();
    options();
    killed();
    return finish();
}
