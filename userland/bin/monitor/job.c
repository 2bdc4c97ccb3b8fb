/*
 * Runs one job, in a process of its own: its steps one after the other, until one fails.
 *
 * Every step is a process group. Its output comes through a pipe, so that its lines are counted on
 * the way to the listing. Four limits end a step: CPU time, by a timer that the step takes along
 * when it executes its program, and as a second line RLIMIT_CPU; elapsed time, by an alarm here;
 * memory, by RLIMIT_AS; lines of output, here.
 */

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "monitor.h"

enum { WORDS = 32, NANOSECONDS = 1000000000, NO_PROGRAM = 127, NO_EXECUTION = 126 };

static volatile sig_atomic_t out_of_time;
static volatile pid_t step;

static void ring(int number) {
    (void)number;
    out_of_time = 1;
    if (step > 0) {
        kill(-step, SIGKILL);
    }
}

/* How a job ends: a word for the account and a line for the listing. */
struct ending {
    char word[64];
    char text[PROBLEM_BYTES];
    int64_t cpu;
};

static void set_ending(struct ending *ending, const char *word, const char *text) {
    snprintf(ending->word, sizeof ending->word, "%s", word);
    snprintf(ending->text, sizeof ending->text, "%s", text);
}

/* Splits the text of a $RUN card at blanks; "..." keeps blanks together. */
static void split(char *text, char *words[WORDS]) {
    int count = 0;
    while (count < WORDS - 1) {
        text += strspn(text, " ");
        if (*text == '\0') {
            break;
        }
        bool quoted = *text == '"';
        char *word = text + quoted;
        char *end = word + strcspn(word, quoted ? "\"" : " ");
        words[count++] = word;
        text = *end == '\0' ? end : end + 1;
        *end = '\0';
    }
    words[count] = NULL;
}

static void limit(int resource, int64_t most) {
    struct rlimit both = {(rlim_t)most, (rlim_t)most};
    setrlimit(resource, &both);
}

/* The CPU time that the job has left, as a timer that goes on in the step's program. */
static void limit_cpu(int64_t left) {
    struct itimerval timer = {
        .it_value = {.tv_sec = left / NANOSECONDS, .tv_usec = left % NANOSECONDS / 1000 + 1}};
    setitimer(ITIMER_PROF, &timer, NULL);
    limit(RLIMIT_CPU, left / NANOSECONDS + 2);
}

static int nice_value(const struct job *job) {
    int value = (5 - job->priority) * 4;
    return value > 19 ? 19 : value;
}

/*
 * Puts the step where its job belongs, before it runs: a policy that goes by what it declares can
 * take nothing back. The job's own process has nothing of it but the nice value: its bursts are
 * short however long the job is, and a process with deadlines could not fork.
 */
static bool set_class(pid_t pid, const struct job *job, const struct mode *mode) {
    struct sched_attr attributes = {.sched_policy = SCHED_OTHER,
                                    .sched_nice = nice_value(job),
                                    .sched_runtime = (uint64_t)job->estimate};
    if (mode->real_time && job->period > 0) {
        attributes = (struct sched_attr){.sched_policy = SCHED_DEADLINE,
                                         .sched_runtime = (uint64_t)job->runtime,
                                         .sched_deadline = (uint64_t)job->period,
                                         .sched_period = (uint64_t)job->period};
    } else if (mode->real_time && job->real_time > 0) {
        attributes = (struct sched_attr){.sched_policy = SCHED_FIFO,
                                         .sched_priority = (uint32_t)job->real_time};
    }
    attributes.size = sizeof attributes;
    return sched_setattr(pid, &attributes, 0) == 0;
}

/* Waits until the other end of the pipe is closed. */
static void pass(const int gate[2]) {
    char none;
    close(gate[1]);
    while (read(gate[0], &none, 1) < 0 && errno == EINTR) {
    }
}

