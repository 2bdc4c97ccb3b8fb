/* A tree of processes, three children below each down to a depth: every exit status gets home. */

#include "check.h"

enum { DEPTH = 3, CHILDREN = 3 };

/* Returns how many processes are in the tree below, this one included. */
static int grow(int depth) {
    pid_t children[CHILDREN];
    int count = 1;
    if (depth == 0) {
        return count;
    }
    for (int i = 0; i < CHILDREN; i++) {
        children[i] = split();
        if (children[i] == 0) {
            leave(grow(depth - 1));
        }
        CHECK(children[i] > 0);
    }
    for (int i = CHILDREN; i-- > 0;) {
        count += wait_status(children[i]);
    }
    FAILS(wait(NULL), ECHILD);
    return count;
}

/* A chain in which each process waits for the next. */
static int chain(int length) {
    if (length == 0) {
        return 0;
    }
    pid_t child = split();
    if (child == 0) {
        leave(chain(length - 1));
    }
    return wait_status(child) + 1;
}

int main(void) {
    int count = grow(DEPTH);
    printf("%d processes in the tree\n", count);
    CHECK(count == 1 + 3 + 9 + 27);
    int length = chain(20);
    printf("%d processes in the chain\n", length);
    CHECK(length == 20);
    for (int round = 0; round < 100; round++) {
        pid_t child = split();
        if (child == 0) {
            leave(round);
        }
        CHECK(wait_status(child) == round);
    }
    puts("100 one after the other");
    return finish();
}
