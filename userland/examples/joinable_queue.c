/*
 * joinable_queue: waiting until the work is done, with consumers that never end.
 *
 * The consumers are daemons in an endless loop; they need no sentinel, for they are terminated when
 * the program ends. What the parent waits for is not their end but that of the work: each says
 * queue_task_done when it has dealt with a message, and queue_join returns when that was said for
 * all. An empty queue would not do: what was taken last may still be in work. Shows that nothing is
 * left undone after joining, and that task_done once too often is an error.
 */

#include <errno.h>
#include <multiprocessing.h>
#include <stdio.h>
#include <unistd.h>

enum { PRODUCERS = 2, CONSUMERS = 3, EACH = 8, ROOM = 4, MICROSECONDS = 2000 };

static struct queue *queue;
static struct value *done;

static int produce(void *arg) {
    (void)arg;
    for (long i = 0; i < EACH; i++) {
        if (!queue_put(queue, &i, sizeof i)) {
            return 1;
        }
    }
    return 0;
}

static int consume(void *arg) {
    long number;
    (void)arg;
    while (queue_get(queue, &number, sizeof number) > 0) {
        usleep(MICROSECONDS); /* Taken, but not done. */
        value_add(done, 1);
        queue_task_done(queue);
    }
    return 1;
}

int main(void) {
    struct process *producers[PRODUCERS];
    int failed = 0;
    queue = joinable_queue_new(ROOM);
    done = value_new(0);
    for (int i = 0; i < CONSUMERS; i++) {
        failed += process_start_daemon(consume, NULL) == NULL;
    }
    for (int i = 0; i < PRODUCERS; i++) {
        producers[i] = process_start(produce, NULL);
    }
    for (int i = 0; i < PRODUCERS; i++) {
        process_join(producers[i]);
        failed += process_exitcode(producers[i]) != 0;
    }
    bool joined = queue_join(queue);
    printf("%d put, %ld done\n", PRODUCERS * EACH, value_get(done));
    bool refused = !queue_task_done(queue) && errno == EINVAL;
    printf("once more: %s\n", refused ? "refused" : "accepted");
    printf("%zu consumers still wait\n", active_children(NULL, 0));
    return failed == 0 && joined && refused && value_get(done) == PRODUCERS * EACH &&
                   active_children(NULL, 0) == CONSUMERS
               ? 0
               : 1;
}
