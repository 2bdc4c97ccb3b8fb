/* handover [TIMES]: two processes acquire a lock TIMES times in all, each while the other holds it:
 * who has it gives its hart up, so that the other comes and has to wait. */
#include <multiprocessing.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

static struct lock *lock;

static int take(void *arg)
{
    int times = *(int *)arg;
    for (int i = 0; i < times; i++) {
        if (!lock_acquire(lock))
            return 1;
        sched_yield();
        lock_release(lock);
    }
    return 0;
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1, half = times / 2, rest = times - half;
    lock = lock_new();
    struct process *other = process_start(take, &half);
    if (other == NULL || take(&rest) != 0 || !process_join(other)) {
        perror("handover");
        return 1;
    }
    printf("%d\n", times);
    return process_exitcode(other);
}