static _Noreturn void execute(const struct job *job, char *words[], const int gate[2], int input,
                              int output, int64_t left) {
    setpgid(0, 0);
    pass(gate);
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    dup2(output, STDERR_FILENO);
    signal(SIGALRM, SIG_DFL);
    sigprocmask(SIG_SETMASK, &(sigset_t){0}, NULL);
    if (job->memory > 0) {
        limit(RLIMIT_AS, job->memory);
    }
    limit_cpu(left);
    execvp(words[0], words);
    int problem = errno;
    dprintf(STDERR_FILENO, "%s: %s\n", words[0],
            problem == ENOENT ? "there is no such program" : strerror(problem));
    _exit(problem == ENOENT ? NO_PROGRAM : NO_EXECUTION);
}

/* A descriptor from which the step reads its data. */
static int data_pipe(const char *data, size_t size) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        err(1, "pipe");
    }
    write_all(ends[1], data, size);
    close(ends[1]);
    return ends[0];
}

/* Takes the step's output to the listing; false if it was more than the job may print. */
static bool collect(int from) {
    char chunk[4096];
    bool fits = true;
    for (;;) {
        ssize_t got = read(from, chunk, sizeof chunk);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return fits;
        }
        if (got > 0 && fits && !listing_add(chunk, (size_t)got)) {
            fits = false;
            kill(-step, SIGKILL);
        }
    }
}

static int64_t nanoseconds(struct timeval time) {
    return time.tv_sec * NANOSECONDS + time.tv_usec * 1000;
}

/* Waits for the step's process, and adds what it used to the job's account. */
static int reap(struct ending *ending) {
    struct rusage usage;
    int status = 0;
    while (wait4(step, &status, 0, &usage) < 0 && errno == EINTR) {
    }
    kill(-step, SIGKILL);
    step = 0;
    ending->cpu += nanoseconds(usage.ru_utime) + nanoseconds(usage.ru_stime);
    return status;
}

static void judge(const struct job *job, const char *program, int status, bool fits,
                  struct ending *ending) {
    char text[PROBLEM_BYTES];
    if (!fits) {
        snprintf(text, sizeof text, "%s: more than %ld lines of output, stopped", program,
                 (long)job->lines);
        set_ending(ending, "lines", text);
    } else if (out_of_time) {
        snprintf(text, sizeof text, "%s: not done after %ld ms, stopped", program,
                 (long)(job->elapsed / 1000000));
        set_ending(ending, "elapsed", text);
    } else if (WIFSIGNALED(status)
               && (WTERMSIG(status) == SIGPROF || WTERMSIG(status) == SIGXCPU)) {
        snprintf(text, sizeof text, "%s: more than %ld ms of CPU time, stopped", program,
                 (long)(job->time / 1000000));
        set_ending(ending, "time", text);
    } else if (WIFSIGNALED(status)) {
        snprintf(text, sizeof text, "%s: ended by SIG%s", program,
                 sigabbrev_np(WTERMSIG(status)));
        set_ending(ending, "failed", text);
    } else if (WEXITSTATUS(status) != 0) {
        snprintf(text, sizeof text, "%s: ended with %d", program, WEXITSTATUS(status));
        set_ending(ending, "failed", text);
    }
}

static void run_step(const struct job *job, const struct mode *mode, char *words[],
                     const char *data, size_t size, struct ending *ending) {
    int64_t left = job->time - ending->cpu;
    int output[2], gate[2];
    if (pipe2(output, O_CLOEXEC) < 0 || pipe2(gate, O_CLOEXEC) < 0) {
        err(1, "pipe");
    }
    int input = data_pipe(data, size);
    step = fork();
    if (step < 0) {
        set_ending(ending, "failed", "no process can be made for it");
        step = 0;
        return;
    }
    if (step == 0) {
        execute(job, words, gate, input, output[1], left > 0 ? left : 1);
    }
    setpgid(step, step);
    bool is_placed = set_class(step, job, mode);
    if (out_of_time || !is_placed) {
        kill(-step, SIGKILL);
    }
    close(gate[0]);
    close(gate[1]);
    close(input);
    close(output[1]);
    bool fits = collect(output[0]);
    close(output[0]);
    int status = reap(ending);
    if (is_placed) {
        judge(job, words[0], status, fits, ending);
    } else {
        set_ending(ending, "failed", "the scheduling class that it asks for cannot be had");
    }
}

