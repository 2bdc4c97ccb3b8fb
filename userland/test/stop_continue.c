/* Stopping and continuing: SIGSTOP, SIGTSTP, SIGCONT, WUNTRACED, WCONTINUED. */

#include "check.h"

static volatile sig_atomic_t continued;

static void on_continue(int number) {
    (void)number;
    continued++;
}

static pid_t start(void) {
    pid_t child = split();
    if (child == 0) {
        signal(SIGCONT, on_continue);
        while (continued == 0) {
            raise(SIGSTOP);
        }
        leave(20 + continued);
    }
    return child;
}

static void stop_and_continue(void) {
    int status;
    pid_t child = start();
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
    CHECK(waitpid(child, &status, WUNTRACED | WNOHANG) == 0); /* Told only once. */
    CHECK(kill(child, 0) == 0);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 21);
    puts("stopped, continued, its handler ran");
}

static void continued_is_told(void) {
    int status;
    pid_t child = split();
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    CHECK(setpgid(child, child) == 0); /* SIGTSTP does not stop orphaned groups. */
    CHECK(kill(child, SIGTSTP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child && WSTOPSIG(status) == SIGTSTP);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(waitpid(child, &status, WCONTINUED) == child && WIFCONTINUED(status));
    puts("WCONTINUED");
    CHECK(kill(child, SIGSTOP) == 0);
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(kill(child, SIGTERM) == 0); /* Waits until the process continues. */
    usleep(20000);
    CHECK(waitpid(child, &status, WNOHANG) == 0);
    CHECK(kill(child, SIGCONT) == 0);
    CHECK(wait_status(child) == 128 + SIGTERM);
    puts("SIGTERM waits for SIGCONT");
}

static void killed_while_stopped(void) {
    int status;
    pid_t child = start();
    CHECK(waitpid(child, &status, WUNTRACED) == child);
    CHECK(kill(child, SIGKILL) == 0);
    CHECK(wait_status(child) == 128 + SIGKILL);
    puts("SIGKILL does not wait");
}

int main(void) {
    stop_and_continue();
    continued_is_told();
    killed_while_stopped();
    return finish();
}
