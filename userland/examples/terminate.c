/*
 * terminate: ending a child from outside, and the zombie in between.
 *
 * Shows the life of a child that never ends by itself: alive; after process_terminate it is dead,
 * but stays in the process table as a zombie (state Z) until its parent asks how it ended; after
 * that it is gone. Its exit code is the negated signal: -15 for SIGTERM.
 *
 * qemu-user: no (it has threads of its own, which make a child a zombie before it can be waited for).
 */

#include <multiprocessing.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LOOKS = 2000, MICROSECONDS = 1000 };

static int sleep_forever(void *arg) {
    (void)arg;
    for (;;) {
        pause();
    }
}

/* The state letter that /proc/PID/stat shows, '-' if there is no such process. */
static char state_of(pid_t pid) {
    char path[32], line[256], state = '-';
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    FILE *stat = fopen(path, "r");
    if (stat == NULL) {
        return state;
    }
    if (fgets(line, sizeof line, stat) != NULL) {
        state = strrchr(line, ')')[2];
    }
    fclose(stat);
    return state;
}

int main(void) {
    struct process *process = process_start(sleep_forever, NULL);
    if (process == NULL) {
        perror("start");
        return 1;
    }
    pid_t pid = process_pid(process);
    bool alive = process_is_alive(process);
    printf("started:    alive %d, state %c\n", alive, state_of(pid));
    process_terminate(process);
    char zombie = state_of(pid);
    for (int look = 0; look < LOOKS && zombie != 'Z'; look++) {
        usleep(MICROSECONDS);
        zombie = state_of(pid);
    }
    printf("terminated: state %c\n", zombie);
    bool alive_after = process_is_alive(process);
    char gone = state_of(pid);
    printf("reaped:     alive %d, state %c, exit code %d\n", alive_after, gone,
           process_exitcode(process));
    bool shown = alive && zombie == 'Z' && !alive_after && gone == '-';
    return shown && process_exitcode(process) == -SIGTERM ? 0 : 1;
}
