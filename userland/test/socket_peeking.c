/*
 * SO_PEEK_OFF: MSG_PEEK goes on where the last one ended, in streams and in messages; and the names
 * and marks of sockets as options.
 *
 * qemu-user: no, it does not know these options.
 */

#include "check.h"

#include <sys/socket.h>
#include <sys/un.h>

#ifndef SO_PEEK_OFF
#define SO_PEEK_OFF 42
#endif

static int end[2];
static char data[100];

static int offset(void) {
    int value = -12345;
    socklen_t length = sizeof value;
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_PEEK_OFF, &value, &length) == 0);
    return value;
}

static void set_offset(int value) {
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_PEEK_OFF, &value, sizeof value) == 0);
}

static bool peeks(size_t room, const char *expected) {
    ssize_t count = recv(end[0], data, room, MSG_PEEK | MSG_DONTWAIT);
    return count == (ssize_t)strlen(expected) && memcmp(data, expected, count) == 0;
}

static bool reads(size_t room, const char *expected) {
    ssize_t count = recv(end[0], data, room, MSG_DONTWAIT);
    return count == (ssize_t)strlen(expected) && memcmp(data, expected, count) == 0;
}

/* The example of unix(7), and more. */
static void stream(void) {
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, end) == 0);
    CHECK(offset() == -1);
    set_offset(4);
    CHECK(write(end[1], "aabbccddeeff", 12) == 12);
    CHECK(peeks(2, "cc") && offset() == 6);
    CHECK(peeks(2, "dd") && offset() == 8);
    CHECK(reads(2, "aa") && offset() == 6);
    CHECK(peeks(2, "ee") && offset() == 8);
    CHECK(write(end[1], "gghh", 4) == 4);
    CHECK(peeks(8, "ffgghh"));
    FAILS(recv(end[0], data, 8, MSG_PEEK | MSG_DONTWAIT), EAGAIN);
    set_offset(-1);
    CHECK(peeks(4, "bbcc") && peeks(4, "bbcc") && offset() == -1);
    set_offset(1);
    CHECK(reads(6, "bbccdd") && offset() == 0);
    pid_t child = split();
    if (child == 0) {
        usleep(20000);
        CHECK(write(end[1], "late", 4) == 4);
        leave(failures);
    }
    set_offset(8);
    CHECK(recv(end[0], data, 10, MSG_PEEK) == 4 && memcmp(data, "late", 4) == 0);
    CHECK(wait_status(child) == 0);
    close(end[0]);
    close(end[1]);
    puts("streams");
}

static void messages(int type) {
    CHECK(socketpair(AF_UNIX, type, 0, end) == 0);
    set_offset(0);
    CHECK(send(end[1], "first", 5, 0) == 5 && send(end[1], "second", 6, 0) == 6);
    CHECK(peeks(3, "fir") && offset() == 3);
    CHECK(peeks(10, "st") && offset() == 5);
    CHECK(peeks(10, "second") && offset() == 11);
    FAILS(recv(end[0], data, 10, MSG_PEEK | MSG_DONTWAIT), EAGAIN);
    CHECK(reads(2, "fi") && offset() == 6);
    CHECK(reads(10, "second") && offset() == 0);
    set_offset(2);
    CHECK(send(end[1], "third", 5, 0) == 5);
    CHECK(recv(end[0], data, 2, MSG_PEEK | MSG_TRUNC) == 3 && memcmp(data, "ir", 2) == 0);
    CHECK(offset() == 4);
    set_offset(0);
    CHECK(reads(10, "third"));
    CHECK(send(end[1], "", 0, 0) == 0 && send(end[1], "x", 1, 0) == 1);
    CHECK(peeks(10, "") && peeks(10, "x") && offset() == 1);
    close(end[0]);
    close(end[1]);
    puts(type == SOCK_DGRAM ? "datagrams" : "sequenced packets");
}

static void names(void) {
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, end) == 0);
    struct sockaddr_un name = {AF_UNIX, "\0name-of-the-peer"};
    socklen_t length = sizeof(sa_family_t) + 17;
    CHECK(bind(end[1], (struct sockaddr *)&name, length) == 0);
    struct sockaddr_un peer;
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_PEERNAME, &peer, &length) == 0);
    CHECK(length == sizeof(sa_family_t) + 17 && memcmp(&peer, &name, length) == 0);
    length = sizeof peer;
    FAILS(getsockopt(end[0], SOL_SOCKET, SO_PEERNAME, &peer, &length), EINVAL);
    int mark = 77;
    length = sizeof mark;
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_MARK, &mark, length) == 0);
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_MARK, &mark, &length) == 0 && mark == 77);
    puts("names and marks");
}

int main(void) {
    stream();
    messages(SOCK_DGRAM);
    messages(SOCK_SEQPACKET);
    names();
    return finish();
}
