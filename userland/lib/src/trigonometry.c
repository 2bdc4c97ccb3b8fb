/* The circular functions and their inverses. */

#include <math.h>
#include <stdbool.h>

#include "pair.h"

static const double HALF_PI[] = {0x1.921fb54442d18p+0, 0x1.1a62633145c07p-54,
                                 -0x1.f1976b7ed8fbcp-110};
static const double TWO_BY_PI = 0x1.45f306dc9c883p-1;

/* x = quadrant * pi/2 + rest, with |rest| at most pi/4. */
static struct pair reduce(double x, long *quadrant) {
    double n = rint(x * TWO_BY_PI);
    *quadrant = (long)n & 3;
    struct pair first = pair_product(n, HALF_PI[0]);
    struct pair second = pair_product(n, HALF_PI[1]);
    struct pair rest = pair_sum(x - first.high, -first.low);
    rest = pair_add(rest, (struct pair){-second.high, -second.low - n * HALF_PI[2]});
    return rest;
}

/* r - r^3/3! + r^5/5! - ... */
static double sine(struct pair r) {
    double z = r.high * r.high, series = 0;
    for (int n = 19; n >= 3; n -= 2) {
        series = (1 - series) * z / (n * (n - 1));
    }
    return r.high + (r.low * (1 - z / 2) - r.high * series);
}

/* 1 - r^2/2! + r^4/4! - ... */
static double cosine(struct pair r) {
    double z = r.high * r.high, series = 0;
    for (int n = 20; n >= 4; n -= 2) {
        series = (1 - series) * z / (n * (n - 1));
    }
    double half = z / 2;
    double leading = 1 - half;
    double error = fused(r.high, r.high, -z) / 2 + r.low * r.high;
    return leading + (((1 - leading) - half) - error + half * series);
}

static double circular(double x, long shift) {
    if (!isfinite(x)) {
        return NAN;
    }
    long quadrant;
    bool huge = fabs(x) >= 0x1p30; /* Whole turns are taken off with a rounded pi. */
    struct pair rest = reduce(huge ? fmod(x, 4 * HALF_PI[0]) : x, &quadrant);
    quadrant += shift;
    double value = quadrant % 2 == 0 ? sine(rest) : cosine(rest);
    return quadrant & 2 ? -value : value;
}

double sin(double x) { return fabs(x) < 0x1p-27 ? x : circular(x, 0); }
double cos(double x) { return circular(x, 1); }
double tan(double x) { return fabs(x) < 0x1p-27 ? x : circular(x, 0) / circular(x, 1); }

/* atan(n/4) */
static const struct pair ANCHORS[] = {{0, 0},
                                      {0x1.f5b75f92c80ddp-3, 0x1.8ab6e3cf7afbdp-57},
                                      {0x1.dac670561bb4fp-2, 0x1.a2b7f222f65e2p-56},
                                      {0x1.4978fa3269ee1p-1, 0x1.2419a87f2a458p-56},
                                      {0x1.921fb54442d18p-1, 0x1.1a62633145c07p-55}};

/* atan x = atan c + atan((x - c)/(1 + x c)), with c the nearest quarter; for x from 0 to 1. */
static struct pair arc_tangent(struct pair x) {
    int nearest = (int)(x.high * 4 + 0.5);
    double c = nearest / 4.0;
    struct pair below = pair_add((struct pair){1, 0}, (struct pair){x.high * c, x.low * c});
    struct pair t = pair_divide(pair_add(pair_sum(x.high, -c), (struct pair){x.low, 0}), below);
    double z = t.high * t.high, series = 0;
    for (int n = 19; n >= 3; n -= 2) {
        series = (1.0 / n - series) * z;
    }
    return pair_add(ANCHORS[nearest], pair_add(t, (struct pair){-t.high * series, 0}));
}

/* The angle of (x, y) for y from 0 to x or from x to y, both positive. */
static struct pair angle(double x, double y) {
    struct pair a = {x, 0}, b = {y, 0};
    if (y <= x) {
        return arc_tangent(pair_divide(b, a));
    }
    struct pair rest = arc_tangent(pair_divide(a, b));
    return pair_add((struct pair){HALF_PI[0], HALF_PI[1]},
                    (struct pair){-rest.high, -rest.low});
}

double atan(double x) {
    double size = fabs(x);
    if (size < 0x1p-27 || isnan(x)) {
        return x;
    }
    return copysign(size > 0x1p60 ? HALF_PI[0] : angle(1, size).high, x);
}

/*
 * The angle in the first quadrant, mirrored by the signs. Quotients too large or small for the
 * reduction are their own limits.
 */
double atan2(double y, double x) {
    double rise = fabs(y), run = fabs(x);
    if (isnan(x) || isnan(y)) {
        return NAN;
    }
    if (isinf(rise) && isinf(run)) {
        rise = run = 1;
    }
    struct pair first = {HALF_PI[0], HALF_PI[1]};
    if (rise == 0 || isinf(run)) {
        first = (struct pair){0, 0};
    } else if (run != 0 && !isinf(rise) && rise / run < 0x1p60) {
        first = rise / run < 0x1p-100 ? (struct pair){rise / run, 0} : angle(run, rise);
    }
    if (signbit(x)) {
        struct pair pi = {2 * HALF_PI[0], 2 * HALF_PI[1]};
        first = pair_add(pi, (struct pair){-first.high, -first.low});
    }
    return copysign(first.high, y);
}

double asin(double x) {
    return fabs(x) <= 1 ? atan2(x, sqrt((1 - x) * (1 + x))) : NAN;
}

double acos(double x) { return fabs(x) <= 1 ? 2 * atan2(sqrt(1 - x), sqrt(1 + x)) : NAN; }
