/* The error of each call that is used wrongly. */

#include "check.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>

static void descriptors(void) {
    struct stat status;
    char byte = 0;
    FAILS(read(-1, &byte, 1), EBADF);
    FAILS(write(999, &byte, 1), EBADF);
    FAILS(close(-1), EBADF);
    FAILS(dup(999), EBADF);
    FAILS(fstat(999, &status), EBADF);
    FAILS(lseek(999, 0, SEEK_SET), EBADF);
    FAILS(fcntl(999, F_GETFD), EBADF);
    FAILS(ftruncate(999, 0), EBADF);
    FAILS(openat(999, "x", O_RDONLY), EBADF);
    puts("descriptors");
}

static void paths(void) {
    struct stat status;
    static char longest[5000];
    memset(longest, 'x', sizeof longest - 1);
    FAILS(open("/nonexistent", O_RDONLY), ENOENT);
    FAILS(open("", O_RDONLY), ENOENT);
    FAILS(open("/nonexistent/x", O_WRONLY | O_CREAT, 0644), ENOENT);
    FAILS(open("/dev/null/x", O_RDONLY), ENOTDIR);
    FAILS(open("/tmp", O_WRONLY), EISDIR);
    FAILS(open("/dev/null", O_RDONLY | O_DIRECTORY), ENOTDIR);
    FAILS(open(longest, O_RDONLY), ENAMETOOLONG);
    longest[300] = '\0';
    FAILS(open(longest, O_WRONLY | O_CREAT, 0644), ENAMETOOLONG);
    FAILS(stat("/nonexistent", &status), ENOENT);
    FAILS(unlink("/nonexistent"), ENOENT);
    FAILS(rmdir("/nonexistent"), ENOENT);
    FAILS(mkdir("/tmp", 0755), EEXIST);
    FAILS(chdir("/dev/null"), ENOTDIR);
    FAILS(access("/nonexistent", F_OK), ENOENT);
    FAILS(readlink("/tmp", longest, sizeof longest), EINVAL);
    puts("paths");
}

static void processes(void) {
    FAILS(kill(0x3fffffff, 0), ESRCH);
    FAILS(kill(getpid(), -1), EINVAL);
    FAILS(kill(-0x3fffffff, SIGTERM), ESRCH);
    FAILS(waitpid(1, NULL, 0), ECHILD);
    FAILS(setpgid(0x3fffffff, 0), ESRCH);
    FAILS(setpgid(0, -1), EINVAL);
    FAILS(getpgid(0x3fffffff), ESRCH);
    FAILS(getsid(0x3fffffff), ESRCH);
    puts("processes");
}

static void others(void) {
    struct timespec wrong = {0, 1000000000}, negative = {-1, 0}, now;
    struct termios settings;
    int ends[2];
    FAILS(nanosleep(&wrong, NULL), EINVAL);
    FAILS(nanosleep(&negative, NULL), EINVAL);
    FAILS(clock_gettime(999, &now), EINVAL);
    FAILS(pipe2(ends, 0x5), EINVAL);
    CHECK(pipe(ends) == 0);
    FAILS(tcgetattr(ends[0], &settings), ENOTTY);
    FAILS(ioctl(ends[0], TIOCGPGRP, &ends), ENOTTY);
    FAILS(tcgetattr(999, &settings), EBADF);
    FAILS(sigaction(0, NULL, &(struct sigaction){0}), EINVAL);
    FAILS(sigaction(99, NULL, &(struct sigaction){0}), EINVAL);
    FAILS(munmap((void *)1, 4096), EINVAL);
    FAILS(syscall(5000), ENOSYS);
    puts("others");
}

int main(void) {
    descriptors();
    paths();
    processes();
    others();
    return finish();
}
