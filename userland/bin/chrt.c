/*
 * chrt: runs a program by a scheduling policy (sched(7)), or changes that of a process.
 *
 *     chrt -f|-r PRIORITY PROGRAM [ARG...]     SCHED_FIFO, SCHED_RR: PRIORITY 1 to 99
 *     chrt -o|-b|-i 0 PROGRAM [ARG...]         SCHED_OTHER, SCHED_BATCH, SCHED_IDLE
 *     chrt -d -T RUNTIME [-D DEADLINE] -P PERIOD 0 PROGRAM [ARG...]
 *                                              SCHED_DEADLINE, times in nanoseconds
 *     chrt ... -p PRIORITY PID                 changes a process
 *     chrt -p PID                              prints that of a process
 *
 * With -o or -b, -T declares the processor time that the program needs in all, for those policies
 * of the machine that go by it.
 */

#include <err.h>
#include <errno.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char *const names[] = {"SCHED_OTHER", "SCHED_FIFO", "SCHED_RR",      "SCHED_BATCH",
                                    "?",           "SCHED_IDLE", "SCHED_DEADLINE"};

static unsigned long number(const char *text) {
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (end == text || *end != '\0') {
        errx(2, "%s: not a number", text);
    }
    return value;
}

static void print(pid_t pid) {
    struct sched_attr attributes;
    if (sched_getattr(pid, &attributes, sizeof attributes, 0) < 0) {
        err(1, "%d", pid);
    }
    unsigned int policy = attributes.sched_policy;
    printf("%d: %s", pid, policy < sizeof names / sizeof *names ? names[policy] : "?");
    printf(", priority %u, nice %d", attributes.sched_priority, attributes.sched_nice);
    if (attributes.sched_runtime != 0) {
        printf(", runtime %lu", attributes.sched_runtime);
    }
    if (policy == SCHED_DEADLINE) {
        printf(", deadline %lu, period %lu", attributes.sched_deadline, attributes.sched_period);
    }
    putchar('\n');
}

_Noreturn static void usage(void) {
    errx(2, "usage: chrt -f|-r|-o|-b|-i|-d [-T TIME] [-D TIME] [-P TIME] PRIORITY PROGRAM | -p PID");
}

int main(int argc, char **argv) {
    struct sched_attr attributes = {.size = sizeof attributes, .sched_policy = SCHED_RR};
    bool of_process = false;
    for (int option; (option = getopt(argc, argv, "frobidpT:D:P:")) != -1;) {
        switch (option) {
        case 'f': attributes.sched_policy = SCHED_FIFO; break;
        case 'r': attributes.sched_policy = SCHED_RR; break;
        case 'o': attributes.sched_policy = SCHED_OTHER; break;
        case 'b': attributes.sched_policy = SCHED_BATCH; break;
        case 'i': attributes.sched_policy = SCHED_IDLE; break;
        case 'd': attributes.sched_policy = SCHED_DEADLINE; break;
        case 'p': of_process = true; break;
        case 'T': attributes.sched_runtime = number(optarg); break;
        case 'D': attributes.sched_deadline = number(optarg); break;
        case 'P': attributes.sched_period = number(optarg); break;
        default: usage();
        }
    }
    if (of_process && optind + 1 == argc) {
        print((pid_t)number(argv[optind]));
        return 0;
    }
    if (optind + 2 > argc) {
        usage();
    }
    if (attributes.sched_deadline == 0) {
        attributes.sched_deadline = attributes.sched_period;
    }
    attributes.sched_priority = (unsigned int)number(argv[optind]);
    pid_t pid = of_process ? (pid_t)number(argv[optind + 1]) : 0;
    if (sched_setattr(pid, &attributes, 0) < 0) {
        err(1, "cannot have this policy");
    }
    if (!of_process) {
        execvp(argv[optind + 1], argv + optind + 1);
        err(errno == ENOENT ? 127 : 126, "%s", argv[optind + 1]);
    }
    return 0;
}
