/* System calls that wait and are interrupted: EINTR, or restarted with SA_RESTART. */

#include "check.h"

#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t handled;

static void count(int number) {
    (void)number;
    handled++;
}

static void install(int flags) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count;
    action.sa_flags = flags;
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    handled = 0;
}

static void alarm_in(long milliseconds) {
    struct itimerval value = {{0, 0}, {0, milliseconds * 1000}};
    CHECK(setitimer(ITIMER_REAL, &value, NULL) == 0);
}

static void interrupted_read(void) {
    int ends[2];
    char byte;
    CHECK(pipe(ends) == 0);
    install(0);
    alarm_in(20);
    FAILS(read(ends[0], &byte, 1), EINTR);
    CHECK(handled == 1);
    puts("read: EINTR");
    install(SA_RESTART);
    pid_t child = split();
    if (child == 0) {
        usleep(250000);
        CHECK(write(ends[1], "x", 1) == 1);
        leave(failures);
    }
    alarm_in(20);
    CHECK(read(ends[0], &byte, 1) == 1 && byte == 'x');
    CHECK(handled == 1);
    CHECK(wait_status(child) == 0);
    puts("read: restarted");
}

static void interrupted_sleep(void) {
    struct timespec time = {5, 0}, left = {0, 0};
    install(SA_RESTART); /* Sleeps are not restarted all the same. */
    alarm_in(20);
    FAILS(nanosleep(&time, &left), EINTR);
    CHECK(handled == 1);
    CHECK(left.tv_sec == 4 && left.tv_nsec > 0);
    puts("nanosleep: EINTR, and what is left");
}

static void interrupted_wait(void) {
    install(0);
    pid_t child = split();
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    alarm_in(20);
    FAILS(waitpid(child, NULL, 0), EINTR);
    kill(child, SIGKILL);
    CHECK(wait_status(child) == 128 + SIGKILL);
    puts("waitpid: EINTR");
    install(SA_RESTART);
    child = split();
    if (child == 0) {
        usleep(250000);
        leave(6);
    }
    alarm_in(20);
    int status;
    CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 6);
    CHECK(handled == 1);
    puts("waitpid: restarted");
}

int main(void) {
    interrupted_read();
    interrupted_sleep();
    interrupted_wait();
    install(0);
    alarm_in(20);
    FAILS(pause(), EINTR);
    puts("pause");
    return finish();
}
