/* lock [TIMES]: acquires and releases a lock that nobody else wants, TIMES times. */
#include <multiprocessing.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    struct lock *lock = lock_new();
    for (int i = 0; i < times; i++) {
        if (!lock_acquire(lock) || !lock_release(lock)) {
            perror("lock");
            return 1;
        }
    }
    printf("%d\n", times);
    return 0;
}
