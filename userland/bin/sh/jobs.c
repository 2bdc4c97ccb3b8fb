/*
 * Jobs: pipelines as process groups.
 *
 * With job control each job has a process group of its own, and the terminal belongs to the group
 * that runs in the foreground: signals typed at it and input go there, and background jobs that
 * read from it are stopped. Without job control (scripts) all stay in the shell's group.
 */

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <termios.h>
#include <fcntl.h>
#include <unistd.h>

#include "sh.h"

enum { RUNNING = -1, PROCESSES = 64 };

struct job {
    struct job *next;
    int number;
    pid_t group;
    int count;
    pid_t pids[PROCESSES];
    int statuses[PROCESSES]; /* as wait gives them, or RUNNING */
    bool changed;            /* since it was last reported */
    char text[];
};

static struct job *jobs;
static bool control;
static struct termios terminal; /* as the shell wants it */

bool job_control(void) { return control; }

/* A handler and not SIG_IGN: reading the next line must be interrupted. */
static void on_interrupt(int number) {
    (void)number;
    interrupt(128 + SIGINT);
}

static const int ignored[] = {SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU};

void jobs_default(int number) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (size_t i = 0; control && i < sizeof ignored / sizeof *ignored; i++) {
        action.sa_handler = ignored[i] == number ? SIG_IGN : action.sa_handler;
    }
    action.sa_handler = control && number == SIGINT ? on_interrupt : action.sa_handler;
    sigaction(number, &action, NULL);
}

/*
 * The shell ignores what stops the programs that it runs, and takes the terminal for its own
 * process group.
 */
void jobs_begin(bool wanted) {
    control = wanted;
    if (!control) {
        return;
    }
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        jobs_default(ignored[i]);
    }
    jobs_default(SIGINT);
    setpgid(0, 0);
    tcsetpgrp(STDIN_FILENO, getpgrp());
    tcgetattr(STDIN_FILENO, &terminal);
}

/* In a child that goes on as a shell: signals as a program has them, no jobs. */
void jobs_leave(void) {
    if (control) {
        control = false;
        for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
            jobs_default(ignored[i]);
        }
        jobs_default(SIGINT);
    }
    jobs = NULL;
    shell.interactive = false;
    traps_reset();
}

/* Parent and child both set the group, so that it is right whoever runs first. */
pid_t job_fork(pid_t *group, bool foreground) {
    fflush(stdout);
    pid_t child = fork();
    if (child < 0) {
        complain(254, "fork", strerror(errno));
        return child;
    }
    bool grouped = control;
    if (grouped) {
        setpgid(child, *group);
        *group = *group != 0 ? *group : child != 0 ? child : getpid();
    }
    if (child == 0) {
        if (grouped && foreground) {
            tcsetpgrp(STDIN_FILENO, *group);
        }
        if (!grouped && !foreground) {
            signal(SIGINT, SIG_IGN);
            signal(SIGQUIT, SIG_IGN);
            int null = open("/dev/null", O_RDONLY);
            dup2(null, STDIN_FILENO);
            close(null);
        }
        jobs_leave();
    }
    return child;
}

/* Adds a job at the end of the list, with the next number after the last. */
static struct job *add(pid_t group, const pid_t *pids, int count, const char *text) {
    struct job *job = calloc(1, sizeof *job + strlen(text) + 1);
    strcpy(job->text, text);
    job->group = group;
    job->count = count;
    for (int i = 0; i < count; i++) {
        job->pids[i] = pids[i];
        job->statuses[i] = RUNNING;
    }
    struct job **link = &jobs;
    for (job->number = 1; *link != NULL; link = &(*link)->next) {
        job->number = (*link)->number + 1;
    }
    return *link = job;
}

static void drop(struct job *job) {
    struct job **link = &jobs;
    while (*link != job) {
        link = &(*link)->next;
    }
    *link = job->next;
    free(job);
}

static bool running(const struct job *job) {
    for (int i = 0; i < job->count; i++) {
        if (job->statuses[i] == RUNNING) {
            return true;
        }
    }
    return false;
}

static bool stopped(const struct job *job) {
    for (int i = 0; i < job->count; i++) {
        if (job->statuses[i] != RUNNING && WIFSTOPPED(job->statuses[i])) {
            return !running(job);
        }
    }
    return false;
}

static void record(pid_t pid, int status) {
    for (struct job *job = jobs; job != NULL; job = job->next) {
        for (int i = 0; i < job->count; i++) {
            if (job->pids[i] == pid) {
                job->statuses[i] = WIFCONTINUED(status) ? RUNNING : status;
                job->changed = true;
            }
        }
    }
}

/* Waits for one change of any child; false if there is none to wait for, or a signal ended it. */
static bool wait_for_change(int options, bool interruptible) {
    int status;
    pid_t pid;
    do {
        pid = waitpid(-1, &status, options | (control ? WUNTRACED | WCONTINUED : 0));
    } while (pid < 0 && errno == EINTR && !shell.interrupted &&
             !(interruptible && trap_pending()));
    if (pid > 0) {
        record(pid, status);
    }
    return pid > 0;
}

