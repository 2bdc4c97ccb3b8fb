/* The options of Unix domain sockets: what each is at first, how it changes, and who may. */

#include "check.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

static int end[2];
static const struct sockaddr nameless = {.sa_family = AF_UNIX};

static int get(int fd, int option) {
    int value = -12345;
    socklen_t length = sizeof value;
    return getsockopt(fd, SOL_SOCKET, option, &value, &length) == 0 ? value : -errno;
}

static int set(int fd, int option, int value) {
    return setsockopt(fd, SOL_SOCKET, option, &value, sizeof value);
}

static void facts(void) {
    int types[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET};
    for (int i = 0; i < 3; i++) {
        int fd = socket(AF_UNIX, types[i], 0);
        CHECK(get(fd, SO_TYPE) == types[i] && get(fd, SO_DOMAIN) == AF_UNIX);
        CHECK(get(fd, SO_PROTOCOL) == 0 && get(fd, SO_ERROR) == 0 && get(fd, SO_ACCEPTCONN) == 0);
        close(fd);
    }
    FAILS(set(end[0], SO_TYPE, 1), ENOPROTOOPT);
    FAILS(set(end[0], SO_DOMAIN, 1), ENOPROTOOPT);
    FAILS(set(end[0], SO_ERROR, 1), ENOPROTOOPT);
    FAILS(set(end[0], SO_ACCEPTCONN, 1), ENOPROTOOPT);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(fd, &nameless, sizeof(sa_family_t)) == 0 && listen(fd, 1) == 0);
    CHECK(get(fd, SO_ACCEPTCONN) == 1);
    close(fd);
    puts("facts");
}

static void flags(void) {
    int options[] = {SO_REUSEADDR, SO_KEEPALIVE, SO_BROADCAST, SO_DONTROUTE, SO_OOBINLINE,
                     SO_DEBUG,     SO_NO_CHECK,  SO_PASSCRED};
    for (unsigned i = 0; i < sizeof options / sizeof *options; i++) {
        CHECK(get(end[0], options[i]) == 0);
        CHECK(set(end[0], options[i], 7) == 0 && get(end[0], options[i]) == 1);
        CHECK(get(end[1], options[i]) == 0);
        CHECK(set(end[0], options[i], 0) == 0 && get(end[0], options[i]) == 0);
    }
    FAILS(set(end[0], SO_REUSEPORT, 1), EOPNOTSUPP);
    CHECK(get(end[0], SO_PRIORITY) == 0 && set(end[0], SO_PRIORITY, 5) == 0);
    CHECK(get(end[0], SO_PRIORITY) == 5);
    puts("flags");
}

static void sizes(void) {
    CHECK(get(end[0], SO_SNDBUF) == 212992 && get(end[0], SO_RCVBUF) == 212992);
    CHECK(set(end[0], SO_SNDBUF, 10000) == 0 && get(end[0], SO_SNDBUF) == 20000);
    CHECK(set(end[0], SO_RCVBUF, 10000) == 0 && get(end[0], SO_RCVBUF) == 20000);
    CHECK(set(end[0], SO_SNDBUF, 1) == 0 && get(end[0], SO_SNDBUF) == 4608);
    CHECK(set(end[0], SO_RCVBUF, 1) == 0 && get(end[0], SO_RCVBUF) == 2304);
    CHECK(set(end[0], SO_SNDBUF, 1 << 30) == 0 && get(end[0], SO_SNDBUF) >= 425984);
    CHECK(set(end[0], SO_RCVBUF, 1 << 30) == 0 && get(end[0], SO_RCVBUF) >= 425984);
    CHECK(set(end[0], SO_SNDBUFFORCE, 400000) == 0 && get(end[0], SO_SNDBUF) == 800000);
    CHECK(set(end[0], SO_RCVBUFFORCE, 400000) == 0 && get(end[0], SO_RCVBUF) == 800000);
    CHECK(get(end[0], SO_RCVLOWAT) == 1 && get(end[0], SO_SNDLOWAT) == 1);
    FAILS(set(end[0], SO_SNDLOWAT, 5), ENOPROTOOPT);
    puts("sizes");
}

static void linger(void) {
    struct linger value = {9, 9};
    socklen_t length = sizeof value;
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_LINGER, &value, &length) == 0);
    CHECK(length == sizeof value && value.l_onoff == 0 && value.l_linger == 0);
    value = (struct linger){5, 30};
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_LINGER, &value, sizeof value) == 0);
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_LINGER, &value, &length) == 0);
    CHECK(value.l_onoff == 1 && value.l_linger == 30);
    value = (struct linger){0, 5};
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_LINGER, &value, sizeof value) == 0);
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_LINGER, &value, &length) == 0);
    CHECK(value.l_onoff == 0 && value.l_linger == 30);
    puts("linger");
}

static void one_timeout(int option) {
    struct timeval value = {9, 9};
    socklen_t length = sizeof value;
    CHECK(getsockopt(end[0], SOL_SOCKET, option, &value, &length) == 0);
    CHECK(length == sizeof value && value.tv_sec == 0 && value.tv_usec == 0);
    value = (struct timeval){7, 500000};
    CHECK(setsockopt(end[0], SOL_SOCKET, option, &value, sizeof value) == 0);
    CHECK(getsockopt(end[0], SOL_SOCKET, option, &value, &length) == 0);
    CHECK(value.tv_sec == 7 && value.tv_usec == 500000);
    value = (struct timeval){0, 1000000};
    FAILS(setsockopt(end[0], SOL_SOCKET, option, &value, sizeof value), EDOM);
    value = (struct timeval){0, -1};
    FAILS(setsockopt(end[0], SOL_SOCKET, option, &value, sizeof value), EDOM);
    value = (struct timeval){-1, 0};
    CHECK(setsockopt(end[0], SOL_SOCKET, option, &value, sizeof value) == 0);
}

