/* A pointer to nowhere in any system call is EFAULT, and the process lives. */

#include "check.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

static char *bad;      /* nothing is mapped there */
static char *readonly; /* nothing can be written there */
static char *last;     /* the last byte of a mapping: what begins here runs out of it */

static void names(void) {
    FAILS(syscall(SYS_openat, AT_FDCWD, bad, O_RDONLY, 0), EFAULT);
    FAILS(syscall(SYS_openat, AT_FDCWD, NULL, O_RDONLY, 0), EFAULT);
    FAILS(syscall(SYS_openat, AT_FDCWD, last, O_RDONLY, 0), EFAULT);
    FAILS(syscall(SYS_mkdirat, AT_FDCWD, bad, 0755), EFAULT);
    FAILS(syscall(SYS_unlinkat, AT_FDCWD, bad, 0), EFAULT);
    FAILS(syscall(SYS_chdir, bad), EFAULT);
    FAILS(syscall(SYS_renameat2, AT_FDCWD, bad, AT_FDCWD, "x", 0), EFAULT);
    FAILS(syscall(SYS_execve, bad, NULL, NULL), EFAULT);
    FAILS(syscall(SYS_execve, "/bin/true", bad, NULL), EFAULT);
    puts("names");
}

static void buffers(void) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    FAILS(syscall(SYS_write, ends[1], bad, 10), EFAULT);
    CHECK(write(ends[1], "data", 4) == 4);
    FAILS(syscall(SYS_read, ends[0], bad, 4), EFAULT);
    FAILS(syscall(SYS_read, ends[0], readonly, 4), EFAULT);
    FAILS(syscall(SYS_writev, ends[1], bad, 1), EFAULT);
    FAILS(syscall(SYS_pipe2, bad, 0), EFAULT);
    FAILS(syscall(SYS_pipe2, readonly, 0), EFAULT);
    FAILS(syscall(SYS_getcwd, bad, 100), EFAULT);
    puts("buffers");
}

static void structures(void) {
    FAILS(syscall(SYS_fstat, 1, bad), EFAULT);
    FAILS(syscall(SYS_newfstatat, AT_FDCWD, "/", bad, 0), EFAULT);
    FAILS(syscall(SYS_uname, bad), EFAULT);
    FAILS(syscall(SYS_clock_gettime, 0, bad), EFAULT);
    FAILS(syscall(SYS_rt_sigaction, SIGUSR1, bad, NULL, 8), EFAULT);
    FAILS(syscall(SYS_rt_sigaction, SIGUSR1, NULL, bad, 8), EFAULT);
    FAILS(syscall(SYS_rt_sigprocmask, SIG_BLOCK, bad, NULL, 8), EFAULT);
    FAILS(syscall(SYS_ppoll, bad, 1, NULL, NULL, 0), EFAULT);
    FAILS(syscall(SYS_prlimit64, 0, 7, NULL, bad), EFAULT);
    FAILS(syscall(SYS_getdents64, open("/", O_RDONLY), bad, 1000), EFAULT);
    FAILS(syscall(SYS_futex, bad, 1, 1, NULL, NULL, 0), EFAULT);
    puts("structures");
}

static void waiting(void) {
    pid_t child = split();
    if (child == 0) {
        leave(0);
    }
    FAILS(syscall(SYS_wait4, child, bad, 0, NULL), EFAULT);
    puts("waiting");
}

int main(void) {
    char *pages = mmap(NULL, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(pages != MAP_FAILED);
    memset(pages, 'x', 4096);
    last = pages + 4095;
    readonly = pages + 2 * 4096;
    bad = pages + 4096;
    CHECK(munmap(bad, 4096) == 0 && mprotect(readonly, 4096, PROT_READ) == 0);
    names();
    buffers();
    structures();
    waiting();
    return finish();
}
