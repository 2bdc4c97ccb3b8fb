/*
 * sort: sorts lines.
 *
 *     sort [-n] [-r] [-u] [FILE...]        -n: by number; -r: backwards; -u: equal lines once
 */

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool numeric, backwards, unique;
static char **lines;
static size_t count, room;

static int compare(const void *left, const void *right) {
    const char *a = *(char *const *)left, *b = *(char *const *)right;
    double x = numeric ? strtod(a, NULL) : 0, y = numeric ? strtod(b, NULL) : 0;
    int order = x != y ? (x > y) - (x < y) : strcmp(a, b);
    return backwards ? -order : order;
}

/* Adds all lines of a file, without their newlines. */
static void read_lines(FILE *file) {
    char *line = NULL;
    size_t size = 0;
    for (ssize_t length; (length = getline(&line, &size, file)) >= 0;) {
        if (count == room) {
            room = room == 0 ? 256 : 2 * room;
            lines = realloc(lines, room * sizeof *lines);
        }
        if (line[length - 1] == '\n') {
            line[length - 1] = '\0';
        }
        lines[count++] = strdup(line);
    }
    free(line);
}

int main(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "nru")) != -1;) {
        if (option == '?') {
            return 2;
        }
        numeric |= option == 'n';
        backwards |= option == 'r';
        unique |= option == 'u';
    }
    if (optind == argc) {
        read_lines(stdin);
    }
    for (int i = optind; i < argc; i++) {
        FILE *file = fopen(argv[i], "r");
        if (file == NULL) {
            err(2, "%s", argv[i]);
        }
        read_lines(file);
        fclose(file);
    }
    qsort(lines, count, sizeof *lines, compare);
    for (size_t i = 0; i < count; i++) {
        if (!unique || i == 0 || strcmp(lines[i], lines[i - 1]) != 0) {
            puts(lines[i]);
        }
    }
    return 0;
}
