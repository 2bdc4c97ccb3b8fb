/*
 * Scheduling: what sched_setattr and its kin take, refuse and remember, nice values and affinity.
 *
 * qemu-user: no (it has the host's clock and the host's privileges)
 */

#include "check.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* As in <linux/sched/types.h>, with what a later kernel may have added. */
struct attributes {
    unsigned int size, policy;
    unsigned long flags;
    int nice;
    unsigned int priority;
    unsigned long runtime, deadline, period, later;
};

enum { FIRST_SIZE = 48, MILLISECOND = 1000000 };

static long set(struct attributes *attributes) {
    return syscall(SYS_sched_setattr, 0, attributes, 0);
}

static struct attributes get(void) {
    struct attributes attributes = {0};
    CHECK(syscall(SYS_sched_getattr, 0, &attributes, FIRST_SIZE, 0) == 0);
    return attributes;
}

static struct attributes normal(void) { return (struct attributes){.size = FIRST_SIZE}; }

static void sizes(void) {
    struct attributes attributes = normal();
    attributes.size = 40;
    FAILS(set(&attributes), E2BIG);
    CHECK(attributes.size == FIRST_SIZE);
    attributes.size = sizeof attributes;
    CHECK(set(&attributes) == 0);
    attributes.later = 1;
    FAILS(set(&attributes), E2BIG);
    attributes.size = 0;
    CHECK(set(&attributes) == 0);
    FAILS(syscall(SYS_sched_getattr, 0, &attributes, 40, 0), EINVAL);
    FAILS(syscall(SYS_sched_setattr, 0, NULL, 0), EINVAL);
    FAILS(syscall(SYS_sched_setattr, -1, &attributes, 0), EINVAL);
    FAILS(syscall(SYS_sched_setattr, 30000, &attributes, 0), ESRCH);
    puts("sizes");
}

static void policies(void) {
    struct sched_param parameter = {0};
    CHECK(sched_get_priority_max(SCHED_FIFO) == 99 && sched_get_priority_min(SCHED_RR) == 1);
    CHECK(sched_get_priority_max(SCHED_OTHER) == 0);
    FAILS(sched_get_priority_max(4), EINVAL);
    CHECK(sched_getscheduler(0) == SCHED_OTHER);
    FAILS(sched_setscheduler(0, SCHED_FIFO, &parameter), EINVAL);
    FAILS(sched_setscheduler(0, 4, &parameter), EINVAL);
    FAILS(sched_setscheduler(30000, SCHED_OTHER, &parameter), ESRCH);
    parameter.sched_priority = 7;
    FAILS(sched_setscheduler(0, SCHED_OTHER, &parameter), EINVAL);
    CHECK(sched_setscheduler(0, SCHED_RR, &parameter) == 0 && sched_getscheduler(0) == SCHED_RR);
    struct timespec quantum;
    CHECK(sched_rr_get_interval(0, &quantum) == 0 && quantum.tv_nsec == 100 * MILLISECOND);
    parameter.sched_priority = 9;
    CHECK(sched_setparam(0, &parameter) == 0);
    parameter.sched_priority = 0;
    CHECK(sched_getparam(0, &parameter) == 0 && parameter.sched_priority == 9);
    CHECK(sched_setscheduler(0, SCHED_FIFO, &parameter) == 0);
    CHECK(sched_rr_get_interval(0, &quantum) == 0 && quantum.tv_nsec == 0);
    parameter.sched_priority = 0;
    CHECK(sched_setscheduler(0, SCHED_OTHER, &parameter) == 0);
    puts("policies");
}

static void declared(void) {
    struct attributes attributes = normal();
    attributes.runtime = 30 * MILLISECOND;
    attributes.nice = 3;
    CHECK(set(&attributes) == 0);
    CHECK(get().runtime == 30 * MILLISECOND && get().nice == 3);
    CHECK(getpriority(PRIO_PROCESS, 0) == 3);
    attributes = normal();
    CHECK(set(&attributes) == 0 && get().runtime == 0 && get().nice == 0);
    puts("declared time");
}

static struct attributes periodic(unsigned long runtime, unsigned long period) {
    struct attributes attributes = normal();
    attributes.policy = 6;
    attributes.runtime = runtime;
    attributes.deadline = period;
    attributes.period = period;
    return attributes;
}

static void deadlines(void) {
    struct attributes attributes = periodic(20 * MILLISECOND, 10 * MILLISECOND);
    FAILS(set(&attributes), EINVAL);
    attributes = periodic(100, 10 * MILLISECOND);
    FAILS(set(&attributes), EINVAL);
    attributes = periodic(20000, 50000);
    FAILS(set(&attributes), EINVAL);
    attributes = periodic(2 * MILLISECOND, 10 * MILLISECOND);
    attributes.period = 0;
    CHECK(set(&attributes) == 0);
    CHECK(get().policy == 6 && get().runtime == 2 * MILLISECOND);
    CHECK(get().period == 10 * MILLISECOND);
    errno = 0;
    CHECK(fork() == -1 && errno == EAGAIN);
    cpu_set_t first;
    CPU_ZERO(&first);
    CPU_SET(0, &first);
    if (sysconf(_SC_NPROCESSORS_ONLN) > 1) {
        FAILS(sched_setaffinity(0, sizeof first, &first), EBUSY);
    }
    CHECK(sched_yield() == 0);
    attributes = normal();
    CHECK(set(&attributes) == 0);
    puts("deadlines");
}

