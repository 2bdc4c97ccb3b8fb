/* Packet pipes: a read takes one packet, longer writes are split, and how many packets fit. */

#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

enum { PAGE = 4096 };

static int ends[2];
static char data[4 * PAGE];

static void open_pipe(int flags) {
    CHECK(pipe2(ends, flags) == 0);
}

static void close_pipe(void) {
    close(ends[0]);
    close(ends[1]);
}

static void packets_stay_apart(void) {
    open_pipe(O_DIRECT);
    CHECK(write(ends[1], "one", 3) == 3 && write(ends[1], "second", 6) == 6);
    CHECK(write(ends[1], "", 0) == 0);
    CHECK(write(ends[1], "third", 5) == 5);
    int waiting;
    CHECK(ioctl(ends[0], FIONREAD, &waiting) == 0 && waiting == 14);
    CHECK(read(ends[0], data, sizeof data) == 3 && memcmp(data, "one", 3) == 0);
    CHECK(read(ends[0], data, 0) == 0);
    CHECK(read(ends[0], data, 2) == 2 && memcmp(data, "se", 2) == 0);
    CHECK(read(ends[0], data, sizeof data) == 5 && memcmp(data, "third", 5) == 0);
    close(ends[1]);
    CHECK(read(ends[0], data, 1) == 0);
    close(ends[0]);
    puts("packets stay apart");
}

static void long_writes_are_split(void) {
    open_pipe(O_DIRECT);
    memset(data, 'x', sizeof data);
    CHECK(write(ends[1], data, 2 * PAGE + 10) == 2 * PAGE + 10);
    CHECK(read(ends[0], data, sizeof data) == PAGE);
    CHECK(read(ends[0], data, sizeof data) == PAGE);
    CHECK(read(ends[0], data, sizeof data) == 10);
    struct iovec pieces[] = {{"gather", 6}, {"ed", 2}};
    CHECK(writev(ends[1], pieces, 2) == 8);
    char first[3], rest[10];
    struct iovec rooms[] = {{first, 3}, {rest, 10}};
    CHECK(readv(ends[0], rooms, 2) == 8 && memcmp(rest, "hered", 5) == 0);
    close_pipe();
    puts("long writes are split");
}

static void flags_change(void) {
    open_pipe(O_DIRECT | O_NONBLOCK);
    CHECK(fcntl(ends[0], F_GETFL) == (O_RDONLY | O_NONBLOCK));
    CHECK(fcntl(ends[1], F_GETFL) == (O_WRONLY | O_DIRECT | O_NONBLOCK));
    CHECK(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    CHECK(fcntl(ends[1], F_GETFL) == (O_WRONLY | O_NONBLOCK));
    memset(data, 'x', PAGE);
    CHECK(write(ends[1], data, PAGE) == PAGE);
    CHECK(fcntl(ends[1], F_SETFL, O_NONBLOCK | O_DIRECT) == 0);
    CHECK(write(ends[1], "packet", 6) == 6 && write(ends[1], "last", 4) == 4);
    CHECK(fcntl(ends[1], F_SETFL, O_NONBLOCK) == 0);
    CHECK(write(ends[1], "stre", 4) == 4 && write(ends[1], "am", 2) == 2);
    CHECK(read(ends[0], data, PAGE - 1) == PAGE - 1);
    CHECK(read(ends[0], data, 4) == 4 && memcmp(data, "xpac", 4) == 0);
    CHECK(read(ends[0], data, 10) == 4 && memcmp(data, "last", 4) == 0);
    CHECK(read(ends[0], data, 10) == 6 && memcmp(data, "stream", 6) == 0);
    FAILS(read(ends[0], data, 10), EAGAIN);
    close_pipe();
    puts("flags change");
}

static int packets_until_full(void) {
    int count = 0;
    while (write(ends[1], "p", 1) == 1) {
        count++;
    }
    CHECK(errno == EAGAIN);
    return count;
}

static void bounded(void) {
    open_pipe(O_DIRECT | O_NONBLOCK);
    CHECK(fcntl(ends[1], F_SETPIPE_SZ, 4 * PAGE) == 4 * PAGE);
    struct pollfd writer = {ends[1], POLLOUT, 0};
    CHECK(poll(&writer, 1, 0) == 1);
    CHECK(packets_until_full() == 4);
    CHECK(poll(&writer, 1, 0) == 0);
    FAILS(fcntl(ends[1], F_SETPIPE_SZ, PAGE), EBUSY);
    CHECK(read(ends[0], data, sizeof data) == 1);
    CHECK(poll(&writer, 1, 0) == 1);
    CHECK(write(ends[1], data, 3 * PAGE) == PAGE);
    close_pipe();
    puts("the number of packets is bounded");
}

static void bad_addresses(void) {
    open_pipe(O_DIRECT | O_NONBLOCK);
    FAILS(write(ends[1], (void *)8, 4), EFAULT);
    FAILS(read(ends[0], data, 4), EAGAIN);
    CHECK(write(ends[1], "kept", 4) == 4);
    FAILS(read(ends[0], (void *)8, 4), EFAULT);
    CHECK(read(ends[0], data, 10) == 4 && memcmp(data, "kept", 4) == 0);
    FAILS(pipe2(ends, O_APPEND), EINVAL);
    close_pipe();
    puts("bad addresses");
}

static void writer_waits(void) {
    open_pipe(O_DIRECT);
    CHECK(fcntl(ends[1], F_SETPIPE_SZ, PAGE) == PAGE);
    pid_t child = split();
    if (child == 0) {
        close(ends[0]);
        for (int length = 1; length <= 20; length++) {
            CHECK(write(ends[1], data, length) == length);
        }
        CHECK(write(ends[1], data, sizeof data) == sizeof data);
        leave(failures);
    }
    close(ends[1]);
    for (int length = 1; length <= 20; length++) {
        CHECK(read(ends[0], data, sizeof data) == length);
    }
    for (int count = 0; count < 4; count++) {
        CHECK(read(ends[0], data, sizeof data) == PAGE);
    }
    CHECK(read(ends[0], data, sizeof data) == 0);
    CHECK(wait_status(child) == 0);
    close(ends[0]);
    puts("a writer waits for room");
}

int main(void) {
    packets_stay_apart();
    long_writes_are_split();
    flags_change();
    bounded();
    bad_addresses();
    writer_waits();
    return finish();
}
