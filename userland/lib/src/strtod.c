/*
 * Text to double, correctly rounded.
 *
 * A first guess is within a few units in the last place. It is then moved to where the text's exact
 * value lies between the midpoints to its two neighbours, by comparing integers: with the text
 * D * 10^E and a midpoint M * 2^B, both sides are multiplied by the powers of ten and two that have
 * negative exponents. A tie goes to the even neighbour.
 */

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bits.h"
#include "decimal.h"

enum { KEPT_DIGITS = 800, LARGEST_POINT = 310, SMALLEST_POINT = -330 };

/* The value 0.d1d2d3... * 10^point. */
struct literal {
    int count;
    int point;
    char digits[KEPT_DIGITS + 1];
};

/* Digits beyond those kept only tell whether there is anything: a 1 stands for them all. */
static void add_digit(struct literal *literal, char digit) {
    if (literal->count == 0 && digit == '0') {
        return;
    }
    if (literal->count < KEPT_DIGITS) {
        literal->digits[literal->count++] = digit;
    } else if (digit != '0') {
        literal->digits[KEPT_DIGITS] = '1';
        literal->count = KEPT_DIGITS + 1;
    }
}

/*
 * Reads "e5"; text that is no exponent is not part of the number. Huge exponents are cut where
 * they have long become zero or infinity.
 */
static const char *read_exponent(const char *text, int *exponent) {
    const char *at = text + 1;
    bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    if ((*text | 0x20) != 'e' || !isdigit((unsigned char)*at)) {
        return text;
    }
    int value = 0;
    for (; isdigit((unsigned char)*at); at++) {
        value = value < 100000 ? value * 10 + *at - '0' : value;
    }
    *exponent += negative ? -value : value;
    return at;
}

/* Reads an unsigned decimal number; returns its end, or `text` if there is none. */
static const char *read_decimal(const char *text, struct literal *literal) {
    bool any = false, fraction = false;
    const char *at = text;
    literal->count = literal->point = 0;
    for (; isdigit((unsigned char)*at) || (*at == '.' && !fraction); at++) {
        if (*at == '.') {
            fraction = true;
            continue;
        }
        any = true;
        add_digit(literal, *at);
        if (!fraction) {
            literal->point += literal->count > 0;
        } else if (literal->count == 0) {
            literal->point--;
        }
    }
    return any ? read_exponent(at, &literal->point) : text;
}

/* -1, 0 or 1: how the literal compares with the midpoint of `below` and the next larger double. */
static int compare_with_midpoint(const struct literal *literal, double below) {
    int exponent, scale = literal->point - literal->count;
    struct decimal value, midpoint;
    __decimal_set(&midpoint, 2 * __double_parts(below, &exponent) + 1);
    exponent--;
    __decimal_set(&value, 0);
    for (int i = 0; i < literal->count; i++) {
        __decimal_multiply(&value, 10, (uint32_t)(literal->digits[i] - '0'));
    }
    __decimal_scale(scale < 0 ? &midpoint : &value, 10, abs(scale));
    __decimal_scale(exponent < 0 ? &value : &midpoint, 2, abs(exponent));
    return __decimal_compare(&value, &midpoint);
}

static double power_of_ten(int exponent) {
    double power = 1, square = 10;
    for (; exponent > 0; exponent /= 2, square *= square) {
        power *= exponent % 2 ? square : 1;
    }
    return power;
}

static double scaled(double value, int exponent) {
    return exponent < 0 ? value / power_of_ten(-exponent) : value * power_of_ten(exponent);
}

static double guess(const struct literal *literal, int used) {
    uint64_t leading = 0;
    for (int i = 0; i < used; i++) {
        leading = leading * 10 + (uint64_t)(literal->digits[i] - '0');
    }
    int exponent = literal->point - used;
    return scaled(scaled((double)leading, exponent / 2), exponent - exponent / 2);
}

/*
 * Moves up while the literal is beyond the midpoint above, then down while it is below the one
 * beneath.
 */
static double refine(const struct literal *literal, double value) {
    uint64_t bits = bits_of(value < HUGE_VAL ? value : from_bits(bits_of(HUGE_VAL) - 1));
    while (bits < bits_of(HUGE_VAL)) {
        int order = compare_with_midpoint(literal, from_bits(bits));
        if (order < 0 || (order == 0 && bits % 2 == 0)) {
            break;
        }
        bits++;
    }
    while (bits > 0) {
        int order = compare_with_midpoint(literal, from_bits(bits - 1));
        if (order > 0 || (order == 0 && bits % 2 == 0)) {
            break;
        }
        bits--;
    }
    return from_bits(bits);
}

/* Few digits and a small power are exact as doubles, so that one operation rounds right. */
static double convert(const struct literal *literal) {
    int exponent = literal->point - literal->count;
    if (literal->count == 0 || literal->point < SMALLEST_POINT) {
        return 0;
    }
    if (literal->point > LARGEST_POINT) {
        return HUGE_VAL;
    }
    if (literal->count <= 15 && exponent >= -22 && exponent <= 22) {
        uint64_t integer = 0; /* Exact, and so is the power: one rounding. */
        for (int i = 0; i < literal->count; i++) {
            integer = integer * 10 + (uint64_t)(literal->digits[i] - '0');
        }
        return scaled((double)integer, exponent);
    }
    return refine(literal, guess(literal, literal->count < 19 ? literal->count : 19));
}

static const char *read_special(const char *text, double *value) {
    if (strncasecmp(text, "inf", 3) == 0) {
        *value = HUGE_VAL;
        return text + (strncasecmp(text, "infinity", 8) == 0 ? 8 : 3);
    }
    if (strncasecmp(text, "nan", 3) == 0) {
        *value = NAN;
        return text + 3;
    }
    return text;
}

/* ERANGE tells that the value is too large, or too small to be anything but zero. */
double strtod(const char *text, char **end) {
    const char *at = text;
    while (isspace((unsigned char)*at)) {
        at++;
    }
    bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    double value = 0;
    const char *after = read_special(at, &value);
    if (after == at) {
        struct literal literal;
        after = read_decimal(at, &literal);
        value = convert(&literal);
        if (isinf(value) || (value == 0 && literal.count > 0)) {
            errno = ERANGE;
        }
    }
    if (end != NULL) {
        *end = (char *)(after == at ? text : after);
    }
    return negative && after != at ? -value : value;
}

float strtof(const char *text, char **end) { return (float)strtod(text, end); }
double atof(const char *text) { return strtod(text, NULL); }
