/* The ways out of a program. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stubs.h"

enum { HANDLERS = 32 };

static void (*handlers[HANDLERS])(void);
static int handler_count;

int atexit(void (*function)(void)) {
    if (handler_count == HANDLERS) {
        return -1;
    }
    handlers[handler_count++] = function;
    return 0;
}

_Noreturn void exit(int status) {
    while (handler_count > 0) {
        handlers[--handler_count]();
    }
    fflush(NULL);
    _exit(status);
}

_Noreturn void _exit(int status) {
    for (;;) {
        sys_exit_group(status);
    }
}

_Noreturn void _Exit(int status) { _exit(status); }

_Noreturn void abort(void) {
    sigset_t abort_only = 1UL << (SIGABRT - 1);
    raise(SIGABRT);
    signal(SIGABRT, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &abort_only, NULL);
    raise(SIGABRT);
    _exit(127);
}

_Noreturn void __assert_failed(const char *condition, const char *file, int line,
                               const char *function) {
    fflush(stdout);
    fprintf(stderr, "%s:%d: %s: Assertion `%s' failed.\n", file, line, function, condition);
    abort();
}
