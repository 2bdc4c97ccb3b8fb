/* Sockets that keep messages whole: datagrams and sequenced packets, named and in pairs. */

#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

static int end[2];
static char block[3000000];
static struct sockaddr_un address;

static void pair(int type) { CHECK(socketpair(AF_UNIX, type, 0, end) == 0); }

static void unpair(void) { CHECK(close(end[0]) == 0 && close(end[1]) == 0); }

static struct sockaddr *named(const char *path) {
    memset(&address, 0, sizeof address);
    address.sun_family = AF_UNIX;
    strcpy(address.sun_path, path);
    return (struct sockaddr *)&address;
}

static int bound(int type, const char *path) {
    int fd = socket(AF_UNIX, type, 0);
    CHECK(bind(fd, named(path), sizeof address) == 0);
    return fd;
}

/* What both types have in common. */
static void boundaries(int type, const char *name) {
    pair(type);
    CHECK(write(end[0], "first", 5) == 5 && write(end[0], "", 0) == 0);
    CHECK(send(end[0], "second", 6, 0) == 6);
    CHECK(recv(end[1], block, 100, MSG_PEEK) == 5 && read(end[1], block, 100) == 5);
    CHECK(read(end[1], block, 100) == 0);
    CHECK(recv(end[1], block, 3, MSG_TRUNC) == 6 && memcmp(block, "sec", 3) == 0);
    FAILS(recv(end[1], block, 3, MSG_DONTWAIT), EAGAIN);
    struct iovec parts[] = {{"ab", 2}, {"cde", 3}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
    CHECK(sendmsg(end[1], &message, 0) == 5);
    struct iovec room[] = {{block, 1}, {block + 10, 2}};
    message.msg_iov = room;
    CHECK(recvmsg(end[0], &message, 0) == 3 && (message.msg_flags & MSG_TRUNC) != 0);
    CHECK(block[0] == 'a' && memcmp(block + 10, "bc", 2) == 0);
    FAILS(send(end[0], block, 3000000, 0), EMSGSIZE);
    CHECK(send(end[0], block, 100000, 0) == 100000);
    CHECK(recv(end[1], block, sizeof block, 0) == 100000);
    unpair();
    puts(name);
}

static void full(int type, const char *name) {
    pair(type | SOCK_NONBLOCK);
    int sent = 0;
    while (write(end[0], block, 1000) == 1000) {
        sent++;
    }
    CHECK(errno == EAGAIN && sent > 50);
    int received = 0;
    while (read(end[1], block, 2000) == 1000) {
        received++;
    }
    CHECK(received == sent);
    unpair();
    puts(name);
}

static void sequenced(void) {
    pair(SOCK_SEQPACKET);
    CHECK(write(end[1], "last", 4) == 4 && close(end[1]) == 0);
    FAILS(write(end[0], "x", 1), EPIPE);
    CHECK(read(end[0], block, 10) == 4 && read(end[0], block, 10) == 0 && close(end[0]) == 0);
    int server = bound(SOCK_SEQPACKET, "server");
    CHECK(listen(server, 1) == 0);
    int client = socket(AF_UNIX, SOCK_SEQPACKET, 0);
    FAILS(write(client, "x", 1), ENOTCONN);
    FAILS(read(client, block, 1), ENOTCONN);
    CHECK(connect(client, named("server"), sizeof address) == 0);
    int accepted = accept(server, NULL, NULL);
    CHECK(write(client, "one", 3) == 3 && write(client, "two", 3) == 3);
    CHECK(read(accepted, block, 100) == 3 && read(accepted, block, 100) == 3);
    CHECK(close(accepted) == 0 && close(client) == 0 && close(server) == 0);
    CHECK(unlink("server") == 0);
    puts("sequenced packets");
}

static void addressed(void) {
    int server = bound(SOCK_DGRAM, "server");
    int client = bound(SOCK_DGRAM, "client");
    int nameless = socket(AF_UNIX, SOCK_DGRAM, 0);
    FAILS(write(client, "x", 1), ENOTCONN);
    FAILS(listen(server, 1), EOPNOTSUPP);
    FAILS(accept(server, NULL, NULL), EOPNOTSUPP);
    CHECK(sendto(client, "hello", 5, 0, named("server"), sizeof address) == 5);
    CHECK(sendto(nameless, "who", 3, 0, named("server"), sizeof address) == 3);
    int count = 0;
    CHECK(ioctl(server, FIONREAD, &count) == 0 && count == 5);
    socklen_t length = sizeof address;
    CHECK(recvfrom(server, block, 10, 0, (struct sockaddr *)&address, &length) == 5);
    CHECK(strcmp(address.sun_path, "client") == 0 && length == 2 + sizeof "client");
    CHECK(sendto(server, "back", 4, 0, (struct sockaddr *)&address, length) == 4);
    CHECK(recv(client, block, 10, 0) == 4);
    length = sizeof address;
    CHECK(recvfrom(server, block, 10, 0, (struct sockaddr *)&address, &length) == 3);
    CHECK(length == 0);
    FAILS(sendto(client, "x", 1, 0, named("missing"), sizeof address), ENOENT);
    CHECK(connect(client, named("server"), sizeof address) == 0 && write(client, "on", 2) == 2);
    CHECK(connect(server, named("client"), sizeof address) == 0);
    FAILS(sendto(nameless, "x", 1, 0, named("server"), sizeof address), EPERM);
    CHECK(close(server) == 0);
    FAILS(write(client, "x", 1), ECONNREFUSED);
    FAILS(write(client, "x", 1), ENOTCONN);
    CHECK(close(client) == 0 && close(nameless) == 0);
    CHECK(unlink("server") == 0 && unlink("client") == 0);
    puts("addressed");
}

/* Senders wait while the queue of the receiver is full, and go on when it is not. */
static void waiting(void) {
    enum { SENDERS = 3, EACH = 20 };
    int server = bound(SOCK_DGRAM, "server");
    pid_t senders[SENDERS];
    for (int each = 0; each < SENDERS; each++) {
        senders[each] = split();
        if (senders[each] == 0) {
            int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
            CHECK(connect(fd, named("server"), sizeof address) == 0);
            for (int number = 0; number < EACH; number++) {
                char message[2] = {(char)each, (char)number};
                CHECK(write(fd, message, 2) == 2);
            }
            leave(failures);
        }
    }
    usleep(10000);
    int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(connect(fd, named("server"), sizeof address) == 0);
    FAILS(send(fd, "x", 1, MSG_DONTWAIT), EAGAIN);
    struct pollfd entry = {fd, POLLOUT, 0};
    CHECK(poll(&entry, 1, 0) == 0);
    char next[SENDERS] = {0};
    for (int count = 0; count < SENDERS * EACH; count++) {
        CHECK(read(server, block, 10) == 2 && block[1] == next[(int)block[0]]++);
    }
    for (int each = 0; each < SENDERS; each++) {
        CHECK(wait_status(senders[each]) == 0);
    }
    CHECK(poll(&entry, 1, 0) == 1 && close(fd) == 0 && close(server) == 0);
    CHECK(unlink("server") == 0);
    puts("waiting");
}

/* A receiver that is killed refuses those who wait for it. */
static void killed(void) {
    int ready[2];
    CHECK(pipe(ready) == 0);
    pid_t server = split();
    if (server == 0) {
        bound(SOCK_DGRAM, "server");
        CHECK(write(ready[1], "x", 1) == 1);
        for (;;) {
            pause();
        }
    }
    CHECK(read(ready[0], block, 1) == 1);
    pid_t sender = split();
    if (sender == 0) {
        int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
        CHECK(connect(fd, named("server"), sizeof address) == 0);
        while (write(fd, "x", 1) == 1) {
        }
        leave(errno == ECONNREFUSED ? failures : 1);
    }
    usleep(20000);
    CHECK(kill(server, SIGKILL) == 0 && wait_status(server) == 128 + SIGKILL);
    CHECK(wait_status(sender) == 0 && unlink("server") == 0);
    close(ready[0]);
    close(ready[1]);
    puts("killed");
}

static void shut(void) {
    pair(SOCK_DGRAM);
    CHECK(shutdown(end[1], SHUT_RD) == 0);
    FAILS(write(end[0], "x", 1), EPIPE);
    CHECK(read(end[1], block, 1) == 0);
    CHECK(shutdown(end[0], SHUT_WR) == 0 && write(end[1], "y", 1) == 1);
    CHECK(read(end[0], block, 1) == 1 && close(end[1]) == 0);
    unsigned short none = AF_UNSPEC;
    CHECK(connect(end[0], (struct sockaddr *)&none, sizeof none) == 0 && close(end[0]) == 0);
    puts("shut");
}

int main(void) {
    CHECK(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
    scratch();
    boundaries(SOCK_DGRAM, "datagrams are whole");
    boundaries(SOCK_SEQPACKET, "packets are whole");
    full(SOCK_DGRAM, "datagrams fill up");
    full(SOCK_SEQPACKET, "packets fill up");
    sequenced();
    addressed();
    waiting();
    killed();
    shut();
    return finish();
}
