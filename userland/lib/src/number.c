/* Text to integers, and what is left of integer arithmetic in stdlib.h. */

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

struct magnitude {
    unsigned long value;
    bool negative;
    bool overflow;
};

static int digit_of(char c) {
    if (isdigit((unsigned char)c)) {
        return c - '0';
    }
    return isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : INT_MAX;
}

/* Skips "0x" where it starts a number of this base, and settles which base 0 means. */
static const char *skip_prefix(const char *text, int *base) {
    bool hexadecimal = text[0] == '0' && (text[1] | 0x20) == 'x' && digit_of(text[2]) < 16;
    if ((*base == 0 || *base == 16) && hexadecimal) {
        *base = 16;
        return text + 2;
    }
    if (*base == 0) {
        *base = text[0] == '0' ? 8 : 10;
    }
    return text;
}

/* Reads an integer as far as it goes; without any digit, nothing has been read, not even space. */
static struct magnitude parse(const char *text, char **end, int base) {
    struct magnitude number = {0, false, false};
    const char *at = text;
    while (isspace((unsigned char)*at)) {
        at++;
    }
    number.negative = *at == '-';
    at += *at == '-' || *at == '+';
    at = skip_prefix(at, &base);
    const char *digits = at;
    for (; digit_of(*at) < base; at++) {
        number.overflow |= __builtin_mul_overflow(number.value, (unsigned long)base, &number.value);
        number.overflow |=
            __builtin_add_overflow(number.value, (unsigned long)digit_of(*at), &number.value);
    }
    if (end != NULL) {
        *end = (char *)(at == digits ? text : at);
    }
    return number;
}

long strtol(const char *text, char **end, int base) {
    struct magnitude number = parse(text, end, base);
    unsigned long limit = number.negative ? (unsigned long)LONG_MAX + 1 : LONG_MAX;
    if (number.overflow || number.value > limit) {
        errno = ERANGE;
        return number.negative ? LONG_MIN : LONG_MAX;
    }
    return (long)(number.negative ? -number.value : number.value);
}

unsigned long strtoul(const char *text, char **end, int base) {
    struct magnitude number = parse(text, end, base);
    if (number.overflow) {
        errno = ERANGE;
        return ULONG_MAX;
    }
    return number.negative ? -number.value : number.value;
}

long long strtoll(const char *text, char **end, int base) { return strtol(text, end, base); }

unsigned long long strtoull(const char *text, char **end, int base) {
    return strtoul(text, end, base);
}

int atoi(const char *text) { return (int)strtol(text, NULL, 10); }
long atol(const char *text) { return strtol(text, NULL, 10); }
long long atoll(const char *text) { return strtol(text, NULL, 10); }

int abs(int value) { return value < 0 ? -value : value; }
long labs(long value) { return value < 0 ? -value : value; }
long long llabs(long long value) { return value < 0 ? -value : value; }
div_t div(int numerator, int denominator) {
    return (div_t){numerator / denominator, numerator % denominator};
}
ldiv_t ldiv(long numerator, long denominator) {
    return (ldiv_t){numerator / denominator, numerator % denominator};
}