static int status_of(int status) {
    if (WIFSTOPPED(status)) {
        return 128 + WSTOPSIG(status);
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int last_status(const struct job *job) {
    return status_of(job->statuses[job->count - 1]);
}

/* Tells what killed a job, unless that is how pipelines and Ctrl-C end programs every day. */
static void tell_death(const struct job *job) {
    int status = job->statuses[job->count - 1];
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT && control) {
        interrupt(128 + SIGINT);
        fputc('\n', stderr);
    } else if (WIFSIGNALED(status) && WTERMSIG(status) != SIGPIPE && WTERMSIG(status) != SIGINT) {
        fprintf(stderr, "sh: %s: %s\n", job->text, strsignal(WTERMSIG(status)));
    }
}

static void describe(const struct job *job) {
    int status = job->statuses[job->count - 1];
    const char *state = running(job)        ? "Running"
                        : stopped(job)      ? "Stopped"
                        : WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
                                              : "Done";
    printf("[%d] %d %-10s %s\n", job->number, job->group, state, job->text);
}

/*
 * Waits for a job that has the terminal, and takes the terminal back. The settings too: a
 * program that died may have left others.
 */
static int wait_in_foreground(struct job *job) {
    while (running(job) && wait_for_change(0, false)) {
    }
    if (control) {
        tcsetpgrp(STDIN_FILENO, getpgrp());
        tcsetattr(STDIN_FILENO, TCSADRAIN, &terminal);
    }
    if (running(job)) { /* Someone else has reaped it, or the wait was interrupted. */
        return 128 + SIGINT;
    }
    int status = last_status(job);
    job->changed = false;
    if (stopped(job)) {
        fputc('\n', stdout);
        describe(job);
        return status;
    }
    tell_death(job);
    drop(job);
    return status;
}

int job_run(pid_t group, const pid_t *pids, int count, const char *text, bool foreground) {
    struct job *job = add(group != 0 ? group : pids[0], pids, count, text);
    if (foreground) {
        return wait_in_foreground(job);
    }
    shell.background = pids[count - 1];
    if (shell.interactive) {
        fprintf(stderr, "[%d] %d\n", job->number, shell.background);
    }
    return 0;
}

/* Before a prompt: which background jobs have ended or stopped since. */
void jobs_report(void) {
    while (wait_for_change(WNOHANG, false)) {
    }
    for (struct job *job = jobs, *next; job != NULL; job = next) {
        next = job->next;
        if (job->changed && !running(job)) {
            describe(job);
            job->changed = false;
            if (!stopped(job)) {
                drop(job);
            }
        }
    }
}

/* A job by its number ("%1", "1"), by a process, or the newest if there is no argument. */
static struct job *find(const char *name) {
    int number = name == NULL ? -1 : atoi(name + (*name == '%'));
    struct job *found = NULL;
    for (struct job *job = jobs; job != NULL; job = job->next) {
        bool process = name != NULL && *name != '%' && job->pids[job->count - 1] == number;
        if (name == NULL || job->number == number || process) {
            found = job;
        }
    }
    return found;
}

/* jobs: lists all, and forgets those that have ended. */
int builtin_jobs(char **arguments) {
    (void)arguments;
    while (wait_for_change(WNOHANG, false)) {
    }
    for (struct job *job = jobs, *next; job != NULL; job = next) {
        next = job->next;
        describe(job);
        job->changed = false;
        if (!running(job) && !stopped(job)) {
            drop(job);
        }
    }
    return 0;
}

/* What fg and bg have in common: finds the job, marks it as running and shows it. */
static struct job *resume(char **arguments) {
    struct job *job = find(arguments[1]);
    if (job == NULL) {
        complain(1, arguments[1] != NULL ? arguments[1] : arguments[0], "no such job");
        return NULL;
    }
    for (int i = 0; i < job->count; i++) {
        if (job->statuses[i] != RUNNING && WIFSTOPPED(job->statuses[i])) {
            job->statuses[i] = RUNNING;
        }
    }
    printf("%s\n", job->text);
    fflush(stdout);
    return job;
}

int builtin_fg(char **arguments) {
    struct job *job = resume(arguments);
    if (job == NULL) {
        return 1;
    }
    if (control) {
        tcsetpgrp(STDIN_FILENO, job->group);
    }
    kill(-job->group, SIGCONT);
    return wait_in_foreground(job);
}

int builtin_bg(char **arguments) {
    struct job *job = resume(arguments);
    return job == NULL || kill(-job->group, SIGCONT) < 0;
}

/* A trap's signal ends the wait, but not the job. */
static int wait_for(struct job *job) {
    while (running(job) && wait_for_change(0, true)) {
    }
    int status = running(job) ? 128 + SIGINT : last_status(job);
    if (!running(job) && !stopped(job)) {
        drop(job);
    }
    return status;
}

int jobs_wait_all(void) {
    for (struct job *job = jobs, *next; job != NULL && !shell.interrupted && !trap_pending();
         job = next) {
        next = job->next;
        if (!stopped(job)) {
            wait_for(job);
        }
    }
    return shell.interrupted || trap_pending() ? 128 + SIGINT : 0;
}

int builtin_wait(char **arguments) {
    if (arguments[1] == NULL) {
        return jobs_wait_all();
    }
    int status = 127;
    for (char **name = arguments + 1; *name != NULL; name++) {
        struct job *job = find(*name);
        status = job == NULL ? 127 : wait_for(job);
    }
    return status;
}

/* kill with jobs as targets: %1 becomes the job's process group; the rest is /bin/kill's. */
int builtin_kill(char **arguments) {
    struct words replaced = {NULL, 0, 0};
    bool negative = false;
    for (char **argument = arguments; *argument != NULL; argument++) {
        struct job *job = **argument == '%' ? find(*argument) : NULL;
        if (job == NULL) {
            words_add(&replaced, *argument);
            continue;
        }
        if (control && !negative) { /* "kill -5" would name a signal. */
            words_add(&replaced, "--");
            negative = true;
        }
        words_add(&replaced, memory_number(control ? -job->group : job->pids[job->count - 1]));
    }
    pid_t group = 0;
    pid_t child = job_fork(&group, true);
    if (child == 0) {
        execvp("kill", replaced.item);
        leave(complain(127, "kill", strerror(errno)));
    }
    return child < 0 ? 254 : job_run(group, &child, 1, "kill", true);
}
