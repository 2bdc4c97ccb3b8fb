/* Sockets with names: paths and abstract ones, listening, connecting, the backlog, refusals. */

#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

static char block[128];

static socklen_t named(struct sockaddr_un *address, const char *path) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    strcpy(address->sun_path, path);
    return (socklen_t)sizeof *address;
}

static socklen_t abstract(struct sockaddr_un *address, const char *name) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    snprintf(address->sun_path + 1, sizeof address->sun_path - 1, "spool.%d.%s", (int)getpid(),
             name);
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(address->sun_path + 1));
}

static int bound(int type, const char *path) {
    struct sockaddr_un address;
    socklen_t length = named(&address, path);
    int fd = socket(AF_UNIX, type, 0);
    CHECK(bind(fd, (struct sockaddr *)&address, length) == 0);
    return fd;
}

static long join(int fd, const char *path) {
    struct sockaddr_un address;
    socklen_t length = named(&address, path);
    return connect(fd, (struct sockaddr *)&address, length);
}

static void paths(void) {
    struct stat status;
    struct sockaddr_un address;
    int server = bound(SOCK_STREAM, "server");
    CHECK(stat("server", &status) == 0 && (status.st_mode & S_IFMT) == 0140000);
    FAILS(open("server", O_RDWR), ENXIO);
    int other = socket(AF_UNIX, SOCK_STREAM, 0);
    socklen_t length = named(&address, "server");
    FAILS(bind(other, (struct sockaddr *)&address, length), EADDRINUSE);
    named(&address, "nowhere/server");
    FAILS(bind(other, (struct sockaddr *)&address, length), ENOENT);
    FAILS(bind(other, (struct sockaddr *)&address, 200), EINVAL);
    FAILS(join(other, "server"), ECONNREFUSED);
    FAILS(join(other, "missing"), ENOENT);
    FAILS(listen(other, 1), EINVAL);
    CHECK(listen(server, 3) == 0);
    length = sizeof address;
    CHECK(getsockname(server, (struct sockaddr *)&address, &length) == 0);
    CHECK(length == 2 + sizeof "server" && strcmp(address.sun_path, "server") == 0);
    length = sizeof address;
    CHECK(getsockname(other, (struct sockaddr *)&address, &length) == 0 && length == 2);
    FAILS(getpeername(other, (struct sockaddr *)&address, &length), ENOTCONN);
    FAILS(join(server, "server"), EINVAL);
    CHECK(close(server) == 0);
    FAILS(join(other, "server"), ECONNREFUSED);
    CHECK(unlink("server") == 0 && close(other) == 0);
    puts("paths");
}

