/*
 * test, also called [: conditions.
 *
 *     -e -f -d -x -r -w PATH    -s PATH (not empty)    -n -z TEXT    TEXT
 *     TEXT = TEXT    TEXT != TEXT    NUMBER -eq -ne -lt -le -gt -ge NUMBER    ! condition
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

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
    if (stat(path, &status) < 0) {
        return false;
    }
    return letter == 'e' || (letter == 'f' && S_ISREG(status.st_mode)) ||
           (letter == 'd' && S_ISDIR(status.st_mode)) || (letter == 's' && status.st_size > 0);
}

/* The status of "-x OPERAND". */
static int unary(const char *operator, const char *operand) {
    if (operator[0] != '-' || operator[1] == '\0' || operator[2] != '\0') {
        return complain(2, operator, "not a condition of test");
    }
    switch (operator[1]) {
    case 'n':
        return *operand == '\0';
    case 'z':
        return *operand != '\0';
    default:
        return strchr("efdsrwx", operator[1]) == NULL
                   ? complain(2, operator, "not a condition of test")
                   : !of_file(operator[1], operand);
    }
}

/* The status of "LEFT OPERATOR RIGHT". */
static int binary(const char *left, const char *operator, const char *right) {
    static const char *const names[] = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
    if (strcmp(operator, "=") == 0 || strcmp(operator, "!=") == 0) {
        return (strcmp(left, right) == 0) != (*operator == '=');
    }
    long a = atol(left), b = atol(right);
    bool results[] = {a == b, a != b, a < b, a <= b, a > b, a >= b};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(operator, names[i]) == 0) {
            return !results[i];
        }
    }
    return complain(2, operator, "not a condition of test");
}

/* The number of operands tells which form it is, as POSIX has it for test. */
static int evaluate(char **operand, int count) {
    if (count > 1 && strcmp(operand[0], "!") == 0) {
        int result = evaluate(operand + 1, count - 1);
        return result > 1 ? result : !result;
    }
    switch (count) {
    case 0:
        return 1;
    case 1:
        return *operand[0] == '\0';
    case 2:
        return unary(operand[0], operand[1]);
    case 3:
        return binary(operand[0], operand[1], operand[2]);
    default:
        return complain(2, "test", "too many arguments");
    }
}

int builtin_test(char **arguments) {
    int count = 0;
    while (arguments[count + 1] != NULL) {
        count++;
    }
    if (strcmp(arguments[0], "[") == 0 && (count == 0 || strcmp(arguments[count--], "]") != 0)) {
        return complain(2, "[", "no ]");
    }
    return evaluate(arguments + 1, count);
}
