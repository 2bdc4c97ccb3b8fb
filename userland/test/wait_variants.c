/* The variants of waiting: WNOHANG, by process, by group, without reaping, with nobody there. */

#include "check.h"

static pid_t start(int status, bool waits) {
    pid_t child = split();
    if (child == 0) {
        while (waits) {
            pause();
        }
        leave(status);
    }
    return child;
}

static void no_hang(void) {
    pid_t child = start(0, true);
    int status = 99;
    CHECK(waitpid(child, &status, WNOHANG) == 0);
    CHECK(status == 99);
    kill(child, SIGKILL);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    puts("WNOHANG");
}

static void by_process(void) {
    pid_t first = start(1, false), second = start(2, false);
    CHECK(wait_status(second) == 2);
    CHECK(wait_status(first) == 1);
    FAILS(waitpid(first, NULL, 0), ECHILD);
    FAILS(waitpid(getpid(), NULL, 0), ECHILD);
    puts("by process");
}

static void by_group(void) {
    pid_t first = start(0, true), second = start(0, true);
    CHECK(setpgid(first, first) == 0);
    CHECK(setpgid(second, first) == 0);
    pid_t other = start(5, false);
    CHECK(kill(-first, SIGTERM) == 0);
    CHECK(waitpid(-first, NULL, 0) > 0);
    CHECK(waitpid(-first, NULL, 0) > 0);
    FAILS(waitpid(-first, NULL, 0), ECHILD);
    int status;
    CHECK(waitpid(0, &status, 0) == other && WEXITSTATUS(status) == 5);
    puts("by group");
}

static void without_reaping(void) {
    siginfo_t info;
    pid_t child = start(7, false);
    memset(&info, 0, sizeof info);
    CHECK(waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT) == 0);
    CHECK(info.si_signo == SIGCHLD && info.si_code == CLD_EXITED);
    CHECK(info.si_pid == child && info.si_status == 7);
    CHECK(kill(child, 0) == 0); /* A zombie still has its PID. */
    CHECK(wait_status(child) == 7);
    FAILS(kill(child, 0), ESRCH);
    puts("without reaping");
}

int main(void) {
    no_hang();
    by_process();
    by_group();
    without_reaping();
    FAILS(waitpid(-1, NULL, 0), ECHILD);
    FAILS(waitpid(-1, NULL, 0x40000000 >> 2), EINVAL);
    return finish();
}
