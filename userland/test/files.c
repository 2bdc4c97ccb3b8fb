/* Files: creating, appending, seeking, holes, truncating, reading and writing at positions. */

#include "check.h"

#include <fcntl.h>
#include <sys/uio.h>

static const char NAME[] = "file";

static off_t size_of(int fd) {
    struct stat status;
    CHECK(fstat(fd, &status) == 0 && S_ISREG(status.st_mode));
    return status.st_size;
}

static void creating(void) {
    int fd = open(NAME, O_RDWR | O_CREAT | O_EXCL, 0640);
    CHECK(fd >= 0);
    struct stat status;
    CHECK(fstat(fd, &status) == 0 && (status.st_mode & 0777) == 0640 && status.st_nlink == 1);
    FAILS(open(NAME, O_RDWR | O_CREAT | O_EXCL, 0640), EEXIST);
    CHECK(write(fd, "hello", 5) == 5 && size_of(fd) == 5);
    close(fd);
    fd = open(NAME, O_RDONLY);
    FAILS(write(fd, "x", 1), EBADF);
    close(fd);
    fd = open(NAME, O_WRONLY | O_TRUNC);
    CHECK(size_of(fd) == 0);
    char byte;
    FAILS(read(fd, &byte, 1), EBADF);
    close(fd);
    puts("creating");
}

static void appending(void) {
    int first = open(NAME, O_WRONLY | O_APPEND), second = open(NAME, O_WRONLY | O_APPEND);
    CHECK(write(first, "one ", 4) == 4);
    CHECK(write(second, "two ", 4) == 4);
    CHECK(lseek(first, 0, SEEK_SET) == 0);
    CHECK(write(first, "three", 5) == 5);
    char text[32] = "";
    int fd = open(NAME, O_RDONLY);
    CHECK(read(fd, text, sizeof text) == 13 && strcmp(text, "one two three") == 0);
    CHECK(read(fd, text, sizeof text) == 0);
    close(first);
    close(second);
    close(fd);
    puts("appending");
}

static void seeking(void) {
    char data[16];
    int fd = open(NAME, O_RDWR | O_TRUNC);
    CHECK(write(fd, "0123456789", 10) == 10);
    CHECK(lseek(fd, 3, SEEK_SET) == 3 && lseek(fd, 2, SEEK_CUR) == 5);
    CHECK(read(fd, data, 2) == 2 && memcmp(data, "56", 2) == 0);
    CHECK(lseek(fd, -1, SEEK_END) == 9 && read(fd, data, 5) == 1 && data[0] == '9');
    FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
    FAILS(lseek(fd, 0, 99), EINVAL);
    CHECK(pread(fd, data, 4, 2) == 4 && memcmp(data, "2345", 4) == 0);
    CHECK(pwrite(fd, "xy", 2, 4) == 2);
    CHECK(lseek(fd, 0, SEEK_CUR) == 10); /* pread and pwrite leave the position. */
    CHECK(pread(fd, data, 16, 0) == 10 && memcmp(data, "0123xy6789", 10) == 0);
    CHECK(pread(fd, data, 1, 100) == 0);
    close(fd);
    puts("seeking");
}

static void holes(void) {
    char data[8];
    int fd = open(NAME, O_RDWR | O_TRUNC);
    CHECK(lseek(fd, 100000, SEEK_SET) == 100000 && size_of(fd) == 0);
    CHECK(write(fd, "end", 3) == 3 && size_of(fd) == 100003);
    CHECK(pread(fd, data, 8, 50000) == 8 && memcmp(data, "\0\0\0\0\0\0\0\0", 8) == 0);
    CHECK(ftruncate(fd, 100001) == 0 && size_of(fd) == 100001);
    CHECK(ftruncate(fd, 100003) == 0);
    CHECK(pread(fd, data, 8, 100000) == 3 && memcmp(data, "e\0\0", 3) == 0);
    close(fd);
    puts("holes");
}

static void vectors(void) {
    char first[4] = "", second[8] = "";
    struct iovec out[] = {{"abc", 3}, {"", 0}, {"defg", 4}};
    struct iovec in[] = {{first, 2}, {second, 8}};
    int fd = open(NAME, O_RDWR | O_TRUNC);
    CHECK(writev(fd, out, 3) == 7);
    CHECK(lseek(fd, 0, SEEK_SET) == 0 && readv(fd, in, 2) == 7);
    CHECK(memcmp(first, "ab", 2) == 0 && memcmp(second, "cdefg", 5) == 0);
    close(fd);
    puts("vectors");
}

int main(void) {
    umask(022);
    scratch();
    creating();
    appending();
    seeking();
    holes();
    vectors();
    CHECK(unlink(NAME) == 0);
    return finish();
}
