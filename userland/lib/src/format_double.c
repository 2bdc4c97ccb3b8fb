/*
 * printf's %f, %e and %g: the exact decimal expansion, rounded half to even where it is cut. %a is
 * written as %e.
 */

#include <ctype.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "decimal.h"
#include "format.h"

enum { TEXT = 4096, LARGEST_PRECISION = 3000 };

/* 0.DIGITS * 10^point, with as many digits as are to be shown or fewer. */
struct expansion {
    int count;
    int point;
    char digits[DECIMAL_DIGITS];
};

static bool rounds_up(const struct expansion *number, int keep) {
    if (keep < 0 || keep >= number->count || number->digits[keep] != '5') {
        return keep >= 0 && keep < number->count && number->digits[keep] > '5';
    }
    for (int i = keep + 1; i < number->count; i++) {
        if (number->digits[i] != '0') {
            return true;
        }
    }
    return keep > 0 && (number->digits[keep - 1] - '0') % 2 == 1;
}

/* Cuts to `keep` digits. A carry out of the first digit leaves a 1 and moves the point. */
static void round_to(struct expansion *number, int keep) {
    if (keep >= number->count) {
        return;
    }
    bool up = rounds_up(number, keep);
    number->count = keep < 0 ? 0 : keep;
    if (!up) {
        return;
    }
    int last = number->count - 1;
    for (; last >= 0 && number->digits[last] == '9'; last--) {
        number->count--;
    }
    if (last >= 0) {
        number->digits[last]++;
    } else {
        number->digits[0] = '1';
        number->count = 1;
        number->point++;
    }
}

static char digit_at(const struct expansion *number, int index) {
    return index >= 0 && index < number->count ? number->digits[index] : '0';
}

static char *write_fraction(char *text, const struct expansion *number, int from, int precision,
                            bool point) {
    if (precision > 0 || point) {
        *text++ = '.';
    }
    for (int i = 0; i < precision; i++) {
        *text++ = digit_at(number, from + i);
    }
    return text;
}

static char *write_fixed(char *text, const struct expansion *number, int precision, bool point) {
    for (int i = number->point > 0 ? 0 : number->point - 1; i < number->point; i++) {
        *text++ = digit_at(number, i);
    }
    return write_fraction(text, number, number->point, precision, point);
}

static char *write_scientific(char *text, const struct expansion *number, int precision,
                              bool point, char letter) {
    int exponent = number->count == 0 ? 0 : number->point - 1;
    *text++ = digit_at(number, 0);
    text = write_fraction(text, number, 1, precision, point);
    return text + sprintf(text, "%c%c%02d", letter, exponent < 0 ? '-' : '+',
                          exponent < 0 ? -exponent : exponent);
}

/* %g: `precision` significant digits in the shorter form, without trailing zeros unless asked. */
static char *write_general(char *text, struct expansion *number, int precision, bool alternate,
                           char letter) {
    precision = precision == 0 ? 1 : precision;
    round_to(number, precision);
    while (!alternate && number->count > 0 && number->digits[number->count - 1] == '0') {
        number->count--;
    }
    int exponent = number->count == 0 ? 0 : number->point - 1;
    int shown = alternate ? precision : number->count > 0 ? number->count : 1;
    if (exponent < -4 || exponent >= precision) {
        return write_scientific(text, number, shown - 1, alternate, letter);
    }
    int fraction = shown - 1 - exponent;
    return write_fixed(text, number, fraction > 0 ? fraction : 0, alternate);
}

/* Without a precision there are six digits behind the point, as C has it. */
static char *write_finite(char *text, struct conversion conversion, double magnitude) {
    struct expansion number;
    char letter = isupper((unsigned char)conversion.type) ? 'E' : 'e';
    bool alternate = conversion.alternate != 0;
    int precision = conversion.precision < 0 ? 6 : conversion.precision;
    precision = precision > LARGEST_PRECISION ? LARGEST_PRECISION : precision;
    number.count = __decimal_expand(magnitude, number.digits, &number.point);
    switch (tolower((unsigned char)conversion.type)) {
    case 'f':
        round_to(&number, number.point + precision);
        return write_fixed(text, &number, precision, alternate);
    case 'g':
        return write_general(text, &number, precision, alternate, letter);
    default:
        round_to(&number, precision + 1);
        return write_scientific(text, &number, precision, alternate, letter);
    }
}

/* Infinities and NaNs are words, padded with spaces only. */
void __format_double(struct sink *sink, struct conversion conversion, double value) {
    char text[TEXT];
    char prefix[2] = {signbit(value) ? '-' : conversion.sign, '\0'};
    if (isfinite(value)) {
        char *end = write_finite(text, conversion, fabs(value));
        __put_field(sink, &conversion, prefix, text, (size_t)(end - text));
        return;
    }
    bool capital = isupper((unsigned char)conversion.type) != 0;
    conversion.zeros = 0;
    __put_field(sink, &conversion, prefix,
                isnan(value) ? (capital ? "NAN" : "nan") : (capital ? "INF" : "inf"), 3);
}
