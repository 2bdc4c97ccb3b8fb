/* How processes end: statuses, handlers at exit, signals, and what each does with buffers. */

#include "check.h"

static void first(void) { puts("handler 1, registered first"); }
static void second(void) { puts("handler 2, registered last"); }

static void statuses(void) {
    static const int codes[] = {0, 1, 127, 255, 256, 257, -1};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        pid_t child = split();
        if (child == 0) {
            _exit(codes[i]);
        }
        int status = wait_status(child);
        printf("_exit(%d) is status %d\n", codes[i], status);
        CHECK(status == (codes[i] & 0xff));
    }
}

static void handlers(void) {
    pid_t child = split();
    if (child == 0) {
        atexit(first);
        atexit(second);
        printf("buffered text, ");
        exit(9);
    }
    CHECK(wait_status(child) == 9);
    child = split();
    if (child == 0) {
        atexit(first);
        printf("lost by _exit");
        _exit(0);
    }
    CHECK(wait_status(child) == 0);
}

static void signals(void) {
    static const int numbers[] = {SIGHUP, SIGINT, SIGKILL, SIGTERM, SIGUSR1, SIGPIPE, SIGALRM};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        pid_t child = split();
        if (child == 0) {
            signal(SIGINT, SIG_DFL);
            raise(numbers[i]);
            _exit(0);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child);
        CHECK(WIFSIGNALED(status) && WTERMSIG(status) == numbers[i]);
    }
    puts("ended by signals");
    static const int harmless[] = {SIGCHLD, SIGCONT, SIGURG, SIGWINCH};
    pid_t child = split();
    if (child == 0) {
        for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
            raise(harmless[i]);
        }
        _exit(4);
    }
    CHECK(wait_status(child) == 4);
    child = split();
    if (child == 0) {
        abort();
    }
    CHECK(wait_status(child) == 128 + SIGABRT);
    puts("abort");
}

int main(void) {
    statuses();
    handlers();
    signals();
    return finish();
}
