/* getppid [TIMES]: one of the cheapest system calls, TIMES times. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    pid_t self = getpid();
    for (int i = 0; i < times; i++) {
        if (getppid() == self)
            return 1;
    }
    printf("%d\n", times);
    return 0;
}
