/* Exact decimal arithmetic for printf and strtod. */

#include "bits.h"
#include "decimal.h"

#include <string.h>

enum { BASE = 1000000000, BASE_DIGITS = 9, FRACTION_BITS = 52, EXPONENT_BIAS = 1075 };

void __decimal_set(struct decimal *number, uint64_t value) {
    number->length = 0;
    for (; value != 0; value /= BASE) {
        number->word[number->length++] = (uint32_t)(value % BASE);
    }
}

void __decimal_multiply(struct decimal *number, uint32_t factor, uint32_t addend) {
    uint64_t carry = addend;
    for (int i = 0; i < number->length; i++) {
        carry += (uint64_t)number->word[i] * factor;
        number->word[i] = (uint32_t)(carry % BASE);
        carry /= BASE;
    }
    for (; carry != 0; carry /= BASE) {
        number->word[number->length++] = (uint32_t)(carry % BASE);
    }
}

/* Multiplies by the largest power that fits into one word as often as it goes. */
void __decimal_scale(struct decimal *number, uint32_t base, int exponent) {
    uint32_t step = base; /* The largest power of the base that fits. */
    int step_exponent = 1;
    while ((uint64_t)step * base <= UINT32_MAX) {
        step *= base;
        step_exponent++;
    }
    for (; exponent >= step_exponent; exponent -= step_exponent) {
        __decimal_multiply(number, step, 0);
    }
    for (; exponent > 0; exponent--) {
        __decimal_multiply(number, base, 0);
    }
}

int __decimal_compare(const struct decimal *left, const struct decimal *right) {
    if (left->length != right->length) {
        return left->length < right->length ? -1 : 1;
    }
    for (int i = left->length; i-- > 0;) {
        if (left->word[i] != right->word[i]) {
            return left->word[i] < right->word[i] ? -1 : 1;
        }
    }
    return 0;
}

/* Nine digits for each word, then the leading zeros are cut off. */
int __decimal_digits(const struct decimal *number, char digits[DECIMAL_DIGITS]) {
    int count = 0;
    for (int i = number->length; i-- > 0;) {
        uint32_t word = number->word[i];
        for (int place = BASE_DIGITS; place-- > 0; word /= 10) {
            digits[count + place] = (char)('0' + word % 10);
        }
        count += BASE_DIGITS;
    }
    int zeros = 0;
    while (zeros < count && digits[zeros] == '0') {
        zeros++;
    }
    memmove(digits, digits + zeros, (size_t)(count - zeros));
    return count - zeros;
}

uint64_t __double_parts(double magnitude, int *exponent) {
    uint64_t bits = bits_of(magnitude);
    int biased = (int)(bits >> FRACTION_BITS & 0x7ff);
    uint64_t fraction = bits & ((1UL << FRACTION_BITS) - 1);
    *exponent = (biased == 0 ? 1 : biased) - EXPONENT_BIAS;
    return biased == 0 ? fraction : fraction | 1UL << FRACTION_BITS;
}

/* m / 2^n is m * 5^n / 10^n: multiplying by 5^n and moving the point gives every digit. */
int __decimal_expand(double magnitude, char digits[DECIMAL_DIGITS], int *point) {
    int exponent;
    uint64_t integer = __double_parts(magnitude, &exponent);
    struct decimal number;
    while (exponent < 0 && integer != 0 && integer % 2 == 0) {
        integer /= 2;
        exponent++;
    }
    __decimal_set(&number, integer);
    __decimal_scale(&number, exponent < 0 ? 5 : 2, exponent < 0 ? -exponent : exponent);
    int count = __decimal_digits(&number, digits);
    *point = count == 0 ? 1 : exponent < 0 ? count + exponent : count;
    return count;
}
