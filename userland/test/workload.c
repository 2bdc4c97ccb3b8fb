/*
 * workload [JOB...]: processes that compute, sleep and yield as they are told.
 *
 * A JOB is ARRIVAL:STEP,STEP,...:NICE:HARTS, all times in microseconds: when it begins, its bursts
 * with a sleep after each (300~50) or a yield (300), its nice value, and the harts that it may run
 * on as a hexadecimal mask. In every burst a job sees to it that it runs where it may, and at the end
 * of one it adds to a number that all share, with nothing but a lock to keep them apart. The last of
 * all is the number of the bursts that were done.
 */

#include "check.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

enum { CYCLES_PER_MICROSECOND = 1000, CYCLES_PER_TURN = 2, TURNS_IN_LOCK = 500 };

struct shared {
    int lock;
    volatile long bursts;
};

static struct shared *shared;

static long futex(int *word, int operation, int value) {
    return syscall(SYS_futex, word, operation, value, NULL, NULL, 0);
}

/* 0: free, 1: taken, 2: taken and somebody waits (Drepper, "Futexes Are Tricky", mutex 2). */
static void acquire(void) {
    int seen = 0;
    if (__atomic_compare_exchange_n(&shared->lock, &seen, 1, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
        return;
    }
    while (__atomic_exchange_n(&shared->lock, 2, __ATOMIC_SEQ_CST) != 0) {
        futex(&shared->lock, FUTEX_WAIT, 2);
    }
}

static void release(void) {
    if (__atomic_exchange_n(&shared->lock, 0, __ATOMIC_SEQ_CST) == 2) {
        futex(&shared->lock, FUTEX_WAKE, 1);
    }
}

static void turn(long count) {
    for (long i = count; i != 0; i--) {
        __asm__ volatile("");
    }
}

static void count_burst(void) {
    acquire();
    long before = shared->bursts;
    turn(TURNS_IN_LOCK);
    shared->bursts = before + 1;
    release();
}

static void burst(long microseconds, unsigned long harts) {
    CHECK(harts >> sched_getcpu() & 1);
    turn(microseconds * CYCLES_PER_MICROSECOND / CYCLES_PER_TURN);
    CHECK(harts >> sched_getcpu() & 1);
    count_burst();
}

/* Begins as the end of the job says, and answers where its steps begin. */
static char *begin(char *job, unsigned long *harts) {
    char *steps, *end;
    long arrival = strtol(job, &steps, 10);
    long value = strtol(strchr(steps + 1, ':') + 1, &end, 10);
    *harts = strtoul(end + 1, NULL, 16);
    CHECK(syscall(SYS_sched_setaffinity, 0, sizeof *harts, harts) == 0);
    CHECK(setpriority(PRIO_PROCESS, 0, (int)value) == 0);
    usleep((useconds_t)arrival);
    return steps + 1;
}

_Noreturn static void run(char *job) {
    unsigned long harts;
    char *at = begin(job, &harts);
    while (*at != ':') {
        burst(strtol(at, &at, 10), harts);
        if (*at == '~') {
            usleep((useconds_t)strtol(at + 1, &at, 10));
        } else {
            sched_yield();
        }
        at += *at == ',';
    }
    leave(failures != 0);
}

static long bursts(const char *job) {
    long count = 1;
    for (; *job != '\0'; job++) {
        count += *job == ',';
    }
    return count;
}

int main(int argc, char **argv) {
    static char *standard[] = {"", "0:300~200,100:0:1", "100:50,50,50:5:1", NULL};
    char **jobs = argc > 1 ? argv : standard;
    long expected = 0;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED);
    for (char **job = jobs + 1; *job != NULL; job++) {
        expected += bursts(*job);
        pid_t pid = split();
        CHECK(pid >= 0);
        if (pid == 0) {
            run(*job);
        }
    }
    for (char **job = jobs + 1; *job != NULL; job++) {
        CHECK(wait_status(-1) == 0);
    }
    CHECK(shared->bursts == expected);
    return finish();
}
