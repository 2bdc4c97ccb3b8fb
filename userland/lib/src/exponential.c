/*
 * exp, log and pow. All rest on two functions on pairs of doubles: the logarithm to about 64 bits,
 * and the exponential of a pair.
 */

#include <math.h>
#include <stdbool.h>

#include "pair.h"

static const struct pair LN2 = {0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56};
static const struct pair ONE_BY_LN2 = {0x1.71547652b82fep+0, 0x1.777d0ffda0d24p-56};
static const struct pair ONE_BY_LN10 = {0x1.bcb7b1526e50ep-2, 0x1.95355baaafad3p-57};
static const struct pair THIRD = {0x1.5555555555555p-2, 0x1.5555555555555p-56};

/* ln 2 in three parts, the first so short that its product with an exponent is exact. */
static const double LN2_FIRST = 0x1.62e42feep-1;
static const double LN2_SECOND = 0x1.a39ef35793c76p-33;
static const double LN2_THIRD = 0x1.cc01f97b57a08p-87;

/*
 * x = 2^k * m with m near 1; ln m = 2 artanh s = 2 (s + s^3/3 + s^5/5 + ...), s = (m-1)/(m+1).
 * The first two terms are pairs, the rest, less than 2^-12 of the whole, is not.
 */
static struct pair logarithm(double x) {
    int k;
    double m = frexp(x, &k);
    if (m < M_SQRT2 / 2) {
        m *= 2;
        k--;
    }
    struct pair s = pair_divide((struct pair){m - 1, 0}, pair_sum(m, 1));
    struct pair square = pair_multiply(s, s);
    double z = square.high, series = 0;
    for (int n = 23; n >= 5; n -= 2) {
        series = series * z + 1.0 / n;
    }
    struct pair cube = pair_multiply(pair_multiply(square, s), THIRD);
    struct pair half = pair_add(s, pair_add(cube, (struct pair){series * z * z * s.high, 0}));
    struct pair low = pair_add(pair_product(k, LN2_SECOND), (struct pair){k * LN2_THIRD, 0});
    struct pair power = pair_add((struct pair){k * LN2_FIRST, 0}, low);
    return pair_add(power, (struct pair){2 * half.high, 2 * half.low});
}

/* x = k ln 2 + r with |r| at most ln 2 / 2; e^r by its power series. */
static double exponential(struct pair x) {
    if (x.high > 709.8) {
        return x.high * 0x1p1023;
    }
    if (x.high < -745.2) {
        return 0;
    }
    double k = rint(x.high * ONE_BY_LN2.high);
    struct pair r = pair_sum(x.high - k * LN2_FIRST, -k * LN2_SECOND);
    r = pair_sum(r.high, r.low + x.low);
    double series = 0, factorial = 1.0 / 6227020800.0;
    for (int n = 13; n >= 2; n--) {
        series = series * r.high + factorial;
        factorial *= n;
    }
    double tail = series * r.high * r.high;
    struct pair sum = pair_sum(1, r.high);
    return scalbn(sum.high + (sum.low + (tail + r.low * (1 + r.high))), (int)k);
}

double exp(double x) { return isnan(x) ? x : exponential((struct pair){x, 0}); }

double exp2(double x) {
    if (isnan(x) || fabs(x) > 2000) {
        return isnan(x) || x > 0 ? x * 0x1p1023 : 0;
    }
    return exponential(pair_multiply((struct pair){x, 0}, LN2));
}

/* Whether the logarithm of x is a plain finite number; if not, `*result` is what it is. */
static bool has_logarithm(double x, double *result) {
    if (x > 0 && x < INFINITY) {
        return true;
    }
    *result = x == 0 ? -INFINITY : x > 0 ? INFINITY : NAN;
    return false;
}

double log(double x) {
    double result;
    return has_logarithm(x, &result) ? logarithm(x).high : result;
}

static double scaled_logarithm(double x, struct pair scale) {
    double result;
    return has_logarithm(x, &result) ? pair_multiply(logarithm(x), scale).high : result;
}

double log2(double x) {
    int exponent;
    bool power = frexp(x, &exponent) == 0.5; /* Exact for powers of two. */
    return power ? exponent - 1 : scaled_logarithm(x, ONE_BY_LN2);
}

double log10(double x) { return scaled_logarithm(x, ONE_BY_LN10); }

static bool is_integer(double y) { return trunc(y) == y; }
static bool is_odd(double y) { return is_integer(y) && fabs(y) < 0x1p53 && (long)y % 2 != 0; }

/* pow where x or y is zero or infinite, and y is not zero. */
static double extreme_power(double x, double y) {
    if (isinf(y)) {
        double size = fabs(x);
        return size == 1 ? 1 : (size > 1) == (y > 0) ? INFINITY : 0;
    }
    double size = (x == 0) == (y > 0) ? 0 : INFINITY;
    return signbit(x) && is_odd(y) ? -size : size;
}

/*
 * x^y = e^(y ln |x|), with the sign of an odd power. The product goes by pairs, since its error
 * counts by as much as it is large.
 */
double pow(double x, double y) {
    if (y == 0 || x == 1) {
        return 1;
    }
    if (isnan(x) || isnan(y)) {
        return NAN;
    }
    if (x == 0 || isinf(x) || isinf(y)) {
        return extreme_power(x, y);
    }
    if (x < 0 && !is_integer(y)) {
        return NAN;
    }
    struct pair log_x = logarithm(fabs(x));
    double size = fabs(y * log_x.high) > 1000
                      ? exponential((struct pair){y * log_x.high, 0})
                      : exponential(pair_multiply(log_x, (struct pair){y, 0}));
    return x < 0 && is_odd(y) ? -size : size;
}
