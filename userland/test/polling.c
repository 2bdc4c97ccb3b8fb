/* poll: readable, writable, hung up, invalid, time limits, and being woken by another process. */

#include "check.h"

#include <poll.h>
#include <fcntl.h>

static int first[2], second[2];

static void states(void) {
    struct pollfd fds[] = {{first[0], POLLIN, 0}, {first[1], POLLOUT, 0}, {-1, POLLIN, 0}};
    CHECK(poll(fds, 3, 0) == 1);
    CHECK(fds[0].revents == 0 && fds[1].revents == POLLOUT && fds[2].revents == 0);
    CHECK(write(first[1], "x", 1) == 1);
    CHECK(poll(fds, 3, -1) == 2 && fds[0].revents == POLLIN);
    char byte;
    CHECK(read(first[0], &byte, 1) == 1);
    struct pollfd invalid = {999, POLLIN, 0};
    CHECK(poll(&invalid, 1, -1) == 1 && invalid.revents == POLLNVAL);
    struct pollfd file = {open("/dev/null", O_RDWR), POLLIN | POLLOUT, 0};
    CHECK(poll(&file, 1, -1) == 1 && file.revents == (POLLIN | POLLOUT));
    close(file.fd);
    puts("states");
}

static void limits(void) {
    struct pollfd fd = {first[0], POLLIN, 0};
    CHECK(poll(&fd, 1, 0) == 0);
    CHECK(poll(&fd, 1, 20) == 0 && fd.revents == 0);
    CHECK(poll(NULL, 0, 10) == 0);
    puts("time limits");
}

static void woken(void) {
    pid_t child = split();
    if (child == 0) {
        usleep(30000);
        CHECK(write(second[1], "y", 1) == 1);
        leave(failures);
    }
    struct pollfd fds[] = {{first[0], POLLIN, 0}, {second[0], POLLIN, 0}};
    CHECK(poll(fds, 2, 5000) == 1);
    CHECK(fds[0].revents == 0 && fds[1].revents == POLLIN);
    CHECK(wait_status(child) == 0);
    puts("woken by a writer");
}

static void hung_up(void) {
    struct pollfd fd = {second[0], POLLIN, 0};
    close(second[1]);
    CHECK(poll(&fd, 1, -1) == 1 && fd.revents == (POLLIN | POLLHUP));
    char byte;
    CHECK(read(second[0], &byte, 1) == 1);
    CHECK(poll(&fd, 1, -1) == 1 && fd.revents == POLLHUP);
    close(first[0]);
    struct pollfd writer = {first[1], POLLOUT, 0};
    CHECK(poll(&writer, 1, -1) == 1 && (writer.revents & POLLERR) != 0);
    puts("hung up");
}

static void on_alarm(int number) { (void)number; }

int main(void) {
    CHECK(pipe(first) == 0 && pipe(second) == 0);
    states();
    limits();
    woken();
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_alarm;
    sigaction(SIGALRM, &action, NULL);
    alarm(1);
    FAILS(poll(&(struct pollfd){first[0], POLLIN, 0}, 1, 10000), EINTR);
    puts("interrupted");
    hung_up();
    return finish();
}
