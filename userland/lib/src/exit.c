/* The ways out of a program. */

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

enum { HANDLERS = 32 };

static void (*handlers[HANDLERS])(void);
static int handler_count;
static int handlers_lock;
static int exiting; /* locked for ever by the thread that ends the program */

int atexit(void (*function)(void)) {
    HOLDING(&handlers_lock);
    if (handler_count == HANDLERS) {
        return -1;
    }
    handlers[handler_count++] = function;
    return 0;
}

/* Each handler is taken once, and may register more. */
static bool take_handler(void (**handler)(void)) {
    HOLDING(&handlers_lock);
    if (handler_count == 0) {
        return false;
    }
    *handler = handlers[--handler_count];
    return true;
}

/* A handler may call it again; other threads wait for the end. */
_Noreturn void exit(int status) {
    void (*handler)(void);
    if (!__threaded || (load(&exiting) & TID_MASK) != own_tid()) {
        __lock(&exiting);
    }
    while (take_handler(&handler)) {
        handler();
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
