/* Connections, queues and joinable queues between processes. */

#include "check.h"

#include <multiprocessing.h>
#include <sched.h>

enum { PRODUCERS = 3, CONSUMERS = 2, EACH = 40, BOUND = 3, LONG = 200000 };

static const double SHORT = 0.01;

struct item {
    int producer;
    int number;
};

static char sent[LONG], received[LONG];

static void connections(void) {
    struct connection *ends[2];
    unsigned tag = 0;
    int number = 7;
    CHECK(pipe_new(true, ends));
    for (int i = 0; i < LONG; i++) {
        sent[i] = (char)(i * 7 + i / 256);
    }
    pid_t echo = split();
    if (echo == 0) {
        connection_close(ends[0]);
        ssize_t size;
        while ((size = connection_receive_tagged(ends[1], &tag, received, LONG)) >= 0) {
            CHECK(connection_send_tagged(ends[1], tag + 1, received, (size_t)size));
        }
        CHECK(errno == EPIPE);
        leave(failures != 0);
    }
    connection_close(ends[1]);
    CHECK(!connection_poll(ends[0], 0));
    CHECK(connection_send(ends[0], sent, LONG));
    FAILS(connection_receive(ends[0], received, 10), EMSGSIZE);
    CHECK(connection_receive(ends[0], received, LONG) == LONG);
    CHECK(memcmp(sent, received, LONG) == 0);
    CHECK(connection_send_tagged(ends[0], MESSAGE_USER, &number, sizeof number));
    CHECK(connection_poll(ends[0], 60));
    CHECK(connection_receive_tagged(ends[0], &tag, &number, sizeof number) == sizeof number);
    CHECK(tag == MESSAGE_USER + 1 && number == 7);
    CHECK(connection_send(ends[0], NULL, 0) && connection_receive(ends[0], NULL, 0) == 0);
    connection_close(ends[0]);
    CHECK(wait_status(echo) == 0);
    CHECK(pipe_new(false, ends));
    FAILS(connection_send(ends[0], "x", 1) - 1, EBADF);
    connection_close(ends[0]);
    FAILS(connection_send(ends[1], "x", 1) - 1, EPIPE);
    connection_close(ends[1]);
    puts("connections keep messages whole");
}

static void bounds(void) {
    struct queue *queue = queue_new(BOUND);
    int number;
    FAILS(queue_try_get(queue, &number, sizeof number), EAGAIN);
    FAILS(queue_get_timeout(queue, &number, sizeof number, SHORT), ETIMEDOUT);
    for (int i = 0; i < BOUND; i++) {
        CHECK(queue_try_put(queue, &i, sizeof i) && queue_size(queue) == i + 1);
    }
    CHECK(queue_full(queue) && !queue_empty(queue));
    FAILS(queue_try_put(queue, &number, sizeof number) - 1, EAGAIN);
    FAILS(queue_put_timeout(queue, &number, sizeof number, SHORT) - 1, ETIMEDOUT);
    FAILS(queue_get(queue, &number, 1), EMSGSIZE);
    FAILS(queue_try_get(queue, &number, 1), EMSGSIZE);
    for (int i = 0; i < BOUND; i++) {
        CHECK(queue_get(queue, &number, sizeof number) == sizeof number && number == i);
    }
    CHECK(queue_empty(queue) && !queue_full(queue));
    FAILS(queue_put(queue, sent, QUEUE_MESSAGE_MAX + 1) - 1, EMSGSIZE);
    FAILS(queue_task_done(queue) - 1, EINVAL);
    queue_free(queue);
    CHECK(queue_new(-1) == NULL && errno == EINVAL);
    puts("queues are full and empty exactly");
}

/* Without a bound the pipe is one. */
static void full_pipe(void) {
    struct queue *queue = queue_new(0);
    int put = 0, got = 0;
    while (queue_try_put(queue, sent, QUEUE_MESSAGE_MAX)) {
        put++;
    }
    CHECK(errno == EAGAIN && put > 1 && queue_full(queue));
    FAILS(queue_put_timeout(queue, sent, QUEUE_MESSAGE_MAX, SHORT) - 1, ETIMEDOUT);
    while (queue_try_get(queue, received, sizeof received) == QUEUE_MESSAGE_MAX) {
        CHECK(memcmp(sent, received, QUEUE_MESSAGE_MAX) == 0);
        got++;
    }
    CHECK(errno == EAGAIN && got == put);
    queue_free(queue);
    puts("a full pipe loses nothing");
}

static void produce(struct queue *queue, int producer) {
    for (int i = 0; i < EACH; i++) {
        struct item item = {producer, i};
        if (i % 2 == 0) {
            CHECK(queue_put(queue, &item, sizeof item));
        } else {
            while (!queue_try_put(queue, &item, sizeof item)) {
                CHECK(errno == EAGAIN);
                sched_yield();
            }
        }
    }
}

/* What one consumer sees of one producer is in order; `seen` counts every item of all. */
static void consume(struct queue *queue, struct array *seen) {
    int last[PRODUCERS] = {-1, -1, -1};
    struct item item;
    unsigned tag;
    while (queue_get_tagged(queue, &tag, &item, sizeof item) >= 0 && tag != MESSAGE_NONE) {
        CHECK(item.number > last[item.producer]);
        last[item.producer] = item.number;
        size_t index = (size_t)(item.producer * EACH + item.number);
        __atomic_add_fetch((int *)array_at(seen, index), 1, __ATOMIC_SEQ_CST);
    }
}

static void traffic(void) {
    struct queue *queue = queue_new(BOUND);
    struct array *seen = array_new(PRODUCERS * EACH, sizeof(int));
    pid_t pids[PRODUCERS + CONSUMERS];
    for (int i = 0; i < PRODUCERS + CONSUMERS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            if (i < PRODUCERS) {
                produce(queue, i);
            } else {
                consume(queue, seen);
            }
            leave(failures != 0);
        }
    }
    for (int i = 0; i < PRODUCERS + CONSUMERS; i++) {
        if (i >= PRODUCERS) {
            queue_put_tagged(queue, MESSAGE_NONE, NULL, 0);
        }
        CHECK(i >= PRODUCERS || wait_status(pids[i]) == 0);
    }
    for (int i = PRODUCERS; i < PRODUCERS + CONSUMERS; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
    for (size_t i = 0; i < PRODUCERS * EACH; i++) {
        CHECK(*(int *)array_at(seen, i) == 1);
    }
    queue_free(queue);
    array_free(seen);
    puts("each message arrives once, those of one sender in order");
}

static void joinable(void) {
    struct queue *queue = joinable_queue_new(0);
    int number = 0;
    CHECK(queue_join(queue));
    FAILS(queue_task_done(queue) - 1, EINVAL);
    CHECK(queue_put(queue, &number, sizeof number) && queue_put(queue, &number, sizeof number));
    FAILS(queue_task_done(queue) - 1, EINVAL);
    FAILS(queue_join_timeout(queue, SHORT) - 1, ETIMEDOUT);
    pid_t pid = split();
    if (pid == 0) {
        for (int i = 0; i < 2; i++) {
            CHECK(queue_get(queue, &number, sizeof number) == sizeof number);
            usleep(5000);
            CHECK(queue_task_done(queue));
        }
        FAILS(queue_task_done(queue) - 1, EINVAL);
        leave(failures != 0);
    }
    CHECK(queue_join(queue) && queue_empty(queue));
    CHECK(wait_status(pid) == 0);
    queue_free(queue);
    puts("joining waits for the work, not for the queue");
}

int main(void) {
    connections();
    bounds();
    full_pipe();
    traffic();
    joinable();
    return finish();
}
