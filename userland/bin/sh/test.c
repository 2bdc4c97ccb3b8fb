/*
 * test, also called [: conditions.
 *
 *     -b -c -d -e -f -h -L -p -r -s -S -w -x PATH    -t FD    -n -z TEXT    TEXT
 *     TEXT = TEXT    TEXT != TEXT    NUMBER -eq -ne -lt -le -gt -ge NUMBER
 *     ! condition    ( condition )    condition -a condition    condition -o condition
 */

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

/* The operands that are still to be looked at; ill-formed ones make the status 2. */
struct operands {
    char **at;
    int count;
    bool wrong;
};

static bool alternatives(struct operands *operands);

static bool reject(struct operands *operands, const char *what, const char *why) {
    if (!operands->wrong) {
        complain(2, what, why);
    }
    operands->wrong = true;
    return false;
}

static void skip(struct operands *operands, int count) {
    operands->at += count;
    operands->count -= count;
}

static bool has_type(char letter, const struct stat *status) {
    static const char letters[] = "bcdfhLpS";
    static const mode_t types[] = {S_IFBLK, S_IFCHR, S_IFDIR, S_IFREG,
                                   S_IFLNK, S_IFLNK, S_IFIFO, S_IFSOCK};
    const char *found = strchr(letters, letter);
    return found != NULL && (status->st_mode & S_IFMT) == types[found - letters];
}

/* A condition on a file, by its letter. */
static bool of_file(char letter, const char *path) {
    struct stat status;
    switch (letter) {
    case 'r':
        return access(path, R_OK) == 0;
    case 'w':
        return access(path, W_OK) == 0;
    case 'x':
        return access(path, X_OK) == 0;
    default:
        break;
    }
    bool itself = letter == 'h' || letter == 'L';
    if ((itself ? lstat(path, &status) : stat(path, &status)) < 0) {
        return false;
    }
    return letter == 'e' || (letter == 's' && status.st_size > 0) || has_type(letter, &status);
}

static bool is_unary(const char *text) {
    return text[0] == '-' && text[1] != '\0' && text[2] == '\0' &&
           strchr("bcdefhLnprsStwxz", text[1]) != NULL;
}

static long number(struct operands *operands, const char *text) {
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || end[strspn(end, " \t")] != '\0') {
        reject(operands, text, "not a number");
    }
    return value;
}

static bool unary(struct operands *operands, char letter, const char *operand) {
    switch (letter) {
    case 'n':
        return *operand != '\0';
    case 'z':
        return *operand == '\0';
    case 't':
        return isatty((int)number(operands, operand));
    default:
        return of_file(letter, operand);
    }
}

/* Which operator with two operands it is; -1 if it is none. */
static int binary_operator(const char *text) {
    static const char *const names[] = {"=", "!=", "-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
    int index = (int)(sizeof names / sizeof *names) - 1;
    while (index >= 0 && strcmp(text, names[index]) != 0) {
        index--;
    }
    return index;
}

static bool binary(struct operands *operands, const char *left, int operator, const char *right) {
    if (operator < 2) {
        return (strcmp(left, right) == 0) == (operator == 0);
    }
    long a = number(operands, left), b = number(operands, right);
    bool results[] = {a == b, a != b, a < b, a <= b, a > b, a >= b};
    return results[operator - 2];
}

/* The longest form that the operands can be: that of two operands first. */
static bool primary(struct operands *operands) {
    char **at = operands->at;
    int operator = operands->count > 2 ? binary_operator(at[1]) : -1;
    if (operands->count == 0) {
        return reject(operands, "test", "a condition is missing");
    }
    if (operator >= 0) {
        skip(operands, 3);
        return binary(operands, at[0], operator, at[2]);
    }
    if (operands->count > 1 && strcmp(at[0], "!") == 0) {
        skip(operands, 1);
        return !primary(operands);
    }
    if (operands->count > 2 && strcmp(at[0], "(") == 0) {
        skip(operands, 1);
        bool result = alternatives(operands);
        if (operands->count == 0 || strcmp(operands->at[0], ")") != 0) {
            return reject(operands, "test", "no )");
        }
        skip(operands, 1);
        return result;
    }
    if (operands->count > 1 && is_unary(at[0])) {
        skip(operands, 2);
        return unary(operands, at[0][1], at[1]);
    }
    skip(operands, 1);
    return *at[0] != '\0';
}

/* Takes an operator if it comes next. */
static bool take(struct operands *operands, const char *operator) {
    bool found = operands->count > 0 && strcmp(operands->at[0], operator) == 0;
    skip(operands, found);
    return found;
}

static bool conjunction(struct operands *operands) {
    bool result = primary(operands);
    while (take(operands, "-a")) {
        result &= primary(operands);
    }
    return result;
}

static bool alternatives(struct operands *operands) {
    bool result = conjunction(operands);
    while (take(operands, "-o")) {
        result |= conjunction(operands);
    }
    return result;
}

int builtin_test(char **arguments) {
    struct operands operands = {.at = arguments + 1};
    while (operands.at[operands.count] != NULL) {
        operands.count++;
    }
    bool bracket = strcmp(arguments[0], "[") == 0;
    if (bracket && (operands.count == 0 || strcmp(operands.at[operands.count - 1], "]") != 0)) {
        return complain(2, "[", "no ]");
    }
    operands.count -= bracket;
    if (operands.count == 0) {
        return 1;
    }
    bool result = alternatives(&operands);
    if (operands.count > 0) {
        reject(&operands, operands.at[0], "not a condition of test");
    }
    return operands.wrong ? 2 : !result;
}
