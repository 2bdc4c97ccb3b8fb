/* integer [ROUNDS]: counts the primes in the thousand numbers from a thousand million on by the test of
 * Miller and Rabin, ROUNDS times: multiplication and division of 64 bits, and shifts.
 *
 * The bases 2, 3, 5 and 7 decide for every number below 3,215,031,751. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { FIRST = 1000000000, NUMBERS = 1000, EXPECTED = 49 };

static uint64_t power(uint64_t base, uint64_t exponent, uint64_t modulus)
{
    uint64_t result = 1;
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            result = result * base % modulus;
        base = base * base % modulus;
    }
    return result;
}

static int passes(uint64_t number, uint64_t base)
{
    uint64_t odd = number - 1;
    int twos = 0;
    while (!(odd & 1)) {
        odd >>= 1;
        twos++;
    }
    uint64_t x = power(base, odd, number);
    if (x == 1 || x == number - 1)
        return 1;
    for (int i = 1; i < twos; i++) {
        x = x * x % number;
        if (x == number - 1)
            return 1;
    }
    return 0;
}

static int is_prime(uint64_t number)
{
    return passes(number, 2) && passes(number, 3) && passes(number, 5) && passes(number, 7);
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1, primes = 0;
    for (int round = 0; round < rounds; round++) {
        primes = 0;
        for (uint64_t number = FIRST; number < FIRST + NUMBERS; number++)
            primes += is_prime(number);
    }
    printf("%d\n", primes);
    return rounds > 0 && primes != EXPECTED;
}
