#pragma once

#include <stdint.h>

/*
 * Non-negative integers of any size that a double needs, in base 10^9, least significant word
 * first, without leading zero words. The largest are those of strtod: 800 digits scaled by 2^1075.
 */
enum { DECIMAL_WORDS = 160, DECIMAL_DIGITS = 9 * DECIMAL_WORDS };

struct decimal {
    int length;
    uint32_t word[DECIMAL_WORDS];
};

void __decimal_set(struct decimal *number, uint64_t value);

/* number = number * factor + addend */
void __decimal_multiply(struct decimal *number, uint32_t factor, uint32_t addend);

/* number = number * base^exponent, for a base up to 10 */
void __decimal_scale(struct decimal *number, uint32_t base, int exponent);

int __decimal_compare(const struct decimal *left, const struct decimal *right);

/* Writes the digits, without leading zeros and not terminated; returns how many (0 for zero). */
int __decimal_digits(const struct decimal *number, char digits[DECIMAL_DIGITS]);

/*
 * The exact decimal expansion of a finite magnitude: 0.DIGITS * 10^point. Returns the number of
 * digits, 0 for zero.
 */
int __decimal_expand(double magnitude, char digits[DECIMAL_DIGITS], int *point);

/* Splits a finite magnitude into integer * 2^exponent. */
uint64_t __double_parts(double magnitude, int *exponent);
