/*
 * compute: a job that needs the processor alone.
 *
 *     compute LIMIT
 *
 * Counts the primes below LIMIT by division.
 */

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_prime(unsigned number) {
    for (unsigned divisor = 2; divisor * divisor <= number; divisor++) {
        if (number % divisor == 0) {
            return false;
        }
    }
    return number > 1;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        errx(2, "usage: compute LIMIT");
    }
    unsigned limit = (unsigned)strtoul(argv[1], NULL, 10);
    unsigned count = 0;
    for (unsigned number = 0; number < limit; number++) {
        count += is_prime(number);
    }
    printf("%u primes below %u\n", count, limit);
    return 0;
}
