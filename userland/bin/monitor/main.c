/*
 * monitor: runs the jobs of a deck on the tape, and prints their listings.
 *
 *     monitor [-n DEGREE] [-o fifo|shortest|priority] [-a] [-d] [-r] [-t DRIVES] [-u NANOSECONDS]
 *
 *     -n  most jobs in memory at a time (1)
 *     -o  which of those that wait is taken first (fifo)
 *     -a  spools jobs to the disk ahead, while others run
 *     -d  prints directly, while the job waits, in place of spooling its listing
 *     -r  gives jobs the real-time class that they ask for
 *     -t  tape drives for jobs (1)
 *     -u  what the operator takes to set up each job (0)
 *
 * The deck is on /dev/nst0, the spool on /dev/vda, the printer is /dev/lp0. With -a a process of
 * its own reads the tape and spools; without it the monitor reads the next job when it can run
 * it. Every job has a process that runs its steps; when it ends, the next job is chosen. The
 * monitor's other processes do little and wait much, and go before all jobs. Arrivals, starts and
 * ends are marked in the kernel's trace.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "monitor.h"

enum { NANOSECONDS = 1000000000, MOST_DEGREE = 10000 };

struct waiting {
    struct job job;
    char *deck; /* NULL if it is on the disk */
    struct waiting *next;
};

struct running {
    pid_t pid;
    int tapes;
    int number;
};

/* What a job's process reports when it is done. */
struct result {
    int number;
    int size;
};

static struct mode mode = {.degree = 1, .order = FIFO, .drives = 1};
static struct waiting *waiting;
static struct running *running;
static int running_count;
static int drives_used;
static bool reading = true;
static int reader = -1; /* where jobs come from that are spooled ahead */
static int results[2];
static int marker = -1;

int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * (int64_t)NANOSECONDS + time.tv_nsec;
}

void mark(const char *format, ...) {
    char line[128];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    if (marker >= 0) {
        line[length] = '\n';
        write_all(marker, line, (size_t)length + 1);
    }
}

void write_all(int fd, const void *data, size_t size) {
    for (const char *each = data; size > 0;) {
        ssize_t count = write(fd, each, size);
        if (count < 0 && errno != EINTR) {
            err(1, "write");
        }
        each += count > 0 ? count : 0;
        size -= count > 0 ? (size_t)count : 0;
    }
}

/* The monitor goes before all jobs, unless one is in real time. Processes of jobs do not. */
void go_first(void) {
    struct sched_param parameter = {sched_get_priority_min(SCHED_FIFO)};
    if (sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &parameter) < 0) {
        err(1, "the monitor's priority");
    }
}

static void *get(size_t size) {
    void *memory = calloc(1, size);
    if (memory == NULL) {
        err(1, "memory");
    }
    return memory;
}

/* A job that needs more drives than there are would wait for ever. */
static void refuse_impossible(struct job *job) {
    if (job->tapes > mode.drives && job->problem[0] == '\0') {
        snprintf(job->problem, sizeof job->problem, "TAPES=%d: there are %d for jobs", job->tapes,
                 mode.drives);
    }
    if (job->problem[0] != '\0') {
        job->tapes = 0;
    }
}

static void enqueue(const struct job *job, char *deck) {
    struct waiting *last = get(sizeof *last);
    last->job = *job;
    last->deck = deck;
    refuse_impossible(&last->job);
    struct waiting **end = &waiting;
    while (*end != NULL) {
        end = &(*end)->next;
    }
    *end = last;
}

/* Reads the next job of the tape into memory; false after the last. */
static bool read_next(struct job *job, char **deck) {
    *deck = get(DECK_BYTES + 1);
    if (!deck_read(job, *deck)) {
        free(*deck);
        return false;
    }
    if (!mode.direct && !spool_has_room(job->number)) {
        errx(1, "the spool disk has no room for job %d", job->number);
    }
    return true;
}

