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

enum { STAGES = 64 };

/* What the shell itself runs for a name: a function or a builtin, or neither. */
struct callee {
    struct function *function;
    const struct builtin *builtin;
};

int complain(int status, const char *what, const char *why) {
    fflush(stdout);
    fprintf(stderr, "sh: %s: %s\n", what, why);
    return status;
}

void interrupt(int status) {
    shell.interrupted = true;
    shell.interruption = status;
}

void give_up(int status, const char *what, const char *why) {
    if (!shell.interrupted) {
        complain(status, what, why);
    }
    if (!shell.interactive) {
        leave(status);
    }
    interrupt(status);
}

/*
 * The leading assignments. Those that are for a command alone are exported, and with `kept` the
 * variables can be restored.
 */
static void assign(const struct words *words, bool exported, bool kept) {
    for (int i = 0; i < words->count && is_assignment(words->item[i]); i++) {
        const char *word = words->item[i];
        size_t length = strcspn(word, "=");
        char *name = memory_copy(word, length);
        char *value = expand_single(word + length + 1);
        if (kept) {
            variable_keep(name);
        }
        if (shell.interrupted) {
            return;
        }
        variable_set(name, value);
        if (exported) {
            variable_export(name);
        }
        if (shell.traced) {
            fprintf(stderr, "+ %s=%s\n", name, value);
        }
    }
}

static void trace(const struct words *arguments) {
    if (!shell.traced || arguments->count == 0) {
        return;
    }
    fflush(stdout);
    for (int i = 0; i < arguments->count; i++) {
        fprintf(stderr, "%s %s", i == 0 ? "+" : "", arguments->item[i]);
    }
    fputc('\n', stderr);
}

/* The words of a simple command behind its assignments, expanded. */
static struct words arguments_of(const struct words *words) {
    int first = 0;
    while (first < words->count && is_assignment(words->item[first])) {
        first++;
    }
    struct words rest = {words->item + first, words->count - first, 0};
    struct words arguments = expand(&rest);
    trace(&arguments);
    return arguments;
}

/* Special builtins come before functions, and these before the others. `command` skips them. */
static struct callee callee_of(struct words *arguments) {
    struct callee callee = {NULL, NULL};
    bool plain = false;
    while (arguments->count > 1 && strcmp(arguments->item[0], "command") == 0 &&
           arguments->item[1][0] != '-') {
        plain = true;
        arguments->item++;
        arguments->count--;
    }
    if (arguments->count > 0) {
        callee.builtin = find_builtin(arguments->item[0]);
        bool special = callee.builtin != NULL && callee.builtin->special;
        callee.function = plain || special ? NULL : function_find(arguments->item[0]);
    }
    return callee;
}

static int call(const struct callee *callee, char **arguments) {
    return callee->function != NULL ? function_call(callee->function, arguments)
                                    : callee->builtin->function(arguments);
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
        leave(run_file(arguments[0]));
    }
    bool missing = errno == ENOENT || errno == ENOTDIR;
    bool command = errno == ENOENT && strchr(arguments[0], '/') == NULL;
    leave(complain(missing ? 127 : 126, arguments[0],
                   command ? "command not found" : strerror(errno)));
}

/* Runs a command in a process of its own, which ends with it; its arguments may be known. */
_Noreturn static void execute_in_child(const struct command *command,
                                       const struct words *expanded) {
    if (command->kind != SIMPLE) {
        leave(execute(command));
    }
    struct words arguments = expanded != NULL ? *expanded : arguments_of(&command->words);
    if (!redirect_all(command->redirections, NULL)) {
        leave(1);
    }
    assign(&command->words, true, false);
    struct callee callee = callee_of(&arguments);
    if (arguments.count == 0) {
        leave(0);
    }
    if (callee.function != NULL || callee.builtin != NULL) {
        leave(call(&callee, arguments.item));
    }
    become(arguments.item);
}

/* One stage of a pipeline: reads from `input` and writes to `output`, and closes both. */
static pid_t start_stage(const struct command *command, const struct words *arguments,
                         pid_t *group, bool foreground, int input, const int output[2]) {
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
        execute_in_child(command, arguments);
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
static int run_job(const struct command *command, const struct words *arguments,
                   bool foreground) {
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
        pids[count] = start_stage(last ? rest : rest->first, arguments, &group, foreground,
                                  input, last ? NULL : ends);
        if (pids[count] < 0) {
            return 254;
        }
        input = last ? -1 : ends[0];
        rest = last ? NULL : rest->second;
    }
    return job_run(group, pids, count, text, foreground);
}

