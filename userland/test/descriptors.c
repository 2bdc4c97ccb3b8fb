/* Descriptors: the lowest free number, duplicates that share a position, flags, limits. */

#include "check.h"

#include <fcntl.h>

static const char NAME[] = "file";

static void lowest(void) {
    int a = open("/dev/null", O_RDONLY), b = open("/dev/null", O_RDONLY);
    CHECK(b == a + 1);
    close(a);
    CHECK(dup(b) == a);
    CHECK(fcntl(b, F_DUPFD, a) == b + 1);
    CHECK(fcntl(b, F_DUPFD, 50) == 50);
    close(a);
    close(b + 1);
    close(b);
    close(50);
    puts("lowest free number");
}

static void sharing(void) {
    char data[4];
    int fd = open(NAME, O_RDWR | O_CREAT | O_TRUNC, 0644);
    CHECK(write(fd, "0123456789", 10) == 10 && lseek(fd, 0, SEEK_SET) == 0);
    int copy = dup(fd), other = open(NAME, O_RDONLY);
    CHECK(read(fd, data, 2) == 2 && lseek(copy, 0, SEEK_CUR) == 2);
    CHECK(lseek(other, 0, SEEK_CUR) == 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(read(fd, data, 3) == 3 && memcmp(data, "234", 3) == 0);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    CHECK(lseek(fd, 0, SEEK_CUR) == 5); /* The child has moved the position of both. */
    close(fd);
    CHECK(read(copy, data, 1) == 1 && data[0] == '5');
    close(copy);
    close(other);
    CHECK(unlink(NAME) == 0);
    puts("sharing");
}

static void replacing(void) {
    int fd = open("/dev/null", O_RDWR), ends[2];
    CHECK(pipe(ends) == 0);
    CHECK(dup2(fd, ends[1]) == ends[1]); /* Closes the pipe's only writing end. */
    char byte;
    CHECK(read(ends[0], &byte, 1) == 0);
    CHECK(dup2(fd, fd) == fd);
    FAILS(dup3(fd, fd, 0), EINVAL);
    FAILS(dup2(999, 5), EBADF);
    FAILS(dup2(fd, -1), EBADF);
    close(ends[0]);
    close(ends[1]);
    close(fd);
    FAILS(close(fd), EBADF);
    FAILS(dup2(fd, fd), EBADF);
    puts("replacing");
}

static void flags(void) {
    int fd = open("/dev/null", O_WRONLY | O_APPEND | O_CLOEXEC);
    CHECK(fcntl(fd, F_GETFD) == FD_CLOEXEC);
    CHECK((fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND)) == (O_WRONLY | O_APPEND));
    int copy = dup(fd), kept = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    CHECK(fcntl(copy, F_GETFD) == 0 && fcntl(kept, F_GETFD) == FD_CLOEXEC);
    CHECK(fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
    CHECK((fcntl(copy, F_GETFL) & (O_NONBLOCK | O_APPEND)) == O_NONBLOCK);
    CHECK(fcntl(fd, F_SETFD, 0) == 0 && fcntl(fd, F_GETFD) == 0);
    FAILS(fcntl(fd, 12345), EINVAL);
    close(fd);
    close(copy);
    close(kept);
    puts("flags");
}

static void limit(void) {
    int count = 0;
    for (int fd; (fd = open("/dev/null", O_RDONLY)) >= 0; count++) {
        if (count > 100000) {
            break;
        }
    }
    CHECK(count > 10 && errno == EMFILE);
    FAILS(dup(0), EMFILE);
    int ends[2];
    FAILS(pipe(ends), EMFILE);
    for (int fd = 3; fd < count + 3; fd++) {
        close(fd);
    }
    puts("too many");
}

int main(void) {
    lowest();
    scratch();
    sharing();
    replacing();
    flags();
    limit();
    return finish();
}
