/*
 * sentinel: producers and consumers, and how the consumers learn that it is over.
 *
 * Several producers put numbers into one queue, several consumers take them. A consumer that finds
 * the queue empty cannot know whether more will come. So when all producers have ended, the parent
 * puts one last message, the sentinel, for each consumer: what was put before is taken before. Shows
 * that everything is consumed exactly once, and that everybody ends.
 */

#include <multiprocessing.h>
#include <stdio.h>

enum { PRODUCERS = 3, CONSUMERS = 2, EACH = 50, ROOM = 5 };

static struct queue *queue;
static struct value *consumed, *total;

/* Producer n makes the numbers that leave n when divided by PRODUCERS. */
static int produce(void *arg) {
    for (long i = 0, number = *(int *)arg; i < EACH; i++, number += PRODUCERS) {
        if (!queue_put_tagged(queue, MESSAGE_LONG, &number, sizeof number)) {
            return 1;
        }
    }
    return 0;
}

static int consume(void *arg) {
    long number;
    unsigned tag;
    (void)arg;
    while (queue_get_tagged(queue, &tag, &number, sizeof number) >= 0 && tag == MESSAGE_LONG) {
        value_add(consumed, 1);
        value_add(total, number);
    }
    return tag == MESSAGE_NONE ? 0 : 1;
}

static int join_all(struct process **processes, int count) {
    int failed = 0;
    for (int i = 0; i < count; i++) {
        process_join(processes[i]);
        failed += process_exitcode(processes[i]) != 0;
    }
    return failed;
}

int main(void) {
    struct process *producers[PRODUCERS], *consumers[CONSUMERS];
    long made = PRODUCERS * EACH, sum = made * (made - 1) / 2;
    queue = queue_new(ROOM);
    consumed = value_new(0);
    total = value_new(0);
    for (int i = 0; i < CONSUMERS; i++) {
        consumers[i] = process_start(consume, NULL);
    }
    for (int i = 0; i < PRODUCERS; i++) {
        producers[i] = process_start(produce, &i);
    }
    int failed = join_all(producers, PRODUCERS);
    for (int i = 0; i < CONSUMERS; i++) {
        queue_put_tagged(queue, MESSAGE_NONE, NULL, 0);
    }
    failed += join_all(consumers, CONSUMERS);
    printf("%d producers made %ld, %d consumers took %ld, sum %ld\n", PRODUCERS, made, CONSUMERS,
           value_get(consumed), value_get(total));
    return failed == 0 && value_get(consumed) == made && value_get(total) == sum ? 0 : 1;
}