/*
 * Runs what the shell runs itself: nothing but assignments, a builtin or a function. Assignments
 * before others than special builtins are undone; the redirections of `exec` are not.
 */
static int run_here(const struct command *command, const struct callee *callee,
                    const struct words *arguments) {
    bool calls = arguments->count > 0;
    bool kept = calls && !(callee->builtin != NULL && callee->builtin->special);
    bool lasting = calls && strcmp(arguments->item[0], "exec") == 0;
    struct saved *saved = NULL;
    kept_mark variables = variables_mark();
    int status = 1;
    shell.substitution_status = 0;
    if (redirect_all(command->redirections, lasting ? NULL : &saved)) {
        assign(&command->words, kept, kept);
        status = !calls || shell.interrupted ? shell.substitution_status
                                             : call(callee, arguments->item);
    }
    if (kept) {
        variables_restore(variables);
    }
    redirect_undo(saved);
    return status;
}

static int run_simple(const struct command *command) {
    struct words arguments = arguments_of(&command->words);
    struct callee callee = callee_of(&arguments);
    if (shell.interrupted) {
        return shell.interruption;
    }
    bool here = arguments.count == 0 || callee.builtin != NULL || callee.function != NULL;
    return here ? run_here(command, &callee, &arguments) : run_job(command, &arguments, true);
}

/* Runs what a condition tests: its failure is no reason to leave. */
static int test(const struct command *command) {
    shell.tested++;
    int status = execute(command);
    shell.tested--;
    return status;
}

static bool leaving_loop(void) {
    if (shell.loop_exits > 0) {
        shell.loop_exits--;
        return true;
    }
    shell.loop_next = false;
    return shell.interrupted || shell.returning;
}

static int run_loop(const struct command *command) {
    int status = 0;
    for (;;) {
        bool ends = (test(command->first) == 0) != (command->kind == WHILE);
        if (leaving_loop() || ends) {
            break;
        }
        status = execute(command->second);
        if (leaving_loop()) {
            break;
        }
    }
    return shell.returning ? shell.status : status;
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

/* The first item that has a pattern which matches. */
static int run_case(const struct command *command) {
    const char *subject = expand_single(command->words.item[0]);
    for (const struct command *item = command->first; item != NULL; item = item->second) {
        for (int i = 0; i < item->words.count; i++) {
            if (matches(expand_pattern(item->words.item[i]), subject)) {
                return item->first != NULL ? execute(item->first) : 0;
            }
        }
    }
    return 0;
}

static int run_if(const struct command *command) {
    if (test(command->first) == 0) {
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
    if (redirect_all(command->redirections, &saved)) {
        switch (command->kind) {
        case IF:
            status = run_if(command);
            break;
        case CASE:
            status = run_case(command);
            break;
        case GROUP:
            status = execute(command->first);
            break;
        default:
            status = run_looping(command);
        }
    }
    redirect_undo(saved);
    return status;
}

/* In a child of its own, where a builtin's effects are lost. */
static int run_subshell(const struct command *command) {
    pid_t group = 0;
    pid_t child = job_fork(&group, true);
    if (child == 0) {
        leave(redirect_all(command->redirections, NULL) ? execute(command->first) : 1);
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
        return run_job(command, NULL, true);
    case BACKGROUND: {
        struct command job = *command->first;
        job.text = command->text;
        return run_job(&job, NULL, false);
    }
    case SEQUENCE:
        execute(command->first);
        return execute(command->second);
    case AND:
        status = test(command->first);
        return status == 0 ? execute(command->second) : status;
    case OR:
        status = test(command->first);
        return status != 0 ? execute(command->second) : status;
    case NOT:
        return !test(command->first);
    case TIMED:
        return run_timed(command);
    case SUBSHELL:
        return run_subshell(command);
    case FUNCTION:
        function_define(command);
        return 0;
    default:
        return run_compound(command);
    }
}

/* What `set -e` looks at: the commands that are not made of others. */
static bool is_whole(enum kind kind) {
    return kind == SIMPLE || kind == PIPELINE || kind == SUBSHELL;
}

int execute(const struct command *command) {
    traps_run();
    if (shell.interrupted || shell.loop_exits > 0 || shell.loop_next || shell.returning) {
        return shell.status;
    }
    mark before = memory_mark();
    shell.status = dispatch(command);
    memory_release(before);
    traps_run();
    if (shell.exit_on_error && shell.status != 0 && shell.tested == 0 && is_whole(command->kind)) {
        leave(shell.status);
    }
    return shell.status;
}
