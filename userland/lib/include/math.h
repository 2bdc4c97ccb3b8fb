#pragma once

/*
 * The elementary functions on double. sqrt, fabs, the roundings, fmod, ldexp, frexp and modf are
 * exact or correctly rounded. exp, log and their kin, pow, sin, cos, atan, atan2, hypot and cbrt
 * are within one unit in the last place, tan, asin and acos within three. sin, cos and tan keep
 * that for arguments below 2^30 in magnitude; beyond, the error grows with the argument.
 */

#define HUGE_VAL __builtin_huge_val()
#define INFINITY __builtin_inff()
#define NAN __builtin_nanf("")

#define M_E 2.71828182845904523536
#define M_LN2 0.69314718055994530942
#define M_LN10 2.30258509299404568402
#define M_PI 3.14159265358979323846
#define M_PI_2 1.57079632679489661923
#define M_PI_4 0.78539816339744830962
#define M_SQRT2 1.41421356237309504880

#define isnan(x) __builtin_isnan(x)
#define isinf(x) __builtin_isinf(x)
#define isfinite(x) __builtin_isfinite(x)
#define signbit(x) __builtin_signbit(x)

double sqrt(double x);
double fabs(double x);
double floor(double x);
double ceil(double x);
double trunc(double x);
double rint(double x);
double round(double x);
double fmod(double x, double y);
double fma(double x, double y, double z);
double fmin(double x, double y);
double fmax(double x, double y);
double copysign(double x, double y);
double ldexp(double x, int exponent);
double scalbn(double x, int exponent);
double frexp(double x, int *exponent);
double modf(double x, double *integer);
double hypot(double x, double y);
double cbrt(double x);

double exp(double x);
double exp2(double x);
double log(double x);
double log2(double x);
double log10(double x);
double pow(double x, double y);
double sin(double x);
double cos(double x);
double tan(double x);
double asin(double x);
double acos(double x);
double atan(double x);
double atan2(double y, double x);

float sqrtf(float x);
float fabsf(float x);
float floorf(float x);
float ceilf(float x);
long lround(double x);
