/* branches [ROUNDS]: places ten queens on a board in every way, and looks for the number below 10,000
 * with the longest way to 1 by the rule of Collatz, ROUNDS times: branches that nobody can foresee, and
 * recursion.
 *
 * There are 724 ways, and the number is 6171. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { QUEENS = 10, WAYS = 724, LIMIT = 10000, LONGEST = 6171 };

static int place(unsigned columns, unsigned rising, unsigned falling)
{
    unsigned all = (1u << QUEENS) - 1;
    if (columns == all)
        return 1;
    int ways = 0;
    for (unsigned queen = 1; queen <= all; queen <<= 1) {
        if (!((columns | rising | falling) & queen))
            ways += place(columns | queen, (rising | queen) << 1, (falling | queen) >> 1);
    }
    return ways;
}

static int steps_to_one(uint64_t number)
{
    int steps = 0;
    while (number != 1) {
        if (number % 2 == 0)
            number /= 2;
        else
            number = 3 * number + 1;
        steps++;
    }
    return steps;
}

static int longest(void)
{
    int best = 1, most = 0;
    for (int number = 1; number < LIMIT; number++) {
        int steps = steps_to_one((uint64_t)number);
        if (steps > most) {
            most = steps;
            best = number;
        }
    }
    return best;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1, ways = 0, number = 0;
    for (int round = 0; round < rounds; round++) {
        ways = place(0, 0, 0);
        number = longest();
    }
    printf("%d %d\n", ways, number);
    return rounds > 0 && (ways != WAYS || number != LONGEST);
}
