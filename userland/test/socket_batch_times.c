/*
 * recvmmsg with a time, which is looked at after each message; what ends it by signal or error; and
 * bad addresses.
 *
 * qemu-user: no, it ignores the time.
 */

#include "check.h"

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>

enum { MESSAGES = 4, ROOM = 16 };

static int end[2];
static char text[MESSAGES][ROOM];
static struct iovec pieces[MESSAGES];
static struct mmsghdr batch[MESSAGES];

static void prepare(void) {
    memset(batch, 0, sizeof batch);
    for (int i = 0; i < MESSAGES; i++) {
        pieces[i] = (struct iovec){text[i], ROOM};
        batch[i].msg_hdr.msg_iov = &pieces[i];
        batch[i].msg_hdr.msg_iovlen = 1;
    }
}

static void send_some(int count) {
    for (int i = 0; i < count; i++) {
        CHECK(send(end[0], "message", 7, 0) == 7);
    }
}

static void times(void) {
    prepare();
    struct timespec limit = {1000, 0};
    send_some(2);
    CHECK(recvmmsg(end[1], batch, 2, 0, &limit) == 2 && limit.tv_sec >= 990);
    limit = (struct timespec){0, 0};
    send_some(2);
    CHECK(recvmmsg(end[1], batch, 2, 0, &limit) == 1 && limit.tv_nsec == 0);
    CHECK(recvmmsg(end[1], batch, 2, MSG_WAITFORONE, NULL) == 1);
    limit = (struct timespec){5, 5};
    FAILS(recvmmsg(end[1], batch, 2, MSG_DONTWAIT, &limit), EAGAIN);
    CHECK(limit.tv_sec == 5 && limit.tv_nsec == 5);
    FAILS(recvmmsg(end[1], batch, 2, 0, &(struct timespec){0, -1}), EINVAL);
    FAILS(recvmmsg(end[1], batch, 2, 0, (void *)8), EFAULT);
    pid_t child = split();
    if (child == 0) {
        send_some(1);
        usleep(200000);
        send_some(1);
        leave(failures);
    }
    limit = (struct timespec){0, 100000000};
    CHECK(recvmmsg(end[1], batch, MESSAGES, 0, &limit) == 2);
    CHECK(limit.tv_sec == 0 && limit.tv_nsec == 0);
    CHECK(wait_status(child) == 0);
    puts("times");
}

static void on_alarm(int number) { (void)number; }

static void signals(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    const struct itimerval soon = {{0, 0}, {0, 50000}};
    CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    FAILS(recvmmsg(end[1], batch, 2, 0, NULL), EINTR);
    send_some(1);
    CHECK(setitimer(ITIMER_REAL, &soon, NULL) == 0);
    CHECK(recvmmsg(end[1], batch, 2, 0, NULL) == 1 && batch[0].msg_len == 7);
    puts("signals");
}

/* An error after the first message is told by the next call. */
static void errors(void) {
    CHECK(close(end[0]) == 0 && close(end[1]) == 0);
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, end) == 0);
    send_some(3);
    prepare();
    batch[1].msg_hdr.msg_iov = (void *)8;
    CHECK(recvmmsg(end[1], batch, 3, 0, NULL) == 1);
    FAILS(recvmmsg(end[1], batch, 1, 0, NULL), EFAULT);
    CHECK(recvmmsg(end[1], batch, 1, 0, NULL) == 1);
    FAILS(sendmmsg(end[0], (void *)8, 1, 0), EFAULT);
    prepare();
    batch[1].msg_hdr.msg_iov = (void *)8;
    CHECK(sendmmsg(end[0], batch, 3, 0) == 1);
    FAILS(sendmmsg(end[0], batch + 1, 1, 0), EFAULT);
    char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct mmsghdr *last = (struct mmsghdr *)(page + 4096) - 2;
    CHECK(mprotect(page + 4096, 4096, PROT_NONE) == 0);
    memcpy(last, batch, 2 * sizeof *last);
    last[1].msg_hdr.msg_iov = &pieces[1];
    CHECK(sendmmsg(end[0], last, 3, 0) == 2);
    puts("errors");
}

int main(void) {
    CHECK(socketpair(AF_UNIX, SOCK_DGRAM, 0, end) == 0);
    times();
    signals();
    errors();
    return finish();
}
