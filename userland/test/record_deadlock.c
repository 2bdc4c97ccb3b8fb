/* Record locks of two processes that want each other's: one of them is refused (fcntl(2)). */

#include <fcntl.h>

#include "check.h"

/* The lock on one byte of the file. */
static int set(int file, int type, int byte, int command) {
    struct flock lock = {
        .l_type = (short)type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    return fcntl(file, command, &lock);
}

/* Has the lock on `own` and waits for that on `other`; whether that was refused. */
static int cross(int file, int own, int other) {
    int refused = set(file, F_WRLCK, other, F_SETLKW) < 0;
    CHECK(!refused || errno == EDEADLK);
    CHECK(set(file, F_UNLCK, own, F_SETLK) == 0);
    if (refused) {
        CHECK(set(file, F_WRLCK, other, F_SETLKW) == 0);
    }
    return refused;
}

/* A chain without a circle is none: the last of it goes on, and so do the others. */
static void chain(int file) {
    CHECK(set(file, F_WRLCK, 2, F_SETLK) == 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(set(file, F_WRLCK, 2, F_SETLKW) == 0);
        leave(failures);
    }
    usleep(1000);
    CHECK(set(file, F_WRLCK, 3, F_SETLKW) == 0);
    CHECK(set(file, F_UNLCK, 2, F_SETLK) == 0);
    CHECK(wait_status(child) == 0);
    puts("a chain is no circle");
}

int main(void) {
    int ready[2];
    char byte = 0;
    scratch();
    int file = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(file >= 0 && unlink("file") == 0 && pipe(ready) == 0);
    CHECK(set(file, F_WRLCK, 0, F_SETLK) == 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(set(file, F_WRLCK, 1, F_SETLK) == 0);
        CHECK(write(ready[1], &byte, 1) == 1);
        int refused = cross(file, 1, 0);
        leave(failures > 0 ? 2 : refused);
    }
    CHECK(read(ready[0], &byte, 1) == 1);
    int refused = cross(file, 0, 1);
    set(file, F_UNLCK, 1, F_SETLK);
    int other = wait_status(child);
    CHECK(refused + other == 1);
    puts("one of two is refused");
    chain(file);
    return finish();
}
