/*
 * Priority inversion on one hart, with raw futexes. Low takes the lock, and then high and middle
 * become ready: high wants the lock, middle only computes. Without inheritance middle keeps low from
 * giving the lock back, so that high, which is the most urgent, ends last but one; with inheritance
 * low runs in the place of high until it has given the lock back, and middle has to wait. Then the
 * same through a chain of two locks, and who may see what priority.
 *
 * qemu-user: no, it needs real-time priorities and one hart.
 */
#include "../test/check.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <time.h>

enum { LOW = 10, MIDDLE = 20, HIGH = 30, MOST = 40 };

static int inherits;
static int locks[2];
static char order[16];
static int length;
static int low_tid;

static long futex(int *word, int operation, int value) {
    return syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

static void lock(int *word) {
    int free = 0;
    if (inherits) {
        int tid = gettid();
        if (!__atomic_compare_exchange_n(word, &free, tid, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
            CHECK(futex(word, FUTEX_LOCK_PI, 0) == 0);
        }
        return;
    }
    while (__atomic_exchange_n(word, 1, __ATOMIC_SEQ_CST) != 0) {
        futex(word, FUTEX_WAIT, 1);
    }
}

static void unlock(int *word) {
    int mine = gettid();
    if (!inherits) {
        __atomic_store_n(word, 0, __ATOMIC_SEQ_CST);
        futex(word, FUTEX_WAKE, 1);
    } else if (!__atomic_compare_exchange_n(word, &mine, 0, 0, __ATOMIC_SEQ_CST,
                                            __ATOMIC_SEQ_CST)) {
        CHECK(futex(word, FUTEX_UNLOCK_PI, 0) == 0);
    }
}

static void note(char who) { order[length++] = who; }

static void compute(void) {
    for (volatile int i = 0; i < 100000; i++) {
    }
}

static void *high(void *unused) {
    lock(&locks[0]);
    note('H');
    unlock(&locks[0]);
    return unused;
}

/* Holds the lock that high wants, and wants the one that low has. */
static void *between(void *unused) {
    lock(&locks[0]);
    lock(&locks[1]);
    note('B');
    unlock(&locks[1]);
    unlock(&locks[0]);
    return unused;
}

static void *middle(void *unused) {
    compute();
    note('M');
    return unused;
}

static pthread_t start(void *(*body)(void *), int priority) {
    pthread_t thread;
    pthread_attr_t attributes;
    struct sched_param parameter = {.sched_priority = priority};
    pthread_attr_init(&attributes);
    pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
    pthread_attr_setschedpolicy(&attributes, SCHED_FIFO);
    pthread_attr_setschedparam(&attributes, &parameter);
    CHECK(pthread_create(&thread, &attributes, body, NULL) == 0);
    return thread;
}

/* The priority that the scheduler goes by, and the one that was asked for (proc(5), stat). */
static void shows(int effective, int own) {
    char path[64], line[512];
    snprintf(path, sizeof path, "/proc/%d/stat", low_tid);
    FILE *file = fopen(path, "r");
    CHECK(file != NULL && fgets(line, sizeof line, file) != NULL);
    fclose(file);
    char *field = strrchr(line, ')') + 2;
    for (int number = 3; number <= 40; number++) {
        if (number == 18) {
            CHECK(atoi(field) == -1 - effective);
        } else if (number == 40) {
            CHECK(atoi(field) == own);
        }
        field = strchr(field, ' ') + 1;
    }
    struct sched_param parameter;
    CHECK(sched_getparam(low_tid, &parameter) == 0 && parameter.sched_priority == own);
}

static void *low(void *chain) {
    pthread_t threads[3];
    low_tid = gettid();
    lock(&locks[chain != NULL]);
    shows(LOW, LOW);
    threads[2] = chain ? start(between, MIDDLE - 1) : start(high, HIGH);
    threads[0] = start(high, chain ? MOST : HIGH - 1);
    threads[1] = start(middle, MIDDLE);
    shows(inherits ? chain ? MOST : HIGH : LOW, LOW);
    note('L');
    unlock(&locks[chain != NULL]);
    shows(LOW, LOW);
    for (int i = 0; i < 3; i++) {
        pthread_join(threads[i], NULL);
    }
    return NULL;
}

static void run(int with, void *chain, const char *expected) {
    struct sched_param parameter = {.sched_priority = LOW};
    inherits = with;
    length = 0;
    memset(order, 0, sizeof order);
    CHECK(sched_setscheduler(0, SCHED_FIFO, &parameter) == 0);
    low(chain);
    printf("%s %s: %s\n", with ? "with" : "without", chain ? "a chain" : "one lock", order);
    CHECK(strcmp(order, expected) == 0);
}

int main(void) {
    run(0, NULL, "MLHH");
    run(1, NULL, "LHHM");
    run(0, locks, "MLBH");
    run(1, locks, "LBHM");
    return finish();
}