/* As many as there are harts take nearly all that can be promised; then there is no more. */
static void admission(void) {
    long harts = sysconf(_SC_NPROCESSORS_ONLN);
    int hold[2], told[2];
    char byte;
    CHECK(pipe(hold) == 0 && pipe(told) == 0);
    for (long i = 0; i < harts; i++) {
        if (split() == 0) {
            struct attributes attributes = periodic(93 * MILLISECOND, 100 * MILLISECOND);
            close(hold[1]);
            int admitted = set(&attributes) == 0;
            CHECK(write(told[1], admitted ? "y" : "n", 1) == 1);
            leave(read(hold[0], &byte, 1) == 0 ? 0 : 1);
        }
    }
    for (long i = 0; i < harts; i++) {
        CHECK(read(told[0], &byte, 1) == 1 && byte == 'y');
    }
    struct attributes attributes = periodic(50 * MILLISECOND, 100 * MILLISECOND);
    if (harts <= 4) {
        FAILS(set(&attributes), EBUSY);
    }
    close(hold[1]);
    while (wait(NULL) > 0) {
    }
    CHECK(set(&attributes) == 0);
    attributes = normal();
    CHECK(set(&attributes) == 0);
    close(hold[0]);
    close(told[0]);
    close(told[1]);
    puts("admission");
}

static void forks(void) {
    struct sched_param parameter = {.sched_priority = 5};
    CHECK(sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) == 0);
    CHECK(sched_getscheduler(0) == (SCHED_FIFO | SCHED_RESET_ON_FORK));
    pid_t child = split();
    if (child == 0) {
        CHECK(sched_getscheduler(0) == SCHED_OTHER);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    CHECK(sched_setscheduler(0, SCHED_FIFO, &parameter) == 0);
    child = split();
    if (child == 0) {
        CHECK(sched_getscheduler(0) == SCHED_FIFO);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    parameter.sched_priority = 0;
    CHECK(sched_setscheduler(0, SCHED_OTHER, &parameter) == 0);
    puts("forks");
}

/* What a user may who is not the superuser. */
static int unprivileged(void) {
    struct rlimit limit = {.rlim_cur = 20, .rlim_max = 20};
    struct sched_param parameter = {.sched_priority = 5};
    CHECK(setrlimit(RLIMIT_NICE, &limit) == 0);
    limit.rlim_cur = limit.rlim_max = 4;
    CHECK(setrlimit(RLIMIT_RTPRIO, &limit) == 0);
    CHECK(setuid(1000) == 0);
    FAILS(sched_setscheduler(0, SCHED_FIFO, &parameter), EPERM);
    parameter.sched_priority = 4;
    CHECK(sched_setscheduler(0, SCHED_FIFO, &parameter) == 0);
    parameter.sched_priority = 0;
    CHECK(sched_setscheduler(0, SCHED_IDLE, &parameter) == 0);
    CHECK(sched_setscheduler(0, SCHED_OTHER, &parameter) == 0);
    FAILS(sched_setscheduler(1, SCHED_BATCH, &parameter), EPERM);
    FAILS(setpriority(PRIO_PROCESS, 1, 5), EPERM);
    CHECK(setpriority(PRIO_PROCESS, 0, 5) == 0);
    CHECK(setpriority(PRIO_PROCESS, 0, 0) == 0);
    FAILS(setpriority(PRIO_PROCESS, 0, -1), EACCES);
    struct attributes attributes = periodic(2 * MILLISECOND, 10 * MILLISECOND);
    FAILS(set(&attributes), EPERM);
    return failures;
}

static void permissions(void) {
    pid_t child = split();
    if (child == 0) {
        leave(unprivileged());
    }
    CHECK(wait_status(child) == 0);
    puts("permissions");
}

/* A policy can be changed under running processes, by name, and by the superuser only. */
static void choice(void) {
    char before[64] = "", text[64] = "";
    int fd = open("/proc/sys/kernel/scheduler", O_RDWR);
    CHECK(fd >= 0);
    ssize_t length = read(fd, before, sizeof before - 1);
    CHECK(length > 1);
    FAILS(write(fd, "best", 4), EINVAL);
    FAILS(write(fd, "mlfq:levels=0", 13), EINVAL);
    const char *const all[] = {"fcfs",    "sjf",    "srtf",  "priority:ageing=true", "mlfq:levels=3",
                               "lottery", "stride", "eevdf", "rm",                   "edf", "rr"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        CHECK(write(fd, all[i], strlen(all[i])) == (ssize_t)strlen(all[i]));
        CHECK(pread(fd, text, sizeof text - 1, 0) == (ssize_t)strlen(all[i]) + 1);
        CHECK(strncmp(text, all[i], strlen(all[i])) == 0);
        pid_t child = split();
        if (child == 0) {
            leave(sched_yield());
        }
        CHECK(wait_status(child) == 0);
    }
    CHECK(write(fd, before, (size_t)length) == length);
    close(fd);
    pid_t child = split();
    if (child == 0) {
        CHECK(setuid(1000) == 0);
        FAILS(open("/proc/sys/kernel/scheduler", O_WRONLY), EACCES);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts("choice");
}

int main(void) {
    sizes();
    policies();
    declared();
    deadlines();
    admission();
    forks();
    permissions();
    choice();
    return finish();
}