static const char *line_end(const char *line) {
    return strchr(line, '\n');
}

static bool line_is(const char *line, const char *word) {
    char card[CARD_COLUMNS + 1];
    snprintf(card, sizeof card, "%.*s", (int)(line_end(line) - line), line);
    return is_control(card, word);
}

/* The data behind a $RUN card, if there are any, and the card after them. */
static const char *take_data(const char *line, const char **data, size_t *size) {
    *data = line;
    *size = 0;
    if (*line == '\0' || !line_is(line, "$DATA")) {
        return line;
    }
    line = line_end(line) + 1;
    *data = line;
    while (*line != '\0' && !line_is(line, "$END")) {
        line = line_end(line) + 1;
    }
    *size = (size_t)(line - *data);
    return *line == '\0' ? line : line_end(line) + 1;
}

static void run_steps(const struct job *job, const struct mode *mode, const char *deck,
                      struct ending *ending) {
    for (const char *line = deck; *line != '\0' && strcmp(ending->word, "done") == 0;) {
        const char *next = line_end(line) + 1;
        listing_print("  %.*s", (int)(next - line - 1), line);
        if (line_is(line, "$RUN")) {
            char card[CARD_COLUMNS + 1];
            char *words[WORDS];
            const char *data;
            size_t size;
            snprintf(card, sizeof card, "%.*s", (int)(next - line - 1), line);
            split(card + strlen("$RUN"), words);
            next = take_data(next, &data, &size);
            run_step(job, mode, words, data, size, ending);
        }
        line = next;
    }
}

static void print_cards(const char *deck) {
    for (const char *line = deck; *line != '\0'; line = line_end(line) + 1) {
        listing_print("  %.*s", (int)(line_end(line) - line), line);
    }
}

static void watch_time(const struct job *job) {
    struct itimerval timer = {.it_value = {.tv_sec = job->elapsed / NANOSECONDS,
                                           .tv_usec = job->elapsed % NANOSECONDS / 1000 + 1}};
    struct sigaction action = {.sa_handler = ring};
    sigaction(SIGALRM, &action, NULL);
    setitimer(ITIMER_REAL, &timer, NULL);
}

static void finish(const struct job *job, const struct ending *ending, int64_t start) {
    int64_t took = now() - start;
    listing_print("  job %s %s%s%s; CPU %ld.%03ld ms, elapsed %ld.%03ld ms, %ld lines", job->name,
                  strcmp(ending->word, "done") == 0 ? "done" : "failed",
                  ending->text[0] == '\0' ? "" : ": ", ending->text, (long)(ending->cpu / 1000000),
                  (long)(ending->cpu / 1000 % 1000), (long)(took / 1000000),
                  (long)(took / 1000 % 1000), (long)listing_lines());
}

/* Runs the job, or only lists why it is rejected, and gives the size of its listing. */
int job_run(const struct job *job, const struct mode *mode, const char *deck) {
    struct ending ending = {.word = "done"};
    int64_t start = now();
    setpriority(PRIO_PROCESS, 0, nice_value(job));
    listing_begin(job, mode);
    listing_print("JOB %d %s", job->number, job->name);
    if (job->problem[0] != '\0') {
        print_cards(deck);
        listing_print("  job %s rejected: %s", job->name, job->problem);
        mark("job %d %s rejected", job->number, job->name);
    } else {
        mark("job %d %s starts pid %d", job->number, job->name, (int)getpid());
        watch_time(job);
        run_steps(job, mode, deck, &ending);
        finish(job, &ending, start);
    }
    size_t size = listing_end();
    if (job->problem[0] == '\0') {
        mark("job %d %s ends %s", job->number, job->name, ending.word);
    }
    return (int)size;
}
