/* Options on the command line, as POSIX has them: the first argument that is none ends them. */

#include <stdio.h>
#include <string.h>
#include <unistd.h>

char *optarg;
int optind = 1;
int opterr = 1;
int optopt;

static const char *rest = ""; /* The letters of the current argument that are still to come. */

static int complain(char *const argv[], const char *what, int quiet, int result) {
    if (opterr && !quiet) {
        fprintf(stderr, "%s: %s -- '%c'\n", argv[0], what, optopt);
    }
    return result;
}

/*
 * Letters of one argument may follow each other (-la), and an option's value may follow its
 * letter at once or be the next argument.
 */
int getopt(int argc, char *const argv[], const char *options) {
    int quiet = *options == ':';
    if (*rest == '\0') {
        const char *argument = optind < argc ? argv[optind] : NULL;
        if (argument == NULL || argument[0] != '-' || argument[1] == '\0') {
            return -1;
        }
        optind++;
        if (strcmp(argument, "--") == 0) {
            return -1;
        }
        rest = argument + 1;
    }
    optopt = *rest++;
    const char *known = optopt == ':' ? NULL : strchr(options, optopt);
    if (known == NULL) {
        return complain(argv, "invalid option", quiet, '?');
    }
    if (known[1] != ':') {
        return optopt;
    }
    optarg = *rest != '\0' ? (char *)rest : argv[optind] != NULL ? argv[optind++] : NULL;
    rest = "";
    if (optarg == NULL) {
        return complain(argv, "option requires an argument", quiet, quiet ? ':' : '?');
    }
    return optopt;
}