static void timeouts(void) {
    char byte;
    one_timeout(SO_RCVTIMEO);
    FAILS(read(end[0], &byte, 1), EAGAIN);
    one_timeout(SO_SNDTIMEO);
    struct timeval soon = {0, 100000}, never = {0, 0};
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_RCVTIMEO, &soon, sizeof soon) == 0);
    FAILS(read(end[0], &byte, 1), EAGAIN);
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_RCVTIMEO, &never, sizeof never) == 0);
    CHECK(setsockopt(end[0], SOL_SOCKET, SO_SNDTIMEO, &never, sizeof never) == 0);
    puts("timeouts");
}

/* A stream waits for SO_RCVLOWAT bytes, or the end. */
static void low_water(void) {
    char data[10];
    CHECK(set(end[0], SO_RCVLOWAT, 6) == 0 && get(end[0], SO_RCVLOWAT) == 6);
    pid_t child = split();
    if (child == 0) {
        CHECK(write(end[1], "one", 3) == 3);
        usleep(20000);
        CHECK(write(end[1], "two", 3) == 3);
        usleep(20000);
        CHECK(write(end[1], "four", 4) == 4);
        leave(failures);
    }
    CHECK(read(end[0], data, 10) == 6 && memcmp(data, "onetwo", 6) == 0);
    CHECK(read(end[0], data, 4) == 4 && memcmp(data, "four", 4) == 0);
    CHECK(wait_status(child) == 0);
    CHECK(write(end[1], "ab", 2) == 2);
    CHECK(recv(end[0], data, 10, MSG_DONTWAIT) == 2);
    CHECK(set(end[0], SO_RCVLOWAT, 0) == 0 && get(end[0], SO_RCVLOWAT) == 1);
    CHECK(set(end[0], SO_RCVLOWAT, -1) == 0 && get(end[0], SO_RCVLOWAT) == 0x7fffffff);
    CHECK(set(end[0], SO_RCVLOWAT, 1) == 0);
    puts("low water");
}

/* A connection that is accepted passes credentials if its listener does. */
static void credentials(void) {
    struct ucred peer;
    socklen_t length = sizeof peer;
    CHECK(getsockopt(end[0], SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0);
    CHECK(length == sizeof peer && peer.pid == getpid() && peer.uid == getuid());
    int listener = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(listener, &nameless, sizeof(sa_family_t)) == 0);
    struct sockaddr_un name;
    length = sizeof name;
    CHECK(getsockname(listener, (struct sockaddr *)&name, &length) == 0);
    CHECK(listen(listener, 1) == 0);
    CHECK(set(listener, SO_PASSCRED, 1) == 0);
    CHECK(connect(client, (struct sockaddr *)&name, length) == 0);
    int server = accept(listener, NULL, NULL);
    CHECK(get(server, SO_PASSCRED) == 1 && get(client, SO_PASSCRED) == 0);
    close(server);
    close(client);
    close(listener);
    puts("credentials");
}

static void bad(void) {
    int value = 1;
    socklen_t length = sizeof value;
    FAILS(setsockopt(end[0], SOL_SOCKET, SO_REUSEADDR, &value, 3), EINVAL);
    FAILS(setsockopt(end[0], SOL_SOCKET, SO_REUSEADDR, (void *)8, 4), EFAULT);
    FAILS(setsockopt(end[0], SOL_SOCKET, SO_LINGER, &value, 4), EINVAL);
    FAILS(getsockopt(end[0], SOL_SOCKET, SO_REUSEADDR, (void *)8, &length), EFAULT);
    FAILS(getsockopt(end[0], SOL_SOCKET, 9999, &value, &length), ENOPROTOOPT);
    FAILS(setsockopt(end[0], SOL_SOCKET, 9999, &value, length), ENOPROTOOPT);
    FAILS(setsockopt(0, SOL_SOCKET, SO_REUSEADDR, &value, length), ENOTSOCK);
    FAILS(setsockopt(99, SOL_SOCKET, SO_REUSEADDR, &value, length), EBADF);
    puts("errors");
}

/* What only the superuser may. */
static void privileges(void) {
    if (getuid() != 0) {
        return;
    }
    pid_t child = split();
    if (child == 0) {
        CHECK(setuid(1000) == 0);
        FAILS(set(end[0], SO_DEBUG, 1), EACCES);
        FAILS(set(end[0], SO_PRIORITY, 7), EPERM);
        FAILS(set(end[0], SO_PRIORITY, -1), EPERM);
        CHECK(set(end[0], SO_PRIORITY, 6) == 0);
        FAILS(set(end[0], SO_SNDBUFFORCE, 1), EPERM);
        FAILS(set(end[0], SO_RCVBUFFORCE, 1), EPERM);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    CHECK(set(end[0], SO_PRIORITY, 7) == 0);
}

int main(void) {
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, end) == 0);
    facts();
    flags();
    sizes();
    linger();
    timeouts();
    low_water();
    credentials();
    bad();
    privileges();
    return finish();
}
