/*
 * head: prints the first lines.
 *
 *     head [-n COUNT | -COUNT] [FILE...]        10 lines if no count is given
 */

#include <ctype.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_lines(FILE *file, long lines) {
    for (int c; lines > 0 && (c = getc(file)) != EOF;) {
        putchar(c);
        lines -= c == '\n';
    }
}

int main(int argc, char **argv) {
    long lines = 10;
    int first = 1, status = 0;
    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        lines = atol(argv[2]);
        first = 3;
    } else if (argc > 1 && argv[1][0] == '-' && isdigit((unsigned char)argv[1][1])) {
        lines = atol(argv[1] + 1);
        first = 2;
    }
    if (first == argc) {
        print_lines(stdin, lines);
    }
    for (int i = first; i < argc; i++) {
        FILE *file = fopen(argv[i], "r");
        if (file == NULL) {
            warn("%s", argv[i]);
            status = 1;
            continue;
        }
        if (argc - first > 1) {
            printf("%s==> %s <==\n", i > first ? "\n" : "", argv[i]);
        }
        print_lines(file, lines);
        fclose(file);
    }
    return status;
}
