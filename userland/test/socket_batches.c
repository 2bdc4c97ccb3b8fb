/* sendmmsg and recvmmsg: several messages in one call, as many as can be, and what ends them. */

#include "check.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

enum { MESSAGES = 4, ROOM = 16 };

static int end[2];
static char text[MESSAGES][ROOM];
static struct iovec pieces[MESSAGES];
static struct mmsghdr batch[MESSAGES];
static char too_much[10000000];

static void prepare(void) {
    memset(batch, 0, sizeof batch);
    for (int i = 0; i < MESSAGES; i++) {
        pieces[i] = (struct iovec){text[i], ROOM};
        batch[i].msg_hdr.msg_iov = &pieces[i];
        batch[i].msg_hdr.msg_iovlen = 1;
        batch[i].msg_len = 99;
    }
}

static void prepare_texts(void) {
    prepare();
    for (int i = 0; i < MESSAGES; i++) {
        memset(text[i], 'a' + i, ROOM);
        pieces[i].iov_len = i + 1;
    }
}

static void whole(int type, const char *name) {
    CHECK(socketpair(AF_UNIX, type, 0, end) == 0);
    prepare_texts();
    CHECK(sendmmsg(end[0], batch, MESSAGES, 0) == MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
        CHECK(batch[i].msg_len == (unsigned)i + 1);
    }
    prepare();
    pieces[3].iov_len = 2;
    CHECK(recvmmsg(end[1], batch, MESSAGES, 0, NULL) == MESSAGES);
    for (int i = 0; i < MESSAGES; i++) {
        CHECK(batch[i].msg_len == (i < 3 ? (unsigned)i + 1 : 2) && text[i][0] == 'a' + i);
        CHECK(batch[i].msg_hdr.msg_flags == (i < 3 ? 0 : MSG_TRUNC));
    }
    close(end[0]);
    close(end[1]);
    puts(name);
}

static void partial(void) {
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, end) == 0);
    CHECK(sendmmsg(end[0], batch, 0, 0) == 0);
    prepare_texts();
    CHECK(sendmmsg(end[0], batch, 2, 0) == 2);
    prepare();
    CHECK(recvmmsg(end[1], batch, MESSAGES, MSG_DONTWAIT, NULL) == 2 && batch[2].msg_len == 99);
    FAILS(recvmmsg(end[1], batch, MESSAGES, MSG_DONTWAIT, NULL), EAGAIN);
    prepare_texts();
    CHECK(sendmmsg(end[0], batch, 3, 0) == 3);
    prepare();
    CHECK(recvmmsg(end[1], batch, MESSAGES, MSG_WAITFORONE, NULL) == 3);
    prepare_texts();
    pieces[2] = (struct iovec){too_much, sizeof too_much};
    CHECK(sendmmsg(end[0], batch, MESSAGES, 0) == 2 && batch[2].msg_len == 99);
    FAILS(sendmmsg(end[0], batch + 2, 2, 0), EMSGSIZE);
    prepare();
    CHECK(recvmmsg(end[1], batch, MESSAGES, MSG_DONTWAIT, NULL) == 2);
    close(end[0]);
    close(end[1]);
    puts("parts");
}

/* With a blocking receiver, all messages are waited for. */
static void waiting(void) {
    CHECK(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, end) == 0);
    pid_t child = split();
    if (child == 0) {
        prepare_texts();
        usleep(20000);
        CHECK(sendmmsg(end[0], batch, 1, 0) == 1);
        usleep(20000);
        CHECK(sendmmsg(end[0], batch + 1, 2, 0) == 2);
        usleep(20000);
        CHECK(sendmmsg(end[0], batch + 3, 1, 0) == 1);
        leave(failures);
    }
    prepare();
    CHECK(recvmmsg(end[1], batch, MESSAGES, 0, NULL) == MESSAGES);
    CHECK(text[3][0] == 'd' && batch[3].msg_len == 4);
    CHECK(wait_status(child) == 0);
    child = split();
    if (child == 0) {
        prepare_texts();
        usleep(20000);
        CHECK(sendmmsg(end[0], batch, 1, 0) == 1);
        leave(failures);
    }
    prepare();
    CHECK(recvmmsg(end[1], batch, MESSAGES, MSG_WAITFORONE, NULL) == 1);
    CHECK(wait_status(child) == 0);
    close(end[0]);
    close(end[1]);
    puts("waiting");
}

/* A sender that has to wait goes on where it was. */
static void full(void) {
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, end) == 0);
    static char much[400000];
    pid_t child = split();
    if (child == 0) {
        close(end[0]);
        size_t sum = 0;
        ssize_t count;
        usleep(20000);
        while ((count = read(end[1], much, sizeof much)) > 0) {
            sum += count;
        }
        printf("%zu bytes\n", sum);
        leave(failures);
    }
    close(end[1]);
    prepare();
    for (int i = 0; i < MESSAGES; i++) {
        pieces[i] = (struct iovec){much, sizeof much - i};
    }
    CHECK(sendmmsg(end[0], batch, MESSAGES, 0) == MESSAGES);
    CHECK(batch[3].msg_len == sizeof much - 3);
    close(end[0]);
    CHECK(wait_status(child) == 0);
    puts("a full socket");
}

static void to_whom(void) {
    int server = socket(AF_UNIX, SOCK_DGRAM, 0), client = socket(AF_UNIX, SOCK_DGRAM, 0);
    struct sockaddr_un name = {AF_UNIX, "\0batch-server"}, own = {AF_UNIX, "\0batch-client"};
    const socklen_t length = sizeof(sa_family_t) + 13;
    CHECK(bind(server, (struct sockaddr *)&name, length) == 0);
    CHECK(bind(client, (struct sockaddr *)&own, length) == 0);
    prepare_texts();
    for (int i = 0; i < 2; i++) {
        batch[i].msg_hdr.msg_name = &name;
        batch[i].msg_hdr.msg_namelen = length;
    }
    CHECK(sendmmsg(client, batch, 3, 0) == 2);
    FAILS(sendmmsg(client, batch + 2, 1, 0), ENOTCONN);
    struct sockaddr_un from[2];
    prepare();
    for (int i = 0; i < 2; i++) {
        batch[i].msg_hdr.msg_name = &from[i];
        batch[i].msg_hdr.msg_namelen = sizeof from[i];
    }
    CHECK(recvmmsg(server, batch, 2, 0, NULL) == 2);
    CHECK(batch[1].msg_hdr.msg_namelen == length && memcmp(&from[1], &own, length) == 0);
    FAILS(sendmmsg(0, batch, 1, 0), ENOTSOCK);
    FAILS(recvmmsg(99, batch, 1, 0, NULL), EBADF);
    close(server);
    close(client);
    puts("names");
}

int main(void) {
    whole(SOCK_DGRAM, "datagrams");
    whole(SOCK_SEQPACKET, "sequenced packets");
    partial();
    waiting();
    full();
    to_whom();
    return finish();
}
