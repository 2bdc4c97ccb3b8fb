/*
 * daemon: a child that serves its program and does not outlive it.
 *
 * A daemon child would run forever; an ordinary child ends by itself. At the end of the program the
 * daemon is terminated and reaped, and the ordinary child is waited for. To check that, all this is
 * done by a child of main: main holds a pipe whose other end every process of that program inherits,
 * so end of file tells that all of them are gone.
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <unistd.h>

enum { MICROSECONDS = 50000, BEATS = 4 };

static int heart(void *arg) {
    (void)arg;
    for (;;) {
        printf("daemon:  beat\n");
        fflush(stdout);
        usleep(MICROSECONDS / 2);
    }
}

static int worker(void *arg) {
    (void)arg;
    for (int i = 1; i <= BEATS; i++) {
        usleep(MICROSECONDS);
        printf("worker:  step %d of %d\n", i, BEATS);
        fflush(stdout);
    }
    return 0;
}

static int program(void *arg) {
    (void)arg;
    if (process_start_daemon(heart, NULL) == NULL || process_start(worker, NULL) == NULL) {
        perror("start");
        return 1;
    }
    usleep(2 * MICROSECONDS);
    printf("program: ends, and leaves a daemon and a worker\n");
    fflush(stdout);
    return 0;
}

int main(void) {
    int ends[2];
    char byte;
    if (pipe(ends) < 0) {
        perror("pipe");
        return 1;
    }
    struct process *process = process_start(program, NULL);
    if (process == NULL) {
        perror("start");
        return 1;
    }
    close(ends[1]);
    process_join(process);
    ssize_t got = read(ends[0], &byte, 1);
    printf("main:    all processes of the program are gone\n");
    return got == 0 ? process_exitcode(process) : 1;
}
