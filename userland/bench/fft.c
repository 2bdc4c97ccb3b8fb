/* fft [ROUNDS]: the spectrum of 4,096 complex numbers by the fast Fourier transform, and back, ROUNDS times:
 * additions and multiplications of doubles, in steps of many widths.
 *
 * The signal is of three waves, so that the spectrum has three lines of known height, and what comes
 * back must be the signal. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SIZE = 4096, LINES = 3 };

#define EXPECTED "5:3.000 64:2.000 1000:0.500"
#define TURN 6.283185307179586

struct complex {
    double re, im;
};

static const struct {
    int frequency;
    double height;
} lines[LINES] = {{5, 3}, {64, 2}, {1000, 0.5}};

static struct complex signal[SIZE], values[SIZE], roots[SIZE / 2];

static void fill(void)
{
    for (int i = 0; i < SIZE / 2; i++)
        roots[i] = (struct complex){cos(TURN * i / SIZE), -sin(TURN * i / SIZE)};
    for (int i = 0; i < SIZE; i++) {
        for (int line = 0; line < LINES; line++) {
            double angle = TURN * (i * lines[line].frequency % SIZE) / SIZE;
            signal[i].re += lines[line].height * cos(angle);
            signal[i].im += lines[line].height * sin(angle);
        }
    }
}

/* Every value goes to the place whose number has its bits in the opposite order. */
static void reorder(void)
{
    for (int i = 1, j = 0; i < SIZE; i++) {
        int bit = SIZE / 2;
        for (; j & bit; bit /= 2)
            j ^= bit;
        j ^= bit;
        if (i < j) {
            struct complex kept = values[i];
            values[i] = values[j];
            values[j] = kept;
        }
    }
}

/* One pair of values, `half` apart, and the root of one that turns the second. */
static void combine(struct complex *value, int half, struct complex root)
{
    struct complex one = value[0], other = value[half];
    struct complex turned = {other.re * root.re - other.im * root.im,
                             other.re * root.im + other.im * root.re};
    value[0] = (struct complex){one.re + turned.re, one.im + turned.im};
    value[half] = (struct complex){one.re - turned.re, one.im - turned.im};
}

/* Forward with direction 1, backward with -1. */
static void transform(double direction)
{
    reorder();
    for (int half = 1; half < SIZE; half *= 2) {
        for (int i = 0; i < half; i++) {
            struct complex root = roots[i * (SIZE / 2 / half)];
            root.im *= direction;
            for (int at = i; at < SIZE; at += 2 * half)
                combine(&values[at], half, root);
        }
    }
}

/* The three heights, as text. */
static void describe(char *text, size_t size)
{
    size_t used = 0;
    for (int line = 0; line < LINES; line++) {
        int frequency = lines[line].frequency;
        used += (size_t)snprintf(text + used, size - used, "%s%d:%.3f", line > 0 ? " " : "", frequency,
                                 values[frequency].re / SIZE);
    }
}

/* The largest difference between the signal and what came back. */
static double error(void)
{
    double worst = 0;
    for (int i = 0; i < SIZE; i++) {
        worst = fmax(worst, fabs(values[i].re / SIZE - signal[i].re));
        worst = fmax(worst, fabs(values[i].im / SIZE - signal[i].im));
    }
    return worst;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    char result[64] = "";
    fill();
    for (int round = 0; round < rounds; round++) {
        memcpy(values, signal, sizeof values);
        transform(1);
        describe(result, sizeof result);
        transform(-1);
    }
    printf("%s\n", result);
    return rounds > 0 && (strcmp(result, EXPECTED) != 0 || error() > 1e-12);
}
