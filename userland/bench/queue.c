/* queue [TIMES]: one process puts TIMES messages into a queue of multiprocessing.h, another gets
 * them. */
#include <multiprocessing.h>
#include <stdio.h>
#include <stdlib.h>

enum { BOUND = 100 };

static struct queue *queue;

static int put_all(void *arg)
{
    int times = *(int *)arg;
    for (int i = 0; i < times; i++) {
        if (!queue_put(queue, &i, sizeof i))
            return 1;
    }
    return 0;
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    queue = queue_new(BOUND);
    struct process *putter = process_start(put_all, &times);
    if (putter == NULL) {
        perror("queue");
        return 1;
    }
    for (int i = 0, got; i < times; i++) {
        if (queue_get(queue, &got, sizeof got) != sizeof got || got != i) {
            perror("queue");
            return 1;
        }
    }
    process_join(putter);
    printf("%d\n", times);
    return process_exitcode(putter);
}
