/*
 * nice: runs a program with another nice value.
 *
 *     nice [-n INCREMENT] PROGRAM [ARG...]     INCREMENT: 10 if none is given
 *     nice                                     prints the nice value
 *
 * The higher the value, the less of the harts; only the superuser can lower it.
 */

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

int main(int argc, char **argv) {
    long increment = 10;
    for (int option; (option = getopt(argc, argv, "n:")) != -1;) {
        char *end;
        if (option != 'n') {
            errx(125, "usage: nice [-n INCREMENT] PROGRAM [ARG...]");
        }
        increment = strtol(optarg, &end, 10);
        if (end == optarg || *end != '\0') {
            errx(125, "%s: not a number", optarg);
        }
    }
    if (optind == argc) {
        printf("%d\n", getpriority(PRIO_PROCESS, 0));
        return 0;
    }
    long value = getpriority(PRIO_PROCESS, 0) + increment;
    value = value < -20 ? -20 : value > 19 ? 19 : value;
    if (setpriority(PRIO_PROCESS, 0, (int)value) < 0) {
        warn("cannot have the nice value %ld", value);
    }
    execvp(argv[optind], argv + optind);
    err(errno == ENOENT ? 127 : 126, "%s", argv[optind]);
}
