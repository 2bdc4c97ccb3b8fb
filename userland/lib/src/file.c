/* Files and descriptors: the system calls, and the older names for them. */

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

int openat(int directory, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return (int)__result(
        __cancellable(SYS_openat, directory, (long)path, flags, (long)mode, 0, 0));
}

int open(const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openat(AT_FDCWD, path, flags, mode);
}

int creat(const char *path, mode_t mode) {
    return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int fcntl(int fd, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return (int)__result(sys_fcntl(fd, command, argument));
}

ssize_t read(int fd, void *data, size_t size) {
    return __result(__cancellable(SYS_read, fd, (long)data, (long)size, 0, 0, 0));
}

ssize_t write(int fd, const void *data, size_t size) {
    return __result(__cancellable(SYS_write, fd, (long)data, (long)size, 0, 0, 0));
}

ssize_t readv(int fd, const struct iovec *parts, int count) {
    return __result(sys_readv(fd, parts, count));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    return __result(sys_writev(fd, parts, count));
}

ssize_t pread(int fd, void *data, size_t size, off_t offset) {
    return __result(sys_pread64(fd, data, size, offset));
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    return __result(sys_pwrite64(fd, data, size, offset));
}

off_t lseek(int fd, off_t offset, int whence) {
    return __result(sys_lseek(fd, offset, whence));
}

int close(int fd) { return (int)__result(__cancellable(SYS_close, fd, 0, 0, 0, 0, 0)); }
int dup(int fd) { return (int)__result(sys_dup(fd)); }
int dup3(int from, int to, int flags) { return (int)__result(sys_dup3(from, to, flags)); }

/* Unlike dup3, equal descriptors are no error if they are open. */
int dup2(int from, int to) {
    if (from == to) {
        return fcntl(from, F_GETFD) < 0 ? -1 : to;
    }
    return dup3(from, to, 0);
}

int pipe2(int ends[2], int flags) { return (int)__result(sys_pipe2(ends, flags)); }
int pipe(int ends[2]) { return pipe2(ends, 0); }
int ftruncate(int fd, off_t length) { return (int)__result(sys_ftruncate(fd, length)); }
int truncate(const char *path, off_t length) { return (int)__result(sys_truncate(path, length)); }
int fsync(int fd) { return (int)__result(sys_fsync(fd)); }
int fdatasync(int fd) { return (int)__result(sys_fdatasync(fd)); }

int fstatat(int directory, const char *path, struct stat *status, int flags) {
    return (int)__result(sys_newfstatat(directory, path, status, flags));
}

int stat(const char *path, struct stat *status) { return fstatat(AT_FDCWD, path, status, 0); }

int lstat(const char *path, struct stat *status) {
    return fstatat(AT_FDCWD, path, status, AT_SYMLINK_NOFOLLOW);
}

int fstat(int fd, struct stat *status) { return (int)__result(sys_fstat(fd, status)); }

int mkdir(const char *path, mode_t mode) {
    return (int)__result(sys_mkdirat(AT_FDCWD, path, mode));
}

int mkfifo(const char *path, mode_t mode) {
    return (int)__result(sys_mknodat(AT_FDCWD, path, S_IFIFO | mode, 0));
}

int chmod(const char *path, mode_t mode) {
    return (int)__result(sys_fchmodat(AT_FDCWD, path, mode));
}

int fchmod(int fd, mode_t mode) { return (int)__result(sys_fchmod(fd, mode)); }

int chown(const char *path, uid_t user, gid_t group) {
    return (int)__result(sys_fchownat(AT_FDCWD, path, user, group, 0));
}

mode_t umask(mode_t mask) { return (mode_t)sys_umask(mask); }

int utimensat(int directory, const char *path, const struct timespec times[2], int flags) {
    return (int)__result(sys_utimensat(directory, path, times, flags));
}

int access(const char *path, int mode) {
    return (int)__result(sys_faccessat(AT_FDCWD, path, mode));
}

int chdir(const char *path) { return (int)__result(sys_chdir(path)); }
int fchdir(int fd) { return (int)__result(sys_fchdir(fd)); }

/* The kernel needs room for the longest path; the caller may have less. */
char *getcwd(char *path, size_t size) {
    char buffer[4096];
    if (__result(sys_getcwd(buffer, sizeof buffer)) < 0) {
        return NULL;
    }
    if (path == NULL) {
        return strdup(buffer);
    }
    if (strlen(buffer) >= size) {
        errno = ERANGE;
        return NULL;
    }
    return strcpy(path, buffer);
}

int link(const char *from, const char *to) {
    return (int)__result(sys_linkat(AT_FDCWD, from, AT_FDCWD, to, 0));
}

int symlink(const char *target, const char *path) {
    return (int)__result(sys_symlinkat(target, AT_FDCWD, path));
}

ssize_t readlink(const char *path, char *target, size_t size) {
    return __result(sys_readlinkat(AT_FDCWD, path, target, size));
}

int unlinkat(int directory, const char *path, int flags) {
    return (int)__result(sys_unlinkat(directory, path, flags));
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int remove(const char *path) {
    return unlink(path) == 0 || (errno == EISDIR && rmdir(path) == 0) ? 0 : -1;
}

int rename(const char *from, const char *to) {
    return (int)__result(sys_renameat2(AT_FDCWD, from, AT_FDCWD, to, 0));
}

/* Replaces the six X that end `template` by digits that make a new name. */
int mkstemp(char *template) {
    char *digits = template + strlen(template) - 6;
    for (int attempt = 0; attempt < 100; attempt++) {
        snprintf(digits, 7, "%06d", (getpid() * 100 + attempt) % 1000000);
        int fd = open(template, O_RDWR | O_CREAT | O_EXCL, 0600);
        if (fd >= 0 || errno != EEXIST) {
            return fd;
        }
    }
    return -1;
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
    return (void *)__result(sys_mmap(address, length, protection, flags, fd, offset));
}

int munmap(void *address, size_t length) { return (int)__result(sys_munmap(address, length)); }

int mprotect(void *address, size_t length, int protection) {
    return (int)__result(sys_mprotect(address, length, protection));
}

int madvise(void *address, size_t length, int advice) {
    return (int)__result(sys_madvise(address, length, advice));
}

/* The system call answers the break that is in force, whether or not it moved. */
int brk(void *end) {
    if (sys_brk(end) != (long)end) {
        errno = ENOMEM;
        return -1;
    }
    return 0;
}

void *sbrk(intptr_t increment) {
    char *old = (char *)sys_brk(0);
    return increment == 0 || brk(old + increment) == 0 ? old : (void *)-1;
}