static void accepting(void) {
    struct sockaddr_un address;
    int server = bound(SOCK_STREAM | SOCK_NONBLOCK, "server");
    CHECK(listen(server, 5) == 0);
    FAILS(accept(server, NULL, NULL), EAGAIN);
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    struct pollfd entry = {client, POLLIN | POLLOUT, 0};
    CHECK(poll(&entry, 1, 0) == 1 && entry.revents == (POLLOUT | POLLHUP));
    FAILS(write(client, "x", 1), ENOTCONN);
    FAILS(read(client, block, 1), EINVAL);
    CHECK(join(client, "server") == 0 && write(client, "early", 5) == 5);
    FAILS(join(client, "server"), EISCONN);
    entry.fd = server;
    CHECK(poll(&entry, 1, 0) == 1 && entry.revents == POLLIN);
    socklen_t length = sizeof address;
    int end = accept4(server, (struct sockaddr *)&address, &length, SOCK_CLOEXEC);
    CHECK(end >= 0 && length == 2 && fcntl(end, F_GETFD) == FD_CLOEXEC);
    CHECK((fcntl(end, F_GETFL) & O_NONBLOCK) == 0);
    CHECK(read(end, block, 10) == 5 && memcmp(block, "early", 5) == 0);
    length = sizeof address;
    CHECK(getpeername(client, (struct sockaddr *)&address, &length) == 0);
    CHECK(strcmp(address.sun_path, "server") == 0);
    struct ucred peer;
    length = sizeof peer;
    CHECK(getsockopt(end, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.pid == getpid());
    CHECK(unlink("server") == 0 && close(server) == 0);
    CHECK(write(end, "still", 5) == 5 && read(client, block, 10) == 5);
    CHECK(close(end) == 0 && read(client, block, 10) == 0 && close(client) == 0);
    puts("accepting");
}

static void backlog(void) {
    int server = bound(SOCK_STREAM, "server");
    int clients[3];
    CHECK(listen(server, 1) == 0);
    for (int each = 0; each < 3; each++) {
        clients[each] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    }
    CHECK(join(clients[0], "server") == 0 && join(clients[1], "server") == 0);
    FAILS(join(clients[2], "server"), EAGAIN);
    pid_t child = split();
    if (child == 0) {
        int client = socket(AF_UNIX, SOCK_STREAM, 0);
        CHECK(join(client, "server") == 0);
        CHECK(read(client, block, 1) == 1);
        leave(failures);
    }
    usleep(10000);
    int end = -1;
    for (int each = 0; each < 3; each++) {
        end = accept(server, NULL, NULL);
        CHECK(end >= 0 && write(end, "x", 1) == 1);
    }
    CHECK(wait_status(child) == 0);
    CHECK(join(clients[2], "server") == 0 && close(server) == 0);
    CHECK(fcntl(clients[2], F_SETFL, 0) == 0);
    FAILS(read(clients[2], block, 1), ECONNRESET);
    for (int each = 0; each < 3; each++) {
        CHECK(close(clients[each]) == 0);
    }
    CHECK(unlink("server") == 0);
    puts("backlog");
}

/* A server that is killed refuses those who wait, and resets those whom it did not accept. */
static void killed(void) {
    int ready[2];
    CHECK(pipe(ready) == 0);
    pid_t server = split();
    if (server == 0) {
        int fd = bound(SOCK_STREAM, "server");
        CHECK(listen(fd, 0) == 0 && write(ready[1], "x", 1) == 1);
        for (;;) {
            pause();
        }
    }
    CHECK(read(ready[0], block, 1) == 1);
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(join(client, "server") == 0);
    pid_t waiting = split();
    if (waiting == 0) {
        int late = socket(AF_UNIX, SOCK_STREAM, 0);
        FAILS(join(late, "server"), ECONNREFUSED);
        leave(failures);
    }
    usleep(20000);
    CHECK(kill(server, SIGKILL) == 0 && wait_status(server) == 128 + SIGKILL);
    CHECK(wait_status(waiting) == 0);
    FAILS(read(client, block, 1), ECONNRESET);
    CHECK(read(client, block, 1) == 0 && close(client) == 0 && unlink("server") == 0);
    close(ready[0]);
    close(ready[1]);
    puts("killed");
}

static void abstract_names(void) {
    struct sockaddr_un address;
    socklen_t length = abstract(&address, "one");
    int server = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(bind(server, (struct sockaddr *)&address, length) == 0 && listen(server, 1) == 0);
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    FAILS(bind(client, (struct sockaddr *)&address, length), EADDRINUSE);
    FAILS(connect(client, (struct sockaddr *)&address, length + 1), ECONNREFUSED);
    CHECK(connect(client, (struct sockaddr *)&address, length) == 0);
    CHECK(close(client) == 0 && close(server) == 0);
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    FAILS(connect(client, (struct sockaddr *)&address, length), ECONNREFUSED);
    CHECK(bind(client, (struct sockaddr *)&address, length) == 0 && close(client) == 0);
    client = socket(AF_UNIX, SOCK_DGRAM, 0);
    CHECK(bind(client, (struct sockaddr *)&address, sizeof(sa_family_t)) == 0);
    length = sizeof address;
    CHECK(getsockname(client, (struct sockaddr *)&address, &length) == 0);
    CHECK(length == 8 && address.sun_path[0] == '\0' && close(client) == 0);
    puts("abstract names");
}

static void rights(void) {
    int server = bound(SOCK_STREAM, "server");
    CHECK(listen(server, 1) == 0 && chmod("server", 0600) == 0 && chmod(".", 0755) == 0);
    int dgram = socket(AF_UNIX, SOCK_DGRAM, 0);
    FAILS(join(dgram, "server"), EPROTOTYPE);
    CHECK(close(dgram) == 0 && close(open("plain", O_CREAT | O_RDWR, 0600)) == 0);
    int client = socket(AF_UNIX, SOCK_STREAM, 0);
    FAILS(join(client, "plain"), ECONNREFUSED);
    CHECK(unlink("plain") == 0);
    CHECK(close(client) == 0 && close(server) == 0 && unlink("server") == 0);
    puts("rights");
}

int main(void) {
    scratch();
    paths();
    accepting();
    backlog();
    killed();
    abstract_names();
    rights();
    return finish();
}
