/* matrix [ROUNDS]: multiplies two matrices of 128 by 128 integers, ROUNDS times. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { SIZE = 128 };

#define EXPECTED 0x8ac04941u

static int32_t left[SIZE][SIZE], right[SIZE][SIZE], product[SIZE][SIZE];
static uint32_t state = 1;

static int32_t next_random(void)
{
    state = state * 1103515245u + 12345u;
    return (int32_t)(state >> 16) % 2000 - 1000;
}

static void fill(void)
{
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
            left[i][j] = next_random();
            right[i][j] = next_random();
        }
    }
}

static void multiply(void)
{
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
            int32_t sum = 0;
            for (int k = 0; k < SIZE; k++)
                sum += left[i][k] * right[k][j];
            product[i][j] = sum;
        }
    }
}

static uint32_t checksum(void)
{
    uint32_t sum = 0;
    for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++)
            sum = sum * 31 + (uint32_t)product[i][j];
    }
    return sum;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    fill();
    for (int round = 0; round < rounds; round++)
        multiply();
    uint32_t sum = checksum();
    printf("%08x\n", sum);
    return rounds > 0 && sum != EXPECTED;
}
