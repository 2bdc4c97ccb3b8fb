/* thread [TIMES]: creates a thread that ends at once and joins it, TIMES times. */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static void *answer(void *number)
{
    return number;
}

int main(int argc, char **argv)
{
    intptr_t times = argc > 1 ? atoi(argv[1]) : 1;
    for (intptr_t i = 0; i < times; i++) {
        pthread_t thread;
        void *answered = NULL;
        if (pthread_create(&thread, NULL, answer, (void *)i) != 0 || pthread_join(thread, &answered) != 0 ||
            answered != (void *)i) {
            fprintf(stderr, "thread: number %ld did not answer\n", (long)i);
            return 1;
        }
    }
    printf("%ld\n", (long)times);
    return 0;
}
