/*
 * Arithmetic, as POSIX takes it from C: 64-bit numbers, decimal, octal and hexadecimal constants,
 * variables by name, and all operators of C but ++, -- and the comma.
 */

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

/* Where evaluation is. What is skipped is parsed, but changes nothing and cannot fail. */
struct evaluation {
    const char *at;
    int skipping;
    bool failed;
};

/* An operator with two operands; the tighter it binds, the higher its level. */
static const struct operator {
    const char *text;
    int level;
} operators[] = {
    {"||", 1}, {"&&", 2}, {"==", 6}, {"!=", 6}, {"<<", 8}, {">>", 8}, {"<=", 7}, {">=", 7},
    {"|", 3},  {"^", 4},  {"&", 5},  {"<", 7},  {">", 7},  {"+", 9},  {"-", 9},  {"*", 10},
    {"/", 10}, {"%", 10},
};

static long expression(struct evaluation *evaluation);

static void wrong(struct evaluation *evaluation, const char *why) {
    if (!evaluation->failed) {
        evaluation->failed = true;
        give_up(2, "arithmetic", why);
    }
    evaluation->at += strlen(evaluation->at);
}

static const char *skip_space(struct evaluation *evaluation) {
    evaluation->at += strspn(evaluation->at, " \t\r\n");
    return evaluation->at;
}

/* Takes a character if it comes next. */
static bool take(struct evaluation *evaluation, char c) {
    bool found = *skip_space(evaluation) == c;
    evaluation->at += found;
    return found;
}

static size_t name_length(const char *at) {
    size_t length = 0;
    while (is_name(at, length + 1)) {
        length++;
    }
    return length;
}

/* A constant as C writes it: what starts with 0 is octal, or with 0x hexadecimal. */
static long constant(struct evaluation *evaluation, const char *text, const char **end) {
    char *behind;
    unsigned long number = strtoul(text, &behind, 0);
    *end = behind;
    if (behind == text || isalnum((unsigned char)*behind) || *behind == '_') {
        wrong(evaluation, "not a number");
    }
    return (long)number;
}

/* The number that a variable holds; 0 if it is not set or empty. */
static long number_of(struct evaluation *evaluation, const char *name) {
    const char *value = variable(name);
    if (value == NULL || value[strspn(value, " \t\n")] == '\0') {
        if (value == NULL && shell.no_unset && evaluation->skipping == 0) {
            give_up(2, name, "not set");
        }
        return 0;
    }
    value += strspn(value, " \t\n");
    bool negative = *value == '-';
    const char *end;
    long number = constant(evaluation, value + (negative || *value == '+'), &end);
    if (end[strspn(end, " \t\n")] != '\0') {
        wrong(evaluation, "not a number");
    }
    return negative ? (long)(0 - (unsigned long)number) : number;
}

/* Overflow wraps; dividing the least number by -1 gives it again, as on RISC-V. */
static long apply(struct evaluation *evaluation, const char *operator, long left, long right) {
    unsigned long a = (unsigned long)left, b = (unsigned long)right;
    switch (*operator) {
    case '+':
        return (long)(a + b);
    case '-':
        return (long)(a - b);
    case '*':
        return (long)(a * b);
    case '/':
    case '%':
        if (right == 0 && evaluation->skipping == 0) {
            wrong(evaluation, "division by zero");
        }
        if (right == 0 || right == -1) {
            return *operator == '/' ? (long)(0 - a) : 0;
        }
        return *operator == '/' ? left / right : left % right;
    case '<':
        return operator[1] == '<' ? (long)(a << (b & 63))
                                  : operator[1] == '=' ? left <= right : left < right;
    case '>':
        return operator[1] == '>' ? left >> (b & 63)
                                  : operator[1] == '=' ? left >= right : left > right;
    case '=':
        return left == right;
    case '!':
        return left != right;
    case '^':
        return left ^ right;
    case '&':
        return operator[1] == '&' ? left && right : left & right;
    default:
        return operator[1] == '|' ? left || right : left | right;
    }
}

