/*
 * grep: prints the lines that match a pattern.
 *
 *     grep [-v] [-i] [-c] [-n] [-q] PATTERN [FILE...]
 *
 *     -v: the other lines; -i: in any case; -c: only how many; -n: with line numbers; -q: nothing
 *
 * In a pattern, . is any character, x* any number of x, ^ the start and $ the end of the line,
 * [a-z] one of a set, [^a-z] none of it, and \c the character c itself. The status is 0 if a line
 * matched, 1 if none did, 2 for an error.
 */

#include <ctype.h>
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool inverted, any_case, counting, numbered, quiet;

static int folded(int c) { return any_case ? tolower(c) : c; }

/* What is behind the first element of a pattern: a character, a set or an escaped character. */
static const char *behind_element(const char *pattern) {
    if (*pattern == '\\' && pattern[1] != '\0') {
        return pattern + 2;
    }
    if (*pattern != '[') {
        return pattern + 1;
    }
    pattern += pattern[1] == '^' ? 2 : 1;
    const char *close = *pattern == '\0' ? pattern : strchrnul(pattern + 1, ']');
    return *close == '\0' ? close : close + 1;
}

/* Whether c is in a set like "a-z" or "^a-z", the text between the brackets. */
static bool in_set(const char *set, const char *end, unsigned char c) {
    bool negated = *set == '^';
    bool found = false;
    for (set += negated; set < end; set++) {
        if (set + 2 < end && set[1] == '-') {
            found |= folded(c) >= folded((unsigned char)set[0]) &&
                     folded(c) <= folded((unsigned char)set[2]);
            set += 2;
        } else {
            found |= folded(c) == folded((unsigned char)*set);
        }
    }
    return found != negated;
}

static bool matches_element(const char *pattern, unsigned char c) {
    if (c == '\0' || *pattern == '.') {
        return c != '\0';
    }
    if (*pattern == '[') {
        return in_set(pattern + 1, behind_element(pattern) - 1, c);
    }
    pattern += *pattern == '\\' && pattern[1] != '\0';
    return folded((unsigned char)*pattern) == folded(c);
}

/* Whether the text begins with a match. For x* the shortest run is tried first. */
static bool matches_here(const char *pattern, const char *text) {
    if (*pattern == '\0') {
        return true;
    }
    if (strcmp(pattern, "$") == 0) {
        return *text == '\0';
    }
    const char *rest = behind_element(pattern);
    if (*rest != '*') {
        return matches_element(pattern, (unsigned char)*text) && matches_here(rest, text + 1);
    }
    do {
        if (matches_here(rest + 1, text)) {
            return true;
        }
    } while (matches_element(pattern, (unsigned char)*text++));
    return false;
}

static bool matches(const char *pattern, const char *text) {
    if (*pattern == '^') {
        return matches_here(pattern + 1, text);
    }
    do {
        if (matches_here(pattern, text)) {
            return true;
        }
    } while (*text++ != '\0');
    return false;
}

/* Searches a file; `name` is printed before each line unless it is empty. */
static long search(FILE *file, const char *pattern, const char *name) {
    char *line = NULL;
    size_t size = 0;
    long found = 0, number = 0;
    const char *colon = *name != '\0' ? ":" : "";
    for (ssize_t length; (length = getline(&line, &size, file)) >= 0;) {
        number++;
        line[length - (line[length - 1] == '\n')] = '\0';
        if (matches(pattern, line) == inverted) {
            continue;
        }
        found++;
        if (!quiet && !counting) {
            printf("%s%s", name, colon);
            if (numbered) {
                printf("%ld:", number);
            }
            puts(line);
        }
    }
    if (counting && !quiet) {
        printf("%s%s%ld\n", name, colon, found);
    }
    free(line);
    return found;
}

int main(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "vicnq")) != -1;) {
        if (option == '?') {
            return 2;
        }
        inverted |= option == 'v';
        any_case |= option == 'i';
        counting |= option == 'c';
        numbered |= option == 'n';
        quiet |= option == 'q';
    }
    if (optind == argc) {
        errx(2, "usage: grep [-vicnq] PATTERN [FILE...]");
    }
    const char *pattern = argv[optind++];
    long found = optind == argc ? search(stdin, pattern, "") : 0;
    bool failed = false, many = argc - optind > 1;
    for (int i = optind; i < argc; i++) {
        FILE *file = fopen(argv[i], "r");
        if (file == NULL) {
            warn("%s", argv[i]);
            failed = true;
            continue;
        }
        found += search(file, pattern, many ? argv[i] : "");
        fclose(file);
    }
    return failed ? 2 : found == 0;
}
