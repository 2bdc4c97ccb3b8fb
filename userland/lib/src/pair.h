#pragma once

/*
 * Unevaluated sums of two doubles, high + low with |low| at most half a unit in the last place of
 * high: about 106 bits of precision, where one double would lose what a result needs (Dekker 1971;
 * products by the fused multiply-add).
 */

#pragma STDC FP_CONTRACT OFF

struct pair {
    double high;
    double low;
};

static inline double fused(double x, double y, double z) {
    double result;
    __asm__("fmadd.d %0, %1, %2, %3" : "=f"(result) : "f"(x), "f"(y), "f"(z));
    return result;
}

/* The exact sum of two doubles. */
static inline struct pair pair_sum(double x, double y) {
    double sum = x + y;
    double part = sum - x;
    return (struct pair){sum, (x - (sum - part)) + (y - part)};
}

/* The exact product of two doubles. */
static inline struct pair pair_product(double x, double y) {
    double product = x * y;
    return (struct pair){product, fused(x, y, -product)};
}

static inline struct pair pair_add(struct pair x, struct pair y) {
    struct pair sum = pair_sum(x.high, y.high);
    return pair_sum(sum.high, sum.low + (x.low + y.low));
}

static inline struct pair pair_multiply(struct pair x, struct pair y) {
    struct pair product = pair_product(x.high, y.high);
    return pair_sum(product.high, product.low + (x.high * y.low + x.low * y.high));
}

static inline struct pair pair_divide(struct pair x, struct pair y) {
    double quotient = x.high / y.high;
    struct pair back = pair_product(quotient, y.high);
    double rest = ((x.high - back.high) - back.low + x.low - quotient * y.low) / y.high;
    return pair_sum(quotient, rest);
}