/* The operator before the "=" of an assignment such as +=, of the length given; NULL for none. */
static const char *assignment(const char *at, size_t *length) {
    static const char *const found[] = {"=",  "+=", "-=", "*=",  "/=", "%=",
                                        "&=", "|=", "^=", "<<=", ">>="};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        *length = strlen(found[i]);
        if (strncmp(at, found[i], *length) == 0 && (i > 0 || at[1] != '=')) {
            return found[i];
        }
    }
    return NULL;
}

/* A variable, and an assignment to it if one follows. */
static long name(struct evaluation *evaluation) {
    size_t length = name_length(evaluation->at);
    char *variable_name = memory_copy(evaluation->at, length);
    evaluation->at += length;
    const char *operator = assignment(skip_space(evaluation), &length);
    if (operator == NULL) {
        return number_of(evaluation, variable_name);
    }
    evaluation->at += length;
    long value = expression(evaluation);
    if (*operator != '=') {
        value = apply(evaluation, operator, number_of(evaluation, variable_name), value);
    }
    if (evaluation->skipping == 0 && !evaluation->failed) {
        variable_set(variable_name, memory_number(value));
    }
    return value;
}

static long primary(struct evaluation *evaluation) {
    if (take(evaluation, '(')) {
        long value = expression(evaluation);
        if (!take(evaluation, ')')) {
            wrong(evaluation, "no )");
        }
        return value;
    }
    if (take(evaluation, '-')) {
        return (long)(0 - (unsigned long)primary(evaluation));
    }
    if (take(evaluation, '+')) {
        return primary(evaluation);
    }
    if (take(evaluation, '~')) {
        return ~primary(evaluation);
    }
    if (take(evaluation, '!')) {
        return !primary(evaluation);
    }
    if (name_length(evaluation->at) > 0) {
        return name(evaluation);
    }
    if (!isdigit((unsigned char)*evaluation->at)) {
        wrong(evaluation, *evaluation->at == '\0' ? "an operand is missing" : "not a number");
        return 0;
    }
    return constant(evaluation, evaluation->at, &evaluation->at);
}

/* The operator that comes next, if it binds at least so tightly. */
static const struct operator *next_operator(struct evaluation *evaluation, int level) {
    const char *at = skip_space(evaluation);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (strncmp(at, operators[i].text, strlen(operators[i].text)) == 0) {
            return operators[i].level >= level ? &operators[i] : NULL;
        }
    }
    return NULL;
}

/* Operators of a level and tighter ones, from left to right. && and || skip what cannot matter. */
static long operation(struct evaluation *evaluation, int level) {
    long left = primary(evaluation);
    const struct operator *operator;
    while ((operator = next_operator(evaluation, level)) != NULL) {
        bool skips = (operator->level == 1 && left != 0) || (operator->level == 2 && left == 0);
        evaluation->at += strlen(operator->text);
        evaluation->skipping += skips;
        long right = operation(evaluation, operator->level + 1);
        left = apply(evaluation, operator->text, left, right);
        evaluation->skipping -= skips;
    }
    return left;
}

/* CONDITION ? THIS : THAT, of which only one is evaluated. */
static long expression(struct evaluation *evaluation) {
    long condition = operation(evaluation, 1);
    if (!take(evaluation, '?')) {
        return condition;
    }
    evaluation->skipping += condition == 0;
    long first = expression(evaluation);
    evaluation->skipping -= condition == 0;
    if (!take(evaluation, ':')) {
        wrong(evaluation, "no : after ?");
    }
    evaluation->skipping += condition != 0;
    long second = expression(evaluation);
    evaluation->skipping -= condition != 0;
    return condition != 0 ? first : second;
}

long arithmetic(const char *text) {
    struct evaluation evaluation = {text, 0, false};
    if (text[strspn(text, " \t\r\n")] == '\0') {
        return 0;
    }
    long value = expression(&evaluation);
    if (*skip_space(&evaluation) != '\0') {
        wrong(&evaluation, "not an operator");
    }
    return value;
}
