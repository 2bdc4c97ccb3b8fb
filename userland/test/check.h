/*
 * What the test programs share. Each tests one theme from inside, prints a line for each step that
 * does not depend on PIDs, addresses or time, and exits with 0 only if every check held. They are
 * plain POSIX and Linux: with another C library and kernel they must print the same.
 */

#pragma once

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int failures;

/* Notes a condition that must hold. */
#define CHECK(condition) check((condition), #condition, __LINE__)

/* A call that must fail with this error. */
#define FAILS(call, error) check_error((errno = 0, (long)(call)), error, #call, __LINE__)

static inline bool check(bool holds, const char *text, int line) {
    if (!holds) {
        printf("line %d: not true: %s (errno %d)\n", line, text, errno);
        failures++;
    }
    return holds;
}

static inline void check_error(long result, int error, const char *text, int line) {
    if (result != -1 || errno != error) {
        printf("line %d: %s gave %ld, errno %d, not %d\n", line, text, result, errno, error);
        failures++;
    }
}

/* Forks with nothing left in the buffers; a child must leave by leave(). */
static inline pid_t split(void) {
    fflush(NULL);
    return fork();
}

_Noreturn static inline void leave(int status) {
    fflush(NULL);
    _exit(status);
}

/* Waits for one child; its status as the shell has it: 128 plus the signal that ended it. */
static inline int wait_status(pid_t pid) {
    int status;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static char scratch_folder[32];

/* Goes to a new folder of this process, which finish() removes: it must be empty by then. */
static inline const char *scratch(void) {
    snprintf(scratch_folder, sizeof scratch_folder, "/tmp/test.%d", (int)getpid());
    CHECK(mkdir(scratch_folder, 0755) == 0 && chdir(scratch_folder) == 0);
    return scratch_folder;
}

static inline int finish(void) {
    if (scratch_folder[0] != '\0') {
        CHECK(chdir("/") == 0 && rmdir(scratch_folder) == 0);
    }
    puts(failures == 0 ? "ok" : "FAILED");
    return failures != 0;
}
