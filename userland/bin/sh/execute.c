/* Running commands. */

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "sh.h"

enum { STAGES = 64, SAVED_FROM = 10 };

/* Where a descriptor went while a builtin runs with redirections; -1: it was not open. */
struct saved {
    int fd;
    int copy;
    struct saved *next;
};

int complain(int status, const char *what, const char *why) {
    fflush(stdout);
    fprintf(stderr, "sh: %s: %s\n", what, why);
    return status;
}

static int open_target(const struct redirection *redirection, const char *target) {
    switch (redirection->operator[0]) {
    case '<':
        return open(target, redirection->operator[1] == '>' ? O_RDWR | O_CREAT : O_RDONLY, 0666);
    default:
        return open(target,
                    O_WRONLY | O_CREAT | (redirection->operator[1] == '>' ? O_APPEND : O_TRUNC),
                    0666);
    }
}

static void save(int fd, struct saved **saved) {
    if (saved != NULL) {
        struct saved *entry = memory_get(sizeof *entry);
        entry->fd = fd;
        entry->copy = fcntl(fd, F_DUPFD_CLOEXEC, SAVED_FROM);
        entry->next = *saved;
        *saved = entry;
    }
}

/* Makes `fd` a copy of `source`, or closes it if `source` is -1. */
static bool redirect(int fd, int source, struct saved **saved) {
    save(fd, saved);
    if (source < 0) {
        close(fd);
        return true;
    }
    return dup2(source, fd) >= 0;
}

/*
 * Applies one redirection: opens its target or copies a descriptor. &> redirects two
 * descriptors.
 */
static bool apply_one(const struct redirection *redirection, struct saved **saved) {
    char *target = expand_single(redirection->word);
    bool output = redirection->operator[0] == '>';
    int fd = redirection->fd < 0 ? output : redirection->fd;
    bool both = redirection->fd == -2;
    if (redirection->operator[1] == '&') {
        int source = strcmp(target, "-") == 0 ? -1 : atoi(target);
        return redirect(fd, source, saved) || complain(1, target, strerror(errno)) == 0;
    }
    int source = open_target(redirection, target);
    if (source < 0) {
        return complain(1, target, strerror(errno)) == 0;
    }
    redirect(fd, source, saved);
    if (both) {
        redirect(STDERR_FILENO, source, saved);
    }
    if (source != fd) {
        close(source);
    }
    return true;
}

/* Applies redirections in order; with `saved`, notes how to undo them. */
static bool apply(const struct redirection *redirection, struct saved **saved) {
    fflush(stdout);
    for (; redirection != NULL; redirection = redirection->next) {
        if (!apply_one(redirection, saved)) {
            return false;
        }
    }
    return true;
}

static void undo(struct saved *saved) {
    fflush(stdout);
    for (; saved != NULL; saved = saved->next) {
        if (saved->copy >= 0) {
            dup2(saved->copy, saved->fd);
            close(saved->copy);
        } else {
            close(saved->fd);
        }
    }
}

/* The leading assignments; returns how many there are. */
static int assign(const struct words *words, bool exported) {
    int count = 0;
    for (; count < words->count && is_assignment(words->item[count]); count++) {
        const char *word = words->item[count];
        size_t length = strcspn(word, "=");
        char *name = memory_copy(word, length);
        variable_set(name, expand_single(word + length + 1));
        if (exported) {
            variable_export(name);
        }
    }
    return count;
}

static struct words arguments_of(const struct words *words) {
    int first = 0;
    while (first < words->count && is_assignment(words->item[first])) {
        first++;
    }
    struct words rest = {words->item + first, words->count - first, 0};
    return expand(&rest);
}

/* Whether a file begins as text does: without a zero byte. One that cannot be read may be anything. */
static bool is_text(const char *path) {
    char start[128];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(fd, start, sizeof start);
    close(fd);
    return length < 0 || memchr(start, '\0', (size_t)length) == NULL;
}

/* Becomes a program; a file of text that is no program is run as a script. */
_Noreturn static void become(char **arguments) {
    execvp(arguments[0], arguments);
    if (errno == ENOEXEC && is_text(arguments[0])) {
        shell.name = arguments[0];
        shell.positional = arguments + 1;
        exit(run_file(arguments[0]));
    }
    bool missing = errno == ENOENT || errno == ENOTDIR;
    bool command = errno == ENOENT && strchr(arguments[0], '/') == NULL;
    exit(complain(missing ? 127 : 126, arguments[0],
                  command ? "command not found" : strerror(errno)));
}

/* Runs a command in a process of its own, which ends with it. */
_Noreturn static void execute_in_child(const struct command *command) {
    if (command->kind != SIMPLE) {
        exit(execute(command));
    }
    struct words arguments = arguments_of(&command->words);
    if (!apply(command->redirections, NULL)) {
        exit(1);
    }
    assign(&command->words, true);
    if (arguments.count == 0) {
        exit(0);
    }
    builtin *function = find_builtin(arguments.item[0]);
    if (function != NULL) {
        exit(function(arguments.item));
    }
    become(arguments.item);
}

/* One stage of a pipeline: reads from `input` and writes to `output`, and closes both. */
static pid_t start_stage(const struct command *command, pid_t *group, bool foreground, int input,
                         const int output[2]) {
    pid_t child = job_fork(group, foreground);
    if (child == 0) {
        if (input >= 0) {
            dup2(input, STDIN_FILENO);
            close(input);
        }
        if (output != NULL) {
            dup2(output[1], STDOUT_FILENO);
            close(output[0]);
            close(output[1]);
        }
        execute_in_child(command);
    }
    if (input >= 0) {
        close(input);
    }
    if (output != NULL) {
        close(output[1]);
    }
    return child;
}

