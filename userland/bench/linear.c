/* linear [ROUNDS]: solves 100 linear equations in doubles by elimination, ROUNDS times: multiplication,
 * subtraction and division of floating-point numbers in rows of a matrix.
 *
 * Every product is rounded before it is added, so that the sum is the same on every machine. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { SIZE = 100 };

#define EXPECTED 0xcf0149e0u

static double given[SIZE][SIZE + 1], matrix[SIZE][SIZE + 1], solution[SIZE];
static uint32_t state = 1;

static double next_random(void)
{
    state = state * 1103515245u + 12345u;
    return (double)(state >> 16) / 65536 - 0.5;
}

static void fill(void)
{
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j <= SIZE; j++)
            given[i][j] = next_random();
    }
}

/* Brings the row with the largest element of a column, from `from` on, to the place `from`. */
static void pivot(int from)
{
    int best = from;
    double row[SIZE + 1];
    for (int i = from + 1; i < SIZE; i++) {
        if (fabs(matrix[i][from]) > fabs(matrix[best][from]))
            best = i;
    }
    memcpy(row, matrix[from], sizeof row);
    memcpy(matrix[from], matrix[best], sizeof row);
    memcpy(matrix[best], row, sizeof row);
}

static void eliminate(void)
{
    for (int step = 0; step < SIZE; step++) {
        pivot(step);
        for (int i = step + 1; i < SIZE; i++) {
            double factor = matrix[i][step] / matrix[step][step];
            for (int j = step; j <= SIZE; j++)
                matrix[i][j] -= factor * matrix[step][j];
        }
    }
}

static void substitute(void)
{
    for (int i = SIZE - 1; i >= 0; i--) {
        double rest = matrix[i][SIZE];
        for (int j = i + 1; j < SIZE; j++)
            rest -= matrix[i][j] * solution[j];
        solution[i] = rest / matrix[i][i];
    }
}

/* The largest difference between the two sides of any equation. */
static double error(void)
{
    double worst = 0;
    for (int i = 0; i < SIZE; i++) {
        double difference = -given[i][SIZE];
        for (int j = 0; j < SIZE; j++)
            difference += given[i][j] * solution[j];
        worst = fmax(worst, fabs(difference));
    }
    return worst;
}

static uint32_t checksum(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < SIZE; i++) {
        uint64_t bits;
        memcpy(&bits, &solution[i], sizeof bits);
        sum = sum * 31 + bits;
    }
    return (uint32_t)(sum ^ sum >> 32);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    fill();
    for (int round = 0; round < rounds; round++) {
        memcpy(matrix, given, sizeof matrix);
        eliminate();
        substitute();
    }
    uint32_t sum = checksum();
    printf("%08x\n", sum);
    return rounds > 0 && (sum != EXPECTED || error() > 1e-9);
}
