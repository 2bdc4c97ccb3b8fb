/*
 * workload [start=TIME] [locked] JOB...: processes that compute, sleep and yield as they are told.
 *
 * A JOB is one argument, as the property kit for schedulers writes it: ARRIVAL:STEP,STEP... and options.
 * It begins at ARRIVAL, after each burst of a STEP it sleeps (3ms~5ms), yields (3ms), or waits for its
 * next period (3ms@); and it has a nice value (nice=5), harts in hexadecimal (on=3), a declared need
 * (needs=30ms), a reservation (reserves=RUNTIME/DEADLINE/PERIOD) or a real-time priority (SCHED_FIFO=50,
 * SCHED_BATCH=0). Times are a number with s, ms, us or nothing, for nanoseconds.
 *
 * All arrivals count from `start`, a time of the monotonic clock, or from now; by then every job is
 * there and sleeps. This process waits for the end of all, so that meanwhile only the jobs run. In every
 * burst a job sees to it that it runs where it may. At the end of one it adds to a number that all
 * share: `locked` with nothing but a lock to keep them apart, which makes them wait for each other, or
 * else with one instruction. The last of all is the number of the bursts that were done.
 */

#include "check.h"

#include <linux/futex.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>

enum { CYCLES_PER_TURN = 2, TURNS_IN_LOCK = 500, NANOSECONDS = 1000000000 };

/* As in <linux/sched/types.h>. */
struct attributes {
    unsigned int size, policy;
    unsigned long flags;
    int nice;
    unsigned int priority;
    unsigned long runtime, deadline, period;
};

struct shared {
    int lock;
    volatile long bursts;
};

static struct shared *shared;
static long start;
static bool locked;

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
    if (!locked) {
        __atomic_fetch_add(&shared->bursts, 1, __ATOMIC_SEQ_CST);
        return;
    }
    acquire();
    long before = shared->bursts;
    turn(TURNS_IN_LOCK);
    shared->bursts = before + 1;
    release();
}

static void burst(long nanoseconds, unsigned long harts) {
    CHECK(harts >> sched_getcpu() & 1);
    turn(nanoseconds / CYCLES_PER_TURN);
    CHECK(harts >> sched_getcpu() & 1);
    count_burst();
}

/* The time at `*text`, which is moved behind it. */
static long duration(char **text) {
    static const struct {
        const char *name;
        long nanoseconds;
    } units[] = {{"s", NANOSECONDS}, {"ms", 1000000}, {"us", 1000}};
    long count = strtol(*text, text, 10);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t length = strlen(units[i].name);
        if (strncmp(*text, units[i].name, length) == 0) {
            *text += length;
            return count * units[i].nanoseconds;
        }
    }
    return count;
}

static long clock_time(clockid_t clock) {
    struct timespec now;
    CHECK(clock_gettime(clock, &now) == 0);
    return now.tv_sec * NANOSECONDS + now.tv_nsec;
}

static void sleep_until(long time) {
    struct timespec at = {time / NANOSECONDS, time % NANOSECONDS};
    CHECK(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL) == 0);
}

static void sleep_for(long time) {
    struct timespec span = {time / NANOSECONDS, time % NANOSECONDS};
    CHECK(nanosleep(&span, NULL) == 0);
}

/* Notes what one option of a job says. */
static void read_option(char *option, struct attributes *attributes, unsigned long *harts) {
    static const char *policies[] = {"SCHED_OTHER", "SCHED_FIFO", "SCHED_RR", "SCHED_BATCH",
                                     "",            "SCHED_IDLE", NULL};
    char *value = strchr(option, '=') + 1;
    if (strncmp(option, "nice=", 5) == 0) {
        attributes->nice = atoi(value);
    } else if (strncmp(option, "on=", 3) == 0) {
        *harts = strtoul(value, NULL, 16);
        CHECK(syscall(SYS_sched_setaffinity, 0, sizeof *harts, harts) == 0);
    } else if (strncmp(option, "needs=", 6) == 0) {
        attributes->runtime = duration(&value);
    } else if (strncmp(option, "reserves=", 9) == 0) {
        attributes->policy = SCHED_DEADLINE;
        attributes->runtime = duration(&value);
        value++;
        attributes->deadline = duration(&value);
        value++;
        attributes->period = duration(&value);
    } else {
        while (strncmp(option, policies[attributes->policy], value - 1 - option) != 0) {
            attributes->policy++;
        }
        attributes->priority = atoi(value);
    }
}

/* Asks for what the options from `option` on say. The need that is declared is that of the steps, before
   which some time was used already. */
static void read_options(char *option, struct attributes *attributes, unsigned long *harts) {
    for (; option != NULL; option = strchr(option + 1, ' ')) {
        read_option(option + 1, attributes, harts);
    }
    if (attributes->policy != SCHED_DEADLINE && attributes->runtime > 0) {
        attributes->runtime += clock_time(CLOCK_THREAD_CPUTIME_ID);
    }
    CHECK(syscall(SYS_sched_setattr, 0, attributes, 0) == 0);
}

/* Waits for what comes after a burst: `*at` is behind it, and then at the next. */
static void pause_after(char **at, long release) {
    if (**at == '~') {
        ++*at;
        sleep_for(duration(at));
    } else if (**at == '@') {
        ++*at;
        if (**at == ',') {
            sleep_until(release);
        }
    } else if (**at == ',') {
        sched_yield();
    }
    *at += **at == ',';
}

_Noreturn static void run(char *job) {
    struct attributes attributes = {.size = sizeof attributes};
    unsigned long harts = -1;
    char *at = job;
    long release = start + duration(&at);
    (void)shared->bursts; /* Brings the page in. */
    read_options(strchr(job, ' '), &attributes, &harts);
    sleep_until(release);
    for (at++; *at != ' ' && *at != '\0';) {
        burst(duration(&at), harts);
        release += attributes.period;
        pause_after(&at, release);
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

/* Waits until no job is left that holds the other end of the pipe. */
static void wait_for_all(const int ends[2]) {
    char none;
    close(ends[1]);
    CHECK(read(ends[0], &none, 1) == 0);
}

int main(int argc, char **argv) {
    static char *standard[] = {"", "locked", "0:300us~200us,100us on=1", "100us:50us,50us,50us nice=5 on=1", NULL};
    char **jobs = (argc > 1 ? argv : standard) + 1;
    int ends[2];
    long expected = 0, count = 0;
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED && pipe(ends) == 0);
    start = clock_time(CLOCK_MONOTONIC);
    for (; *jobs != NULL && (**jobs < '0' || **jobs > '9'); jobs++) {
        char *value = *jobs + strlen("start=");
        if (strcmp(*jobs, "locked") == 0) {
            locked = true;
        } else {
            start = duration(&value);
        }
    }
    for (char **job = jobs; *job != NULL; job++, count++) {
        expected += bursts(*job);
        pid_t pid = split();
        CHECK(pid >= 0);
        if (pid == 0) {
            run(*job);
        }
    }
    wait_for_all(ends);
    for (; count > 0; count--) {
        CHECK(wait_status(-1) == 0);
    }
    CHECK(shared->bursts == expected);
    return finish();
}
