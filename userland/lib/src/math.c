/* The exact functions of math.h: rounding, remainders, exponents, roots. */

#include <math.h>
#include <stdint.h>

#include "bits.h"
#include "pair.h"

static const double TWO_52 = 0x1p52; /* From here on every double is an integer. */

double fabs(double x) { return __builtin_fabs(x); }
float fabsf(float x) { return __builtin_fabsf(x); }
double copysign(double x, double y) { return __builtin_copysign(x, y); }
double fma(double x, double y, double z) { return fused(x, y, z); }

double sqrt(double x) {
    double root;
    __asm__("fsqrt.d %0, %1" : "=f"(root) : "f"(x));
    return root;
}

float sqrtf(float x) {
    float root;
    __asm__("fsqrt.s %0, %1" : "=f"(root) : "f"(x));
    return root;
}

/* Rounds to an integer by way of a conversion in the rounding mode that `mode` names. */
#define ROUND(x, mode)                                                             \
    do {                                                                           \
        long integer;                                                              \
        if (!(fabs(x) < TWO_52)) {                                                 \
            return x;                                                              \
        }                                                                          \
        __asm__("fcvt.l.d %0, %1, " mode : "=r"(integer) : "f"(x));                \
        return copysign((double)integer, x);                                       \
    } while (0)

double floor(double x) { ROUND(x, "rdn"); }
double ceil(double x) { ROUND(x, "rup"); }
double trunc(double x) { ROUND(x, "rtz"); }
double rint(double x) { ROUND(x, "dyn"); }
double round(double x) { ROUND(x, "rmm"); }
float floorf(float x) { return (float)floor(x); }
float ceilf(float x) { return (float)ceil(x); }
long lround(double x) { return (long)round(x); }

double fmin(double x, double y) { return isnan(x) || y < x ? y : x; }
double fmax(double x, double y) { return isnan(x) || y > x ? y : x; }

double modf(double x, double *integer) {
    *integer = trunc(x);
    return copysign(isinf(x) ? 0 : x - *integer, x);
}

/* Subnormal numbers are scaled into the normal range first. */
double frexp(double x, int *exponent) {
    *exponent = 0;
    if (x == 0 || !isfinite(x)) {
        return x;
    }
    if (fabs(x) < 0x1p-1022) {
        x *= 0x1p54;
        *exponent = -54;
    }
    uint64_t bits = bits_of(x);
    *exponent += (int)(bits >> 52 & 0x7ff) - 1022;
    return from_bits((bits & 0x800fffffffffffff) | 0x3fe0000000000000);
}

/* In steps, so that only the last multiplication can round. */
double scalbn(double x, int exponent) {
    for (; exponent > 1023; exponent -= 1023) {
        x *= 0x1p1023;
        if (!isfinite(x)) {
            return x;
        }
    }
    for (; exponent < -1022; exponent += 969) {
        x *= 0x1p-969; /* 53 bits short of the whole range: a subnormal comes of the last step. */
        if (x == 0) {
            return x;
        }
    }
    return x * from_bits((uint64_t)(exponent + 1023) << 52);
}

double ldexp(double x, int exponent) { return scalbn(x, exponent); }

/* Long division: the divisor, shifted under the dividend, is subtracted wherever it fits. */
double fmod(double x, double y) {
    double rest = fabs(x), divisor = fabs(y);
    if (divisor == 0 || isnan(y) || !isfinite(x)) {
        return NAN;
    }
    if (rest < divisor || isinf(y)) {
        return x;
    }
    int rest_exponent, divisor_exponent;
    frexp(rest, &rest_exponent);
    frexp(divisor, &divisor_exponent);
    for (int shift = rest_exponent - divisor_exponent; shift >= 0; shift--) {
        double shifted = scalbn(divisor, shift);
        if (rest >= shifted) {
            rest -= shifted;
        }
    }
    return copysign(rest, x);
}

/*
 * Scaled by the larger one's exponent, so that no square overflows; the sum of squares is a
 * pair.
 */
double hypot(double x, double y) {
    double large = fmax(fabs(x), fabs(y)), small = fmin(fabs(x), fabs(y));
    if (isinf(x) || isinf(y)) {
        return INFINITY;
    }
    if (large == 0 || isnan(x) || isnan(y)) {
        return large == 0 ? 0 : NAN;
    }
    int exponent;
    frexp(large, &exponent);
    large = scalbn(large, -exponent);
    small = scalbn(small, -exponent);
    struct pair squares = pair_add(pair_product(large, large), pair_product(small, small));
    return scalbn(sqrt(squares.high + squares.low), exponent);
}

/* Newton's method from a guess by the exponent; the last step's residue is exact. */
double cbrt(double x) {
    if (x == 0 || !isfinite(x)) {
        return x;
    }
    int exponent;
    double fraction = frexp(fabs(x), &exponent);
    int third = exponent >= 0 ? (exponent + 2) / 3 : exponent / 3;
    double value = scalbn(fraction, exponent - 3 * third);
    double root = 0.6 + 0.4 * value;
    for (int step = 0; step < 6; step++) {
        struct pair square = pair_product(root, root);
        struct pair cube = pair_multiply(square, (struct pair){root, 0});
        root -= ((cube.high - value) + cube.low) / (3 * square.high);
    }
    return copysign(scalbn(root, third), x);
}
