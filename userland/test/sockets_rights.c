/*
 * What goes beside bytes: open files and credentials; and what nobody can receive any more.
 * qemu-user: no (it hands on more files than there is room for; the same source passes on Linux)
 */

#include "check.h"

#include <fcntl.h>
#include <sys/socket.h>

enum { MOST = 8 };

static union {
    char bytes[256];
    struct cmsghdr align;
} control;

static char block[64];
static int got[MOST];
static struct ucred sender;
static int told;

/* Sends the first `count` bytes of a text with some files. */
static ssize_t give(int fd, const char *text, size_t size, const int *files, int count) {
    struct iovec part = {(void *)text, size};
    size_t length = sizeof(int) * (size_t)count;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    memset(&control, 0, sizeof control);
    message.msg_control = control.bytes;
    message.msg_controllen = CMSG_SPACE(length);
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(length);
    memcpy(CMSG_DATA(rights), files, length);
    return sendmsg(fd, &message, MSG_NOSIGNAL);
}

/* Receives with room for so many bytes of control; `got` has the files, -1 behind the last. */
static ssize_t take(int fd, size_t size, size_t room, int flags) {
    struct iovec part = {block, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    memset(got, -1, sizeof got);
    memset(&sender, 0, sizeof sender);
    message.msg_control = control.bytes;
    message.msg_controllen = room;
    ssize_t result = recvmsg(fd, &message, flags);
    told = message.msg_flags;
    struct cmsghdr *each = CMSG_FIRSTHDR(&message);
    while (result >= 0 && each != NULL) {
        if (each->cmsg_type == SCM_RIGHTS) {
            memcpy(got, CMSG_DATA(each), each->cmsg_len - CMSG_LEN(0));
        } else {
            memcpy(&sender, CMSG_DATA(each), sizeof sender);
        }
        each = CMSG_NXTHDR(&message, each);
    }
    return result;
}

static void close_all(int *fds, int count) {
    for (int each = 0; each < count; each++) {
        CHECK(close(fds[each]) == 0);
    }
}

/* A pipe with a byte for the reader, and whether its writers are all gone. */
static bool has_ended(int reader) {
    char byte;
    return read(reader, &byte, 1) == 0;
}

static void files(int type, const char *name) {
    int pair[2], ends[2];
    CHECK(socketpair(AF_UNIX, type, 0, pair) == 0 && pipe(ends) == 0);
    CHECK(give(pair[0], "x", 1, ends, 2) == 1);
    close_all(ends, 2);
    CHECK(take(pair[1], 10, sizeof control, 0) == 1 && told == 0);
    CHECK(got[0] >= 0 && got[1] >= 0 && got[2] == -1);
    CHECK(write(got[1], "y", 1) == 1 && read(got[0], block, 1) == 1 && block[0] == 'y');
    close_all(got, 2);
    int file = open("file", O_CREAT | O_RDWR, 0600);
    CHECK(write(file, "abcdef", 6) == 6 && lseek(file, 2, SEEK_SET) == 2);
    CHECK(give(pair[0], "x", 1, &file, 1) == 1);
    CHECK(take(pair[1], 10, sizeof control, MSG_CMSG_CLOEXEC) == 1);
    CHECK((told & ~MSG_CMSG_CLOEXEC) == 0 && fcntl(got[0], F_GETFD) == FD_CLOEXEC);
    CHECK(read(got[0], block, 1) == 1 && block[0] == 'c' && lseek(file, 0, SEEK_CUR) == 3);
    close_all(got, 1);
    CHECK(close(file) == 0 && unlink("file") == 0);
    int bad = 99;
    FAILS(give(pair[0], "x", 1, &bad, 1), EBADF);
    close_all(pair, 2);
    puts(name);
}

/* What is not taken, or has no room, is closed. */
static void lost(void) {
    int pair[2], ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    CHECK(pipe(ends) == 0 && give(pair[0], "x", 1, ends + 1, 1) == 1 && close(ends[1]) == 0);
    CHECK(read(pair[1], block, 10) == 1 && has_ended(ends[0]) && close(ends[0]) == 0);
    CHECK(pipe(ends) == 0 && give(pair[0], "x", 1, ends + 1, 1) == 1 && close(ends[1]) == 0);
    CHECK(take(pair[1], 10, 0, 0) == 1 && told == MSG_CTRUNC);
    CHECK(has_ended(ends[0]) && close(ends[0]) == 0);
    CHECK(pipe(ends) == 0 && give(pair[0], "x", 1, ends, 2) == 1 && close(ends[1]) == 0);
    CHECK(take(pair[1], 10, CMSG_LEN(sizeof(int)), 0) == 1 && told == MSG_CTRUNC);
    CHECK(got[0] >= 0 && got[1] == -1 && has_ended(got[0]));
    close_all(got, 1);
    CHECK(close(ends[0]) == 0);
    CHECK(pipe(ends) == 0 && give(pair[0], "x", 1, ends + 1, 1) == 1 && close(ends[1]) == 0);
    close_all(pair, 2);
    CHECK(has_ended(ends[0]) && close(ends[0]) == 0);
    puts("lost");
}

/* Files are a boundary in a stream, and peeking takes others. */
static void parts(void) {
    int pair[2], ends[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0 && pipe(ends) == 0);
    CHECK(write(pair[0], "ab", 2) == 2 && give(pair[0], "cd", 2, ends, 1) == 2);
    CHECK(write(pair[0], "ef", 2) == 2);
    CHECK(take(pair[1], 1, sizeof control, 0) == 1 && got[0] == -1);
    CHECK(take(pair[1], 10, sizeof control, MSG_PEEK) == 3 && got[0] >= 0);
    close_all(got, 1);
    CHECK(take(pair[1], 10, sizeof control, 0) == 3 && memcmp(block, "bcd", 3) == 0);
    CHECK(got[0] >= 0);
    close_all(got, 1);
    CHECK(take(pair[1], 10, sizeof control, 0) == 2 && got[0] == -1);
    close_all(pair, 2);
    close_all(ends, 2);
    puts("parts");
}

static void credentials(void) {
    int pair[2];
    int on = 1;
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    CHECK(setsockopt(pair[1], SOL_SOCKET, SO_PASSCRED, &on, sizeof on) == 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(write(pair[0], "x", 1) == 1);
        leave(failures);
    }
    CHECK(take(pair[1], 10, sizeof control, 0) == 1 && sender.pid == child);
    CHECK(sender.uid == geteuid() && sender.gid == getegid() && wait_status(child) == 0);
    close_all(pair, 2);
    puts("credentials");
}

/* Sockets that are under way in their own queues alone are closed, with all that is there. */
static void circles(void) {
    int pair[2], other[2], ends[2];
    CHECK(pipe(ends) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    CHECK(give(pair[0], "x", 1, ends + 1, 1) == 1 && close(ends[1]) == 0);
    CHECK(give(pair[0], "x", 1, pair + 1, 1) == 1 && give(pair[1], "x", 1, pair, 1) == 1);
    close_all(pair, 2);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, other) == 0);
    close_all(other, 2);
    CHECK(has_ended(ends[0]) && close(ends[0]) == 0);
    CHECK(pipe(ends) == 0 && socketpair(AF_UNIX, SOCK_DGRAM, 0, pair) == 0);
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, other) == 0);
    CHECK(give(pair[0], "x", 1, ends + 1, 1) == 1 && close(ends[1]) == 0);
    CHECK(give(pair[0], "x", 1, other + 1, 1) == 1 && give(other[0], "x", 1, pair + 1, 1) == 1);
    CHECK(close(pair[1]) == 0);
    CHECK(take(other[1], 10, sizeof control, 0) == 1 && got[0] >= 0);
    pair[1] = got[0];
    CHECK(take(pair[1], 10, sizeof control, 0) == 1 && got[0] >= 0);
    CHECK(write(got[0], "z", 1) == 1 && read(ends[0], block, 1) == 1);
    close_all(got, 1);
    CHECK(has_ended(ends[0]) && close(ends[0]) == 0);
    close_all(pair, 2);
    close_all(other, 2);
    puts("circles");
}

static void killed(void) {
    int pair[2], ends[2];
    CHECK(pipe(ends) == 0 && socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
    CHECK(give(pair[0], "x", 1, ends + 1, 1) == 1 && close(ends[1]) == 0);
    pid_t child = split();
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    close_all(pair, 2);
    CHECK(kill(child, SIGKILL) == 0 && wait_status(child) == 128 + SIGKILL);
    CHECK(has_ended(ends[0]) && close(ends[0]) == 0);
    puts("killed");
}

int main(void) {
    scratch();
    files(SOCK_STREAM, "files by stream");
    files(SOCK_DGRAM, "files by datagram");
    files(SOCK_SEQPACKET, "files by packet");
    lost();
    parts();
    credentials();
    circles();
    killed();
    return finish();
}
