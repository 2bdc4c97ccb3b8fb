/* pair [ROUNDS]: two processes each count the primes below 200,000 with a sieve, ROUNDS times: work that
 * two harts can share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LIMIT = 200000, PRIMES = 17984, PROCESSES = 2 };

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

static int work(int rounds)
{
    for (int round = 0; round < rounds; round++) {
        if (count_primes() != PRIMES)
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1, failed = 0, status;
    for (int i = 0; i < PROCESSES; i++) {
        if (fork() == 0)
            _exit(work(rounds));
    }
    for (int i = 0; i < PROCESSES; i++)
        failed |= wait(&status) < 0 || status != 0;
    printf("%d\n", PRIMES);
    return failed;
}
