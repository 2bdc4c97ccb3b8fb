/*
 * tail: prints the last lines.
 *
 *     tail [-n COUNT | -COUNT] [FILE]        10 lines if no count is given
 */

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Keeps the last lines in a ring, and prints it at the end of input. */
static void print_last(FILE *file, size_t lines) {
    char **ring = calloc(lines + 1, sizeof *ring);
    char *line = NULL;
    size_t size = 0, count = 0;
    while (lines > 0 && getline(&line, &size, file) >= 0) {
        free(ring[count % lines]);
        ring[count++ % lines] = strdup(line);
    }
    for (size_t i = count > lines ? count - lines : 0; i < count; i++) {
        fputs(ring[i % lines], stdout);
    }
}

int main(int argc, char **argv) {
    long lines = 10;
    int first = 1;
    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        lines = atol(argv[2]);
        first = 3;
    } else if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1])) {
        lines = atol(argv[1] + 1);
        first = 2;
    }
    FILE *file = first < argc ? fopen(argv[first], "r") : stdin;
    if (file == NULL) {
        err(1, "%s", argv[first]);
    }
    print_last(file, (size_t)labs(lines));
    return 0;
}
