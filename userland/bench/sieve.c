/* sieve [ROUNDS]: counts the primes below a million with the sieve of Eratosthenes, ROUNDS times.
 *
 * Loads, stores and short loops over a megabyte. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 1000000, PRIMES = 78498 };

static unsigned char composite[LIMIT];

static int count_primes(void)
{
    int count = 0;
    memset(composite, 0, sizeof composite);
    for (int number = 2; number < LIMIT; number++) {
        if (composite[number])
            continue;
        count++;
        for (int multiple = 2 * number; multiple < LIMIT; multiple += number)
            composite[multiple] = 1;
    }
    return count;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    for (int round = 0; round < rounds; round++) {
        int count = count_primes();
        if (count != PRIMES) {
            printf("sieve: %d primes, not %d\n", count, PRIMES);
            return 1;
        }
    }
    printf("%d\n", PRIMES);
    return 0;
}
