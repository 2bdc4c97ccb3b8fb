/*
 * kill: sends a signal to processes.
 *
 *     kill [-SIGNAL | -s SIGNAL] PID...     SIGNAL: TERM (if none is given), SIGTERM or 15
 *     kill -l                               lists the signals
 *
 * A negative PID is a process group; -1 is every process but init and the sender.
 */

#include <ctype.h>
#include <err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A signal by number or by name, with or without SIG, in any case. */
static int signal_number(const char *name) {
    if (isdigit((unsigned char)*name)) {
        return atoi(name);
    }
    name += strncasecmp(name, "SIG", 3) == 0 ? 3 : 0;
    for (int number = 1; number < NSIG; number++) {
        const char *known = sigabbrev_np(number);
        if (known != NULL && strcasecmp(known, name) == 0) {
            return number;
        }
    }
    errx(1, "%s: no such signal", name);
}

static int list(void) {
    for (int number = 1; sigabbrev_np(number) != NULL; number++) {
        printf("%2d %-7s%s", number, sigabbrev_np(number), number % 8 == 0 ? "\n" : " ");
    }
    putchar('\n');
    return 0;
}

/* Sends to one process or group; a failure is told and does not stop the others. */
static int send(int number, const char *target) {
    char *end;
    long pid = strtol(target, &end, 10);
    if (*end != '\0' || end == target) {
        warnx("%s: not a process", target);
        return 1;
    }
    if (kill((pid_t)pid, number) < 0) {
        warn("%s", target);
        return 1;
    }
    return 0;
}

int main(int argc, char **argv) {
    int number = SIGTERM;
    int first = 1;
    int status = 0;
    if (argc > 1 && strcmp(argv[1], "-l") == 0) {
        return list();
    }
    if (argc > 2 && strcmp(argv[1], "-s") == 0) {
        number = signal_number(argv[2]);
        first = 3;
    } else if (argc > 2 && argv[1][0] == '-' && strcmp(argv[1], "--") != 0) {
        number = signal_number(argv[1] + 1);
        first = 2;
    }
    if (first == argc) {
        errx(2, "usage: kill [-SIGNAL] PID...");
    }
    for (int i = first; i < argc; i++) {
        status |= strcmp(argv[i], "--") == 0 ? 0 : send(number, argv[i]);
    }
    return status;
}
