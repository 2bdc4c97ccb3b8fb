/*
 * wc: counts lines, words and bytes.
 *
 *     wc [-l] [-w] [-c] [FILE...]        all three if no option says which
 */

#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

struct counts {
    long lines;
    long words;
    long bytes;
};

static bool lines, words, bytes;

static struct counts count(FILE *file) {
    struct counts counts = {0, 0, 0};
    bool inside = false;
    for (int c; (c = getc(file)) != EOF;) {
        counts.bytes++;
        counts.lines += c == '\n';
        counts.words += !inside && !isspace(c);
        inside = !isspace(c);
    }
    return counts;
}

/* One line of the wanted counts; a single count is not padded. */
static void print(struct counts counts, const char *name, bool padded) {
    const long values[] = {counts.lines, counts.words, counts.bytes};
    const bool wanted[] = {lines, words, bytes};
    const char *space = "";
    for (int i = 0; i < 3; i++) {
        if (wanted[i]) {
            printf("%s%*ld", space, padded ? 7 : 1, values[i]);
            space = " ";
        }
    }
    printf("%s%s\n", *name != '\0' ? " " : "", name);
}

/* Counts each file, and prints the total if there are several. */
static int count_files(char **names, int number, bool padded) {
    struct counts total = {0, 0, 0};
    int status = 0;
    for (int i = 0; i < number; i++) {
        FILE *file = fopen(names[i], "r");
        if (file == NULL) {
            warn("%s", names[i]);
            status = 1;
            continue;
        }
        struct counts counts = count(file);
        if (ferror(file)) {
            warn("%s", names[i]);
            status = 1;
        }
        fclose(file);
        print(counts, names[i], padded);
        total.lines += counts.lines;
        total.words += counts.words;
        total.bytes += counts.bytes;
    }
    if (number > 1) {
        print(total, "total", padded);
    }
    return status;
}

int main(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "lwc")) != -1;) {
        if (option == '?') {
            return 2;
        }
        lines |= option == 'l';
        words |= option == 'w';
        bytes |= option == 'c';
    }
    bool one = lines + words + bytes == 1;
    if (!lines && !words && !bytes) {
        lines = words = bytes = true;
    }
    if (optind == argc) {
        print(count(stdin), "", !one);
        return 0;
    }
    return count_files(argv + optind, argc - optind, !one || argc - optind > 1);
}
