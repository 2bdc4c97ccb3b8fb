/*
 * taskset: runs a program on some harts only, or moves a process to them.
 *
 *     taskset HARTS PROGRAM [ARG...]     HARTS: numbers and ranges, as 0,2-3
 *     taskset -p PID                     prints on which harts a process may run
 *     taskset -p HARTS PID               moves it
 */

#include <err.h>
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static long number(const char *text, char **end) {
    long value = strtol(text, end, 10);
    if (*end == text || value < 0 || value >= CPU_SETSIZE) {
        errx(2, "%s: not a number of a hart", text);
    }
    return value;
}

static cpu_set_t parse(const char *text) {
    cpu_set_t set;
    CPU_ZERO(&set);
    for (char *at = (char *)text;; at++) {
        long first = number(at, &at);
        long last = *at == '-' ? number(at + 1, &at) : first;
        for (long hart = first; hart <= last; hart++) {
            CPU_SET(hart, &set);
        }
        if (*at == '\0') {
            return set;
        }
        if (*at != ',') {
            errx(2, "%s: not a list of harts as 0,2-3", text);
        }
    }
}

static void print(pid_t pid) {
    cpu_set_t set;
    if (sched_getaffinity(pid, sizeof set, &set) < 0) {
        err(1, "%d", pid);
    }
    printf("%d: harts", pid);
    for (int hart = 0; hart < CPU_SETSIZE; hart++) {
        if (CPU_ISSET(hart, &set)) {
            printf(" %d", hart);
        }
    }
    putchar('\n');
}

static void move(pid_t pid, const char *harts) {
    cpu_set_t set = parse(harts);
    if (sched_setaffinity(pid, sizeof set, &set) < 0) {
        err(1, "cannot run on harts %s", harts);
    }
}

int main(int argc, char **argv) {
    if (argc == 3 && strcmp(argv[1], "-p") == 0) {
        print(atoi(argv[2]));
        return 0;
    }
    if (argc == 4 && strcmp(argv[1], "-p") == 0) {
        move(atoi(argv[3]), argv[2]);
        return 0;
    }
    if (argc < 3 || argv[1][0] == '-') {
        errx(2, "usage: taskset HARTS PROGRAM [ARG...] | -p [HARTS] PID");
    }
    move(0, argv[1]);
    execvp(argv[2], argv + 2);
    err(errno == ENOENT ? 127 : 126, "%s", argv[2]);
}
