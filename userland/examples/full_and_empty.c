/*
 * full_and_empty: what putting does when a queue is full, and getting when it is empty.
 *
 * The queue has room for three. Shows the three ways to meet a full or empty queue: a try says so
 * at once, a call with a time limit says so when the time is over, and a call that waits comes back
 * when another process has made room or put something. None of them loses or doubles a message.
 */

#include <errno.h>
#include <multiprocessing.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 3, MICROSECONDS = 20000 };

static const double SECONDS = 0.02;
static struct queue *queue;
static int wrong;

static void expect(const char *what, bool holds) {
    printf("%s: %s\n", what, holds ? "yes" : "NO");
    wrong += !holds;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int take_two(void *arg) {
    int number, sum = 0;
    (void)arg;
    usleep(MICROSECONDS);
    for (int i = 0; i < 2; i++) {
        sum += queue_get(queue, &number, sizeof number) == sizeof number ? number : 100;
    }
    return sum;
}

static int put_five(void *arg) {
    int number = 5;
    (void)arg;
    usleep(MICROSECONDS);
    return !queue_put(queue, &number, sizeof number);
}

/* It holds 1, 2, 3; then another process takes 1 and 2 while this one waits with 4. */
static void full(void) {
    int number = 4;
    for (int i = 1; i <= ROOM; i++) {
        queue_put(queue, &i, sizeof i);
    }
    expect("full queue: a try fails with EAGAIN",
           !queue_try_put(queue, &number, sizeof number) && errno == EAGAIN);
    double start = now();
    expect("full queue: a limited wait fails with ETIMEDOUT",
           !queue_put_timeout(queue, &number, sizeof number, SECONDS) && errno == ETIMEDOUT);
    expect("full queue: but not before its time", now() - start >= SECONDS);
    struct process *taker = process_start(take_two, NULL);
    expect("full queue: waiting ends when another takes",
           queue_put(queue, &number, sizeof number));
    process_join(taker);
    expect("full queue: the other took the first two", process_exitcode(taker) == 1 + 2);
}

static void empty(void) {
    int number = 0;
    expect("two are left, in order", queue_get(queue, &number, sizeof number) > 0 && number == 3 &&
                                         queue_get(queue, &number, sizeof number) > 0 &&
                                         number == 4);
    expect("empty queue: a try fails with EAGAIN",
           queue_try_get(queue, &number, sizeof number) < 0 && errno == EAGAIN);
    expect("empty queue: a limited wait fails with ETIMEDOUT",
           queue_get_timeout(queue, &number, sizeof number, SECONDS) < 0 && errno == ETIMEDOUT);
    struct process *putter = process_start(put_five, NULL);
    expect("empty queue: waiting ends when another puts",
           queue_get(queue, &number, sizeof number) > 0 && number == 5);
    process_join(putter);
    expect("nothing is left", process_exitcode(putter) == 0 && queue_empty(queue));
}

int main(void) {
    queue = queue_new(ROOM);
    if (queue == NULL) {
        perror("queue");
        return 1;
    }
    full();
    empty();
    return wrong != 0;
}
