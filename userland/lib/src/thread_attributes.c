/* Attributes of threads, and what is asked of running ones. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

enum { NAME = 16, PAGE = 4096, STACK = 1 << 20, PR_SET_NAME = 15, PR_GET_NAME = 16 };

static int tid_of(pthread_t id) {
    return id == pthread_self() ? own_tid() : ((struct thread *)id)->tid;
}

int pthread_attr_init(pthread_attr_t *attributes) {
    *attributes = (pthread_attr_t){.__stack_size = STACK, .__guard_size = PAGE};
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attributes) {
    (void)attributes;
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state) {
    if (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED) {
        return EINVAL;
    }
    attributes->__detached = state;
    return 0;
}

int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state) {
    *state = attributes->__detached;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
    if (size < PTHREAD_STACK_MIN) {
        return EINVAL;
    }
    attributes->__stack_size = size;
    return 0;
}

int pthread_attr_getstacksize(const pthread_attr_t *attributes, size_t *size) {
    *size = attributes->__stack_size;
    return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *attributes, size_t size) {
    attributes->__guard_size = size;
    return 0;
}

int pthread_attr_getguardsize(const pthread_attr_t *attributes, size_t *size) {
    *size = attributes->__guard_size;
    return 0;
}

int pthread_attr_setstack(pthread_attr_t *attributes, void *stack, size_t size) {
    int error = pthread_attr_setstacksize(attributes, size);
    if (error == 0) {
        attributes->__stack = stack;
    }
    return error;
}

int pthread_attr_getstack(const pthread_attr_t *attributes, void **stack, size_t *size) {
    *stack = attributes->__stack;
    *size = attributes->__stack_size;
    return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *attributes, int inherit) {
    if (inherit != PTHREAD_INHERIT_SCHED && inherit != PTHREAD_EXPLICIT_SCHED) {
        return EINVAL;
    }
    attributes->__explicit = inherit;
    return 0;
}

int pthread_attr_getinheritsched(const pthread_attr_t *attributes, int *inherit) {
    *inherit = attributes->__explicit;
    return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *attributes, int policy) {
    if (policy != SCHED_OTHER && policy != SCHED_FIFO && policy != SCHED_RR) {
        return EINVAL;
    }
    attributes->__policy = policy;
    return 0;
}

int pthread_attr_getschedpolicy(const pthread_attr_t *attributes, int *policy) {
    *policy = attributes->__policy;
    return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *attributes, const struct sched_param *parameter) {
    attributes->__parameter = *parameter;
    return 0;
}

int pthread_attr_getschedparam(const pthread_attr_t *attributes, struct sched_param *parameter) {
    *parameter = attributes->__parameter;
    return 0;
}

/* A thread that has ended and was not joined has an ID still, and no error (POSIX.1-2024). */
int pthread_kill(pthread_t id, int number) {
    int error = (int)-sys_tgkill(getpid(), tid_of(id), number);
    return error == ESRCH && load(&((struct thread *)id)->alive) == 0 ? 0 : error;
}

int pthread_sigqueue(pthread_t id, int number, const union sigval value) {
    siginfo_t info = {.si_signo = number, .si_code = SI_QUEUE};
    info.si_pid = getpid();
    info.si_uid = getuid();
    info.si_value = value;
    return (int)-sys_rt_tgsigqueueinfo(getpid(), tid_of(id), number, &info);
}

int pthread_sigmask(int how, const sigset_t *set, sigset_t *old) {
    int before = errno;
    int error = sigprocmask(how, set, old) < 0 ? errno : 0;
    errno = before;
    return error;
}

/* The kernel lets a thread rename another through this file only. */
static int open_name(pthread_t id, int flags) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/task/%d/comm", tid_of(id));
    return (int)sys_openat(AT_FDCWD, path, flags, 0);
}

int pthread_setname_np(pthread_t id, const char *name) {
    size_t length = strlen(name);
    if (length >= NAME) {
        return ERANGE;
    }
    if (id == pthread_self()) {
        return (int)-sys_prctl(PR_SET_NAME, (long)name, 0, 0, 0);
    }
    int fd = open_name(id, O_WRONLY);
    if (fd < 0) {
        return -fd;
    }
    long written = sys_write(fd, name, length);
    sys_close(fd);
    return written < 0 ? (int)-written : 0;
}

int pthread_getname_np(pthread_t id, char *name, size_t size) {
    if (size < NAME) {
        return ERANGE;
    }
    if (id == pthread_self()) {
        return (int)-sys_prctl(PR_GET_NAME, (long)name, 0, 0, 0);
    }
    int fd = open_name(id, O_RDONLY);
    if (fd < 0) {
        return -fd;
    }
    char line[NAME];
    long got = sys_read(fd, line, sizeof line);
    sys_close(fd);
    if (got < 1) {
        return got < 0 ? (int)-got : EIO;
    }
    line[got - 1] = '\0';
    strcpy(name, line);
    return 0;
}

/* The kernel's numbers of clocks: the inverted TID, and the CPU time of one thread. */
int pthread_getcpuclockid(pthread_t id, clockid_t *clock) {
    *clock = (int)(~(unsigned int)tid_of(id) << 3) | 6;
    return 0;
}

int pthread_setaffinity_np(pthread_t id, size_t size, const cpu_set_t *set) {
    return (int)-sys_sched_setaffinity(tid_of(id), size, set);
}

int pthread_getaffinity_np(pthread_t id, size_t size, cpu_set_t *set) {
    memset(set, 0, size);
    long result = sys_sched_getaffinity(tid_of(id), size, set);
    return result < 0 ? (int)-result : 0;
}

int pthread_setschedparam(pthread_t id, int policy, const struct sched_param *parameter) {
    return (int)-sys_sched_setscheduler(tid_of(id), policy, parameter);
}

int pthread_getschedparam(pthread_t id, int *policy, struct sched_param *parameter) {
    long result = sys_sched_getscheduler(tid_of(id));
    if (result < 0) {
        return (int)-result;
    }
    *policy = (int)result;
    return (int)-sys_sched_getparam(tid_of(id), parameter);
}

int pthread_setschedprio(pthread_t id, int priority) {
    struct sched_param parameter = {priority};
    return (int)-sys_sched_setparam(tid_of(id), &parameter);
}
