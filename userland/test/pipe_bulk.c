/* A megabyte through a pipe, in uneven pieces, with the writer and the reader waiting in turn. */

#include "check.h"

#include <fcntl.h>
#include <stdint.h>

enum { TOTAL = 1 << 20 };

static uint32_t next(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void send(int fd) {
    static unsigned char data[8192];
    uint32_t bytes = 1, sizes = 2;
    for (size_t sent = 0; sent < TOTAL;) {
        size_t size = next(&sizes) % sizeof data + 1;
        size = size > TOTAL - sent ? TOTAL - sent : size;
        for (size_t i = 0; i < size; i++) {
            data[i] = (unsigned char)next(&bytes);
        }
        CHECK(write(fd, data, size) == (ssize_t)size); /* A pipe takes all, however long. */
        sent += size;
    }
}

static size_t receive(int fd) {
    static unsigned char data[5000];
    uint32_t bytes = 1, sizes = 3;
    size_t total = 0;
    for (ssize_t got; (got = read(fd, data, next(&sizes) % sizeof data + 1)) > 0;) {
        for (ssize_t i = 0; i < got; i++) {
            if (data[i] != (unsigned char)next(&bytes)) {
                CHECK(!"the same byte");
                return 0;
            }
        }
        total += (size_t)got;
    }
    return total;
}

/* Without a reader, a pipe takes 64 KiB and then no more. */
static void capacity(void) {
    int ends[2];
    static char page[4096];
    size_t total = 0;
    CHECK(pipe2(ends, O_NONBLOCK) == 0);
    for (ssize_t got; (got = write(ends[1], page, sizeof page)) > 0;) {
        total += (size_t)got;
    }
    CHECK(errno == EAGAIN);
    printf("a full pipe holds %zu bytes\n", total);
    CHECK(read(ends[0], page, sizeof page) == sizeof page);
    CHECK(write(ends[1], page, sizeof page) == sizeof page);
    close(ends[0]);
    close(ends[1]);
}

int main(void) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = split();
    if (child == 0) {
        close(ends[0]);
        send(ends[1]);
        leave(failures);
    }
    close(ends[1]);
    size_t total = receive(ends[0]);
    printf("%zu bytes arrived\n", total);
    CHECK(total == TOTAL);
    CHECK(wait_status(child) == 0);
    capacity();
    return finish();
}