/*
 * Starts every stage of a pipeline, each connected to the next by a pipe, and waits for them
 * unless the job is for the background. Between two rounds the shell holds only the end to read
 * from.
 */
static int run_job(const struct command *command, bool foreground) {
    pid_t pids[STAGES];
    pid_t group = 0;
    int count = 0, input = -1;
    const char *text = command->text != NULL ? command->text : "";
    for (const struct command *rest = command; rest != NULL; count++) {
        bool last = rest->kind != PIPELINE;
        int ends[2];
        if (count == STAGES || (!last && pipe(ends) < 0)) {
            return complain(1, "pipe", count == STAGES ? "too many stages" : strerror(errno));
        }
        pids[count] = start_stage(last ? rest : rest->first, &group, foreground, input,
                                  last ? NULL : ends);
        if (pids[count] < 0) {
            return 254;
        }
        input = last ? -1 : ends[0];
        rest = last ? NULL : rest->second;
    }
    return job_run(group, pids, count, text, foreground);
}

/* Builtins and assignments happen in the shell itself; all else is a job. */
static int run_simple(const struct command *command) {
    mark before = memory_mark();
    struct words arguments = arguments_of(&command->words);
    builtin *function = arguments.count > 0 ? find_builtin(arguments.item[0]) : NULL;
    int status = 0;
    if (arguments.count > 0 && function == NULL) {
        status = run_job(command, true);
    } else {
        bool keep = arguments.count > 0 && strcmp(arguments.item[0], "exec") == 0;
        struct saved *saved = NULL;
        shell.status = arguments.count > 0 ? shell.status : 0;
        status = apply(command->redirections, keep ? NULL : &saved) ? 0 : 1;
        assign(&command->words, false);
        if (status == 0) {
            status = function != NULL ? function(arguments.item) : shell.status;
        }
        undo(saved);
    }
    memory_release(before);
    return status;
}

static bool leaving_loop(void) {
    shell.loop_next = false;
    if (shell.loop_exits > 0) {
        shell.loop_exits--;
        return true;
    }
    return shell.interrupted;
}

static int run_loop(const struct command *command) {
    int status = 0;
    while ((execute(command->first) == 0) == (command->kind == WHILE) && !shell.interrupted) {
        status = execute(command->second);
        if (leaving_loop()) {
            break;
        }
    }
    return status;
}

/* The words are expanded once, before the first round. */
static int run_for(const struct command *command) {
    struct words list = {command->words.item + 1, command->words.count - 1, 0};
    struct words values = expand(&list);
    int status = 0;
    for (int i = 0; i < values.count; i++) {
        variable_set(command->words.item[0], values.item[i]);
        status = execute(command->first);
        if (leaving_loop()) {
            break;
        }
    }
    return status;
}

static int run_if(const struct command *command) {
    if (execute(command->first) == 0) {
        return execute(command->second);
    }
    return command->third != NULL ? execute(command->third) : 0;
}

static double seconds(struct timeval time) {
    return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

/*
 * Tells on standard error how long a command took: by the clock, and of processor time by itself
 * and by the kernel for it.
 */
static int run_timed(const struct command *command) {
    struct timespec start, end;
    struct rusage before, after;
    clock_gettime(CLOCK_MONOTONIC, &start);
    getrusage(RUSAGE_CHILDREN, &before);
    int status = execute(command->first);
    getrusage(RUSAGE_CHILDREN, &after);
    clock_gettime(CLOCK_MONOTONIC, &end);
    double real =
        (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
    fprintf(stderr, "real %.3f\nuser %.3f\nsys  %.3f\n", real,
            seconds(after.ru_utime) - seconds(before.ru_utime),
            seconds(after.ru_stime) - seconds(before.ru_stime));
    return status;
}

static int run_looping(const struct command *command) {
    shell.loop_depth++;
    int status = command->kind == FOR ? run_for(command) : run_loop(command);
    shell.loop_depth--;
    return status;
}

/* A compound command with redirections has them for its whole length. */
static int run_compound(const struct command *command) {
    struct saved *saved = NULL;
    int status = 1;
    if (apply(command->redirections, &saved)) {
        switch (command->kind) {
        case IF:
            status = run_if(command);
            break;
        case GROUP:
            status = execute(command->first);
            break;
        default:
            status = run_looping(command);
        }
    }
    undo(saved);
    return status;
}

/* In a child of its own, where a builtin's effects are lost. */
static int run_subshell(const struct command *command) {
    pid_t group = 0;
    pid_t child = job_fork(&group, true);
    if (child == 0) {
        exit(apply(command->redirections, NULL) ? execute(command->first) : 1);
    }
    return child < 0 ? 254 : job_run(group, &child, 1, "subshell", true);
}

/* The meaning of each kind of command. */
static int dispatch(const struct command *command) {
    int status;
    switch (command->kind) {
    case SIMPLE:
        return run_simple(command);
    case PIPELINE:
        return run_job(command, true);
    case BACKGROUND: {
        struct command job = *command->first;
        job.text = command->text;
        return run_job(&job, false);
    }
    case SEQUENCE:
        execute(command->first);
        return execute(command->second);
    case AND:
        status = execute(command->first);
        return status == 0 ? execute(command->second) : status;
    case OR:
        status = execute(command->first);
        return status != 0 ? execute(command->second) : status;
    case NOT:
        return !execute(command->first);
    case TIMED:
        return run_timed(command);
    case SUBSHELL:
        return run_subshell(command);
    default:
        return run_compound(command);
    }
}

int execute(const struct command *command) {
    if (shell.interrupted || shell.loop_exits > 0 || shell.loop_next) {
        return shell.status;
    }
    return shell.status = dispatch(command);
}