/* The process that reads the tape and spools, and tells of each job through the pipe `to`. */
static _Noreturn void read_ahead(int to) {
    struct job job;
    for (char *deck; read_next(&job, &deck); free(deck)) {
        spool_write_deck(job.number, deck, job.deck_bytes);
        write_all(to, &job, sizeof job);
    }
    exit(deck_is_whole() ? 0 : 1);
}

static pid_t start_reader(void) {
    int ends[2];
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) < 0 || (child = fork()) < 0) {
        err(1, "the reader's process");
    }
    if (child == 0) {
        close(ends[0]);
        go_first();
        read_ahead(ends[1]);
    }
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    reader = ends[0];
    return child;
}

/* Takes what the reader has spooled meanwhile. */
static void take_spooled(void) {
    struct job job;
    ssize_t got;
    while ((got = read(reader, &job, sizeof job)) == (ssize_t)sizeof job) {
        enqueue(&job, NULL);
    }
    reading = got != 0;
}

/* Brings jobs into the queue, as far as they are there and wanted. */
static void fetch(void) {
    if (mode.ahead) {
        if (reading) {
            take_spooled();
        }
        return;
    }
    while (reading && waiting == NULL && running_count < mode.degree) {
        struct job job;
        char *deck;
        reading = read_next(&job, &deck);
        if (reading) {
            enqueue(&job, deck);
        }
    }
}

static bool may_start(const struct job *job) {
    return job->arrival <= now() && drives_used + job->tapes <= mode.drives;
}

/* Whether a is to be taken before b, which came earlier. */
static bool goes_first(const struct job *a, const struct job *b) {
    switch (mode.order) {
    case SHORTEST:
        return a->estimate > 0 && (b->estimate == 0 || a->estimate < b->estimate);
    case PRIORITY:
        return a->priority > b->priority;
    default:
        return false;
    }
}

/* Takes the next job out of the queue; NULL if none may start now. */
static struct waiting *choose(void) {
    struct waiting **best = NULL;
    for (struct waiting **each = &waiting; *each != NULL; each = &(*each)->next) {
        if (may_start(&(*each)->job)
            && (best == NULL || goes_first(&(*each)->job, &(*best)->job))) {
            best = each;
        }
    }
    struct waiting *chosen = best == NULL ? NULL : *best;
    if (chosen != NULL) {
        *best = chosen->next;
    }
    return chosen;
}

static void nap(int64_t duration) {
    struct timespec time = {duration / NANOSECONDS, duration % NANOSECONDS};
    nanosleep(&time, NULL);
}

/* The job's process: it runs the job and reports the size of the listing. */
static _Noreturn void serve(const struct waiting *chosen) {
    char *deck = chosen->deck;
    if (deck == NULL) {
        deck = get(DECK_BYTES + 1);
        spool_read_deck(chosen->job.number, deck, chosen->job.deck_bytes);
    }
    deck[chosen->job.deck_bytes] = '\0';
    signal(SIGCHLD, SIG_DFL);
    sigprocmask(SIG_SETMASK, &(sigset_t){0}, NULL);
    struct result result = {chosen->job.number, job_run(&chosen->job, &mode, deck)};
    write_all(results[1], &result, sizeof result);
    _exit(0);
}

static void start(struct waiting *chosen) {
    if (mode.setup > 0) {
        nap(mode.setup);
    }
    pid_t pid = fork();
    if (pid < 0) {
        err(1, "no process can be made for job %d", chosen->job.number);
    }
    if (pid == 0) {
        serve(chosen);
    }
    running[running_count++] = (struct running){pid, chosen->job.tapes, chosen->job.number};
    drives_used += chosen->job.tapes;
    free(chosen->deck);
    free(chosen);
}

static void take_results(void) {
    struct result result;
    while (read(results[0], &result, sizeof result) == (ssize_t)sizeof result) {
        if (!mode.direct) {
            printer_add(result.number, (size_t)result.size);
        }
    }
}

