/* chase [ROUNDS]: follows a chain through 4 MiB of nodes in random order, ROUNDS times: each load waits
 * for the one before it, and most go to another page.
 *
 * The chain is one circle through all nodes (Sattolo's shuffle), so that each round sees every node. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum { NODES = 1 << 18 };

#define EXPECTED 0xd0070003u

struct node {
    uint32_t next;
    uint32_t value;
    uint64_t unused;
};

static struct node nodes[NODES];
static uint64_t state = 1;

static uint32_t next_random(void)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33);
}

static void shuffle(void)
{
    for (uint32_t i = 0; i < NODES; i++)
        nodes[i] = (struct node){.next = i, .value = next_random()};
    for (uint32_t i = NODES - 1; i > 0; i--) {
        uint32_t other = next_random() % i, next = nodes[i].next;
        nodes[i].next = nodes[other].next;
        nodes[other].next = next;
    }
}

static uint32_t walk(void)
{
    uint32_t sum = 0, at = 0;
    do {
        sum = sum * 31 + nodes[at].value;
        at = nodes[at].next;
    } while (at != 0);
    return sum;
}

int main(int argc, char **argv)
{
    int rounds = argc > 1 ? atoi(argv[1]) : 1;
    uint32_t sum = 0;
    shuffle();
    for (int round = 0; round < rounds; round++)
        sum = walk();
    printf("%08x\n", sum);
    return rounds > 0 && sum != EXPECTED;
}
