/* Processes: identity, creation, programs, waiting. */

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

enum { ARGUMENTS = 256 };

/* The child has only the thread that forks. */
pid_t fork(void) {
    __before_fork();
    long pid = sys_clone(SIGCHLD, 0, 0, 0, 0);
    __after_fork(pid == 0);
    return (pid_t)__result(pid);
}

/* A child that may share memory with its parent may also have its own. */
pid_t vfork(void) { return fork(); }

int execve(const char *path, char *const arguments[], char *const environment[]) {
    return (int)__result(sys_execve(path, arguments, environment));
}

int execv(const char *path, char *const arguments[]) { return execve(path, arguments, environ); }

/* Tries `name` in every folder of PATH; EACCES of one outweighs ENOENT of the others. */
int execvpe(const char *name, char *const arguments[], char *const environment[]) {
    if (strchr(name, '/') != NULL) {
        return execve(name, arguments, environment);
    }
    const char *folder = getenv("PATH");
    folder = folder != NULL ? folder : "/bin";
    int error = ENOENT;
    for (const char *end; *folder != '\0'; folder = *end == '\0' ? end : end + 1) {
        char path[4096];
        end = strchrnul(folder, ':');
        snprintf(path, sizeof path, "%.*s/%s", (int)(end - folder), folder, name);
        execve(path, arguments, environment);
        if (errno != ENOENT && errno != ENOTDIR) {
            error = errno;
        }
    }
    errno = error;
    return -1;
}

int execvp(const char *name, char *const arguments[]) {
    return execvpe(name, arguments, environ);
}

static void collect(char *collected[], const char *first, va_list rest) {
    collected[0] = (char *)first;
    for (int i = 1; i < ARGUMENTS && collected[i - 1] != NULL; i++) {
        collected[i] = va_arg(rest, char *);
    }
    collected[ARGUMENTS - 1] = NULL;
}

int execl(const char *path, const char *argument, ...) {
    char *collected[ARGUMENTS];
    va_list rest;
    va_start(rest, argument);
    collect(collected, argument, rest);
    va_end(rest);
    return execv(path, collected);
}

int execlp(const char *name, const char *argument, ...) {
    char *collected[ARGUMENTS];
    va_list rest;
    va_start(rest, argument);
    collect(collected, argument, rest);
    va_end(rest);
    return execvp(name, collected);
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
    return (pid_t)__result(
        __cancellable(SYS_wait4, pid, (long)status, options, (long)usage, 0, 0));
}

pid_t waitpid(pid_t pid, int *status, int options) { return wait4(pid, status, options, NULL); }
pid_t wait(int *status) { return waitpid(-1, status, 0); }

int waitid(idtype_t type, id_t id, siginfo_t *info, int options) {
    return (int)__result(__cancellable(SYS_waitid, type, id, (long)info, options, 0, 0));
}

/* As POSIX has it: the caller ignores SIGINT and SIGQUIT while the command runs. */
int system(const char *command) {
    if (command == NULL) {
        return 1;
    }
    sighandler_t interrupt = signal(SIGINT, SIG_IGN);
    sighandler_t quit = signal(SIGQUIT, SIG_IGN);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGINT, interrupt);
        signal(SIGQUIT, quit);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    signal(SIGINT, interrupt);
    signal(SIGQUIT, quit);
    return status;
}

pid_t getpid(void) { return (pid_t)sys_getpid(); }
pid_t getppid(void) { return (pid_t)sys_getppid(); }
pid_t gettid(void) { return (pid_t)sys_gettid(); }
pid_t getpgid(pid_t pid) { return (pid_t)__result(sys_getpgid(pid)); }
pid_t getpgrp(void) { return getpgid(0); }
pid_t getsid(pid_t pid) { return (pid_t)__result(sys_getsid(pid)); }
int setpgid(pid_t pid, pid_t group) { return (int)__result(sys_setpgid(pid, group)); }
pid_t setsid(void) { return (pid_t)__result(sys_setsid()); }
uid_t getuid(void) { return (uid_t)sys_getuid(); }
uid_t geteuid(void) { return (uid_t)sys_geteuid(); }
gid_t getgid(void) { return (gid_t)sys_getgid(); }
gid_t getegid(void) { return (gid_t)sys_getegid(); }
int setuid(uid_t user) { return (int)__result(sys_setuid(user)); }
int setgid(gid_t group) { return (int)__result(sys_setgid(group)); }

int tcsetpgrp(int fd, pid_t group) { return ioctl(fd, TIOCSPGRP, &group); }

pid_t tcgetpgrp(int fd) {
    pid_t group;
    return ioctl(fd, TIOCGPGRP, &group) < 0 ? -1 : group;
}

int getrlimit(int resource, struct rlimit *limit) {
    return (int)__result(sys_prlimit64(0, resource, NULL, limit));
}

int setrlimit(int resource, const struct rlimit *limit) {
    return (int)__result(sys_prlimit64(0, resource, limit, NULL));
}

int getrusage(int who, struct rusage *usage) { return (int)__result(sys_getrusage(who, usage)); }

/* The kernel answers 20 less the priority, so that a result is never negative. */
int getpriority(int which, id_t who) {
    long result = __result(sys_getpriority(which, who));
    return result < 0 ? -1 : 20 - (int)result;
}

int setpriority(int which, id_t who, int priority) {
    return (int)__result(sys_setpriority(which, who, priority));
}

int sched_yield(void) { return (int)__result(sys_sched_yield()); }

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameter) {
    return (int)__result(sys_sched_setscheduler(pid, policy, parameter));
}

int sched_getscheduler(pid_t pid) { return (int)__result(sys_sched_getscheduler(pid)); }

int sched_setparam(pid_t pid, const struct sched_param *parameter) {
    return (int)__result(sys_sched_setparam(pid, parameter));
}

int sched_getparam(pid_t pid, struct sched_param *parameter) {
    return (int)__result(sys_sched_getparam(pid, parameter));
}

int sched_setattr(pid_t pid, struct sched_attr *attributes, unsigned int flags) {
    return (int)__result(sys_sched_setattr(pid, attributes, flags));
}

int sched_getattr(pid_t pid, struct sched_attr *attributes, unsigned int size, unsigned int flags) {
    return (int)__result(sys_sched_getattr(pid, attributes, size, flags));
}

int sched_get_priority_max(int policy) {
    return (int)__result(sys_sched_get_priority_max(policy));
}

int sched_get_priority_min(int policy) {
    return (int)__result(sys_sched_get_priority_min(policy));
}

int sched_rr_get_interval(pid_t pid, struct timespec *interval) {
    return (int)__result(sys_sched_rr_get_interval(pid, interval));
}

int sched_getcpu(void) {
    unsigned int hart = 0;
    return __result(sys_getcpu(&hart, NULL)) < 0 ? -1 : (int)hart;
}

int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set) {
    memset(set, 0, size);
    return __result(sys_sched_getaffinity(pid, size, set)) < 0 ? -1 : 0;
}

int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set) {
    return (int)__result(sys_sched_setaffinity(pid, size, set));
}