/* Reaps the processes of jobs that have ended. */
static void reap(void) {
    take_results();
    for (int i = 0; i < running_count;) {
        int status;
        if (waitpid(running[i].pid, &status, WNOHANG) != running[i].pid) {
            i++;
            continue;
        }
        if (status != 0) {
            warnx("the process of job %d failed", running[i].number);
            mark("job %d ? ends lost", running[i].number);
        }
        drives_used -= running[i].tapes;
        running[i] = running[--running_count];
    }
    take_results();
}

/* The time until the next job arrives that the queue holds already, or -1. */
static int64_t until_arrival(void) {
    int64_t least = -1;
    for (struct waiting *each = waiting; each != NULL; each = each->next) {
        int64_t left = each->job.arrival - now();
        if (left > 0 && (least < 0 || left < least)) {
            least = left;
        }
    }
    return least;
}

/* Waits for a job to be spooled, to arrive or to end. */
static void await(void) {
    struct pollfd source = {reader, POLLIN, 0};
    int64_t left = until_arrival();
    struct timespec timeout = {left / NANOSECONDS, left % NANOSECONDS};
    ppoll(&source, mode.ahead && reading, left < 0 ? NULL : &timeout, &(sigset_t){0});
}

static void wake(int number) {
    (void)number;
}

/* Children's ends interrupt await, and nothing else. */
static void expect_children(void) {
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, NULL);
    struct sigaction action = {.sa_handler = wake};
    sigaction(SIGCHLD, &action, NULL);
}

static int64_t number(const char *text, int64_t least, int64_t most) {
    char *end;
    long value = strtol(text, &end, 10);
    if (*text == '\0' || *end != '\0' || value < least || value > most) {
        errx(2, "%s is not a number from %ld to %ld", text, (long)least, (long)most);
    }
    return value;
}

static void set_order(const char *name) {
    static const char *const names[] = {"fifo", "shortest", "priority"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(name, names[i]) == 0) {
            mode.order = i;
            return;
        }
    }
    errx(2, "%s is not one of fifo, shortest, priority", name);
}

static void parse_options(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "n:o:adrt:u:")) != -1;) {
        switch (option) {
        case 'n':
            mode.degree = (int)number(optarg, 1, MOST_DEGREE);
            break;
        case 'o':
            set_order(optarg);
            break;
        case 'a':
            mode.ahead = true;
            break;
        case 'd':
            mode.direct = true;
            break;
        case 'r':
            mode.real_time = true;
            break;
        case 't':
            mode.drives = (int)number(optarg, 0, 64);
            break;
        case 'u':
            mode.setup = number(optarg, 0, INT64_MAX);
            break;
        default:
            exit(2);
        }
    }
}

static void run_jobs(void) {
    for (;;) {
        fetch();
        struct waiting *chosen = running_count < mode.degree ? choose() : NULL;
        if (chosen != NULL) {
            start(chosen);
        } else if (!reading && waiting == NULL && running_count == 0) {
            return;
        } else {
            await();
        }
        reap();
    }
}

int main(int argc, char **argv) {
    parse_options(argc, argv);
    setenv("PATH", "/jobs:/bin:/examples", 1);
    go_first();
    marker = open("/sys/kernel/tracing/trace_marker", O_WRONLY | O_CLOEXEC);
    running = get((size_t)mode.degree * sizeof *running);
    if (pipe2(results, O_CLOEXEC | O_NONBLOCK) < 0) {
        err(1, "pipe");
    }
    if (mode.ahead || !mode.direct) {
        spool_open("/dev/vda");
    }
    deck_open("/dev/nst0");
    if (!mode.direct) {
        printer_start();
    }
    pid_t child = mode.ahead ? start_reader() : 0;
    expect_children();
    mark("run starts");
    run_jobs();
    mark("run ends");
    if (!mode.direct) {
        printer_finish();
    }
    int status = 0;
    bool whole = child == 0 ? deck_is_whole() : waitpid(child, &status, 0) == child && status == 0;
    return whole ? 0 : 1;
}
