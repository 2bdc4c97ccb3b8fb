/*
 * Everything that a program can take without end, taken until it is refused: with the right error,
 * nothing lost, and all of it back when who took it is gone.
 * qemu-user: no (it would be taken from the host)
 */

#include "check.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/sysinfo.h>
#include <sys/syscall.h>
#include <time.h>

#ifndef RLIMIT_SIGPENDING
#define RLIMIT_SIGPENDING 11
#endif

enum { SET_LOCK = 6, WRITE_LOCK = 1, NO_LOCK };

/* The kernel's struct flock. */
struct record_lock {
    short type;
    short whence;
    long start;
    long length;
    int pid;
};

enum { PAGE = 4096, MOST_FILES = 4096, LINKS = 60, DEPTH = 300 };

static struct sysinfo memory(void) {
    struct sysinfo info;
    CHECK(sysinfo(&info) == 0);
    return info;
}

static void raise_limit(int resource, rlim_t value) {
    struct rlimit limit = {value, value};
    CHECK(setrlimit(resource, &limit) == 0);
}

/* Runs a part in a child, so that its end gives everything back. */
static void apart(void (*part)(void), const char *name) {
    pid_t child = split();
    if (child == 0) {
        part();
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts(name);
}

/* Goes on in a child with the same memory, but none of the files, and ends as it does. */
static void go_on(void (*part)(void)) {
    pid_t child = split();
    CHECK(child >= 0);
    if (child == 0) {
        for (int fd = 3; fd < MOST_FILES; fd++) {
            close(fd);
        }
        part();
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
}

static void descriptors(void) {
    const char *kept = "/tmp/exhaustion.kept";
    int fd = open(kept, O_CREAT | O_WRONLY, 0644);
    CHECK(fd >= 0 && write(fd, "text", 4) == 4);
    while (dup(fd) >= 0) {
    }
    CHECK(errno == EMFILE);
    FAILS(open("/tmp/exhaustion.new", O_CREAT | O_RDWR, 0644), EMFILE);
    FAILS(open(kept, O_TRUNC | O_WRONLY), EMFILE);
    struct stat status;
    CHECK(stat(kept, &status) == 0 && status.st_size == 4);
    FAILS(stat("/tmp/exhaustion.new", &status), ENOENT);
    CHECK(unlink(kept) == 0);
}

static void open_files(void) {
    while (open("/dev/null", O_RDONLY) >= 0) {
    }
    CHECK(errno == EMFILE || errno == ENFILE);
    if (errno == EMFILE) {
        go_on(open_files);
    }
}

static void all_open_files(void) {
    raise_limit(RLIMIT_NOFILE, MOST_FILES);
    open_files();
}

static char block[65536];

static void pipes(void) {
    int ends[2];
    while (pipe2(ends, O_NONBLOCK) == 0) {
        while (write(ends[1], block, sizeof block) > 0) {
        }
        CHECK(errno == EAGAIN);
    }
    CHECK(errno == EMFILE || errno == ENFILE);
    if (errno == EMFILE) {
        go_on(pipes);
        return;
    }
    CHECK(mkfifo("/tmp/exhaustion.fifo", 0600) == 0);
    FAILS(open("/tmp/exhaustion.fifo", O_RDWR), ENFILE);
    CHECK(unlink("/tmp/exhaustion.fifo") == 0);
}

static void all_pipes(void) {
    int first[2];
    raise_limit(RLIMIT_NOFILE, MOST_FILES);
    CHECK(pipe(first) == 0);
    pipes();
    CHECK(write(first[1], "still", 5) == 5 && read(first[0], block, 5) == 5);
}

static void sockets(void) {
    int ends[2];
    while (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0) {
        while (write(ends[1], block, sizeof block) > 0) {
        }
        CHECK(errno == EAGAIN || errno == ENOBUFS);
    }
    CHECK(errno == EMFILE || errno == ENFILE);
    if (errno == EMFILE) {
        go_on(sockets);
    }
}

static void all_sockets(void) {
    raise_limit(RLIMIT_NOFILE, MOST_FILES);
    sockets();
}

static void regions(void) {
    int count = 0;
    char *last = NULL;
    char *next = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    while (next != MAP_FAILED) {
        last = next;
        int protection = ++count % 2 ? PROT_NONE : PROT_READ;
        next = mmap(NULL, PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    }
    CHECK(errno == ENOMEM && count > 30000);
    CHECK(munmap(last, PAGE) == 0 && munmap(last + PAGE, PAGE) == 0);
    CHECK(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED);
}

static void locks(void) {
    int fd = open("/tmp/exhaustion.locks", O_CREAT | O_RDWR, 0644);
    CHECK(fd >= 0);
    struct record_lock lock = {.type = WRITE_LOCK, .length = 1};
    while (syscall(SYS_fcntl, fd, SET_LOCK, &lock) == 0) {
        lock.start += 2;
    }
    CHECK(errno == ENOLCK && lock.start > 1000);
    lock.start = 0;
    lock.type = NO_LOCK;
    lock.length = 0;
    CHECK(syscall(SYS_fcntl, fd, SET_LOCK, &lock) == 0);
    lock.type = WRITE_LOCK;
    CHECK(syscall(SYS_fcntl, fd, SET_LOCK, &lock) == 0);
    CHECK(unlink("/tmp/exhaustion.locks") == 0);
}

/* Queues signals to the process itself until there is no room, and answers how many. */
static int queue_signals(int signal) {
    int info[32] = {signal, 0, -1};
    int count = 0;
    while (syscall(SYS_rt_sigqueueinfo, getpid(), signal, info) == 0) {
        count++;
    }
    CHECK(errno == EAGAIN);
    return count;
}

static void signals(void) {
    int signal = SIGRTMIN + 1;
    sigset_t set;
    sigfillset(&set);
    CHECK(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
    struct rlimit limit = {100, RLIM_INFINITY};
    CHECK(setrlimit(RLIMIT_SIGPENDING, &limit) == 0);
    CHECK(queue_signals(signal) <= 100);
    raise_limit(RLIMIT_SIGPENDING, RLIM_INFINITY);
    CHECK(queue_signals(signal) > 1000);
    CHECK(kill(getpid(), SIGUSR1) == 0);
    sigset_t pending;
    CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1) == 1);
    int id;
    FAILS(syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, &id), EAGAIN);
}

/* All processes that there can be where they are few, or all that a user may have. */
static void processes(void) {
    CHECK(setpgid(0, 0) == 0);
    if (memory().totalram > 64ul << 20) {
        raise_limit(RLIMIT_NPROC, 200);
        CHECK(setuid(1000) == 0);
    }
    CHECK(signal(SIGTERM, SIG_IGN) != SIG_ERR);
    int count = 0;
    pid_t child = split();
    while (child > 0) {
        count++;
        child = fork();
    }
    if (child == 0) {
        signal(SIGTERM, SIG_DFL);
        for (;;) {
            pause();
        }
    }
    CHECK(errno == EAGAIN && count > 100);
    CHECK(kill(0, SIGKILL) == 0);
}

/* Every child of a user with few processes makes children as long as it can. */
static void bomb(void) {
    CHECK(setpgid(0, 0) == 0);
    raise_limit(RLIMIT_NPROC, 8);
    CHECK(setuid(1000) == 0);
    pid_t first = split();
    if (first == 0) {
        for (;;) {
            fork();
        }
    }
    struct timespec time = {0, 20 * 1000000};
    CHECK(nanosleep(&time, NULL) == 0);
    CHECK(kill(0, SIGKILL) == 0);
}

static void killed(void (*part)(void), const char *name) {
    pid_t child = split();
    if (child == 0) {
        part();
        leave(1);
    }
    CHECK(wait_status(child) == 128 + SIGKILL);
    child = split();
    while (child < 0 && errno == EAGAIN) {
        child = fork();
    }
    if (child == 0) {
        leave(7);
    }
    CHECK(wait_status(child) == 7);
    puts(name);
}

static void paths(void) {
    static char path[5000];
    memset(path, 'a', 256);
    FAILS(open(path, O_RDONLY), ENAMETOOLONG);
    FAILS(mkdir(path, 0700), ENAMETOOLONG);
    memset(path, '/', sizeof path - 1);
    FAILS(open(path, O_RDONLY), ENAMETOOLONG);
    scratch();
    CHECK(symlink("loop", "loop") == 0);
    FAILS(open("loop", O_RDONLY), ELOOP);
    CHECK(unlink("loop") == 0);
    char from[16];
    char to[16] = "/tmp";
    for (int link = 0; link < LINKS; link++) {
        snprintf(from, sizeof from, "link%d", link);
        CHECK(symlink(to, from) == 0);
        strcpy(to, from);
    }
    CHECK(close(open("link20", O_RDONLY)) == 0);
    FAILS(open(from, O_RDONLY), ELOOP);
    for (int link = 0; link < LINKS; link++) {
        snprintf(from, sizeof from, "link%d", link);
        CHECK(unlink(from) == 0);
    }
}

static void depth(void) {
    static char name[201];
    static char where[65536];
    memset(name, 'd', sizeof name - 1);
    for (int level = 0; level < DEPTH; level++) {
        CHECK(mkdir(name, 0700) == 0 && chdir(name) == 0);
    }
    CHECK(syscall(SYS_getcwd, where, sizeof where) == -1 && errno == ENAMETOOLONG);
    for (int level = 0; level < DEPTH; level++) {
        CHECK(chdir("..") == 0 && rmdir(name) == 0);
    }
}

static void arguments(void) {
    enum { LENGTH = 100000, COUNT = 40 };
    static char longest[2 * LENGTH];
    static char *argv[COUNT + 1];
    memset(longest, 'x', sizeof longest - 1);
    char *one[] = {longest, NULL};
    FAILS(execv("/bin/true", one), E2BIG);
    for (int each = 0; each < COUNT; each++) {
        argv[each] = longest + LENGTH;
    }
    FAILS(execv("/bin/true", argv), E2BIG);
    argv[COUNT / 4] = NULL;
    execv("/bin/true", argv);
    CHECK(false);
}

int main(void) {
    unsigned long before = memory().freeram;
    apart(descriptors, "descriptors");
    apart(all_open_files, "open files");
    apart(all_pipes, "pipes");
    apart(all_sockets, "sockets");
    apart(regions, "regions");
    apart(locks, "locks");
    apart(signals, "signals");
    killed(processes, "processes");
    killed(bomb, "bomb");
    paths();
    puts("paths");
    depth();
    puts("depth");
    apart(arguments, "arguments");
    CHECK(memory().freeram + 64 * PAGE >= before);
    puts("it comes back");
    return finish();
}
