/*
 * hello: the smallest program.
 *
 * Shows that a program runs and which process it is.
 */

#include <stdio.h>
#include <unistd.h>

int main(void) {
    printf("Hello from process %d!\n", getpid());
    return 0;
}
