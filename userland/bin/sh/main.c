/*
 * sh: the shell.
 *
 *     sh [-efux]         reads commands from standard input; interactive on a terminal
 *     sh [-efux] -c TEXT [NAME [ARGUMENT...]]
 *     sh [-efux] FILE [ARGUMENT...]
 *     sh -l, or a name that starts with "-": reads /etc/profile first
 *
 * Commands: pipelines a | b; lists with ; && || & and newlines; ! a; time a; (a) { a; }
 *     if a; then b; elif c; else d; fi    while a; do b; done   until   for x in words; do b; done
 *     case word in a|b) c;; *) d;; esac    name() { a; } with return, local, $1 and so on
 * Redirections: < > >> >| <> 2> 2>&1 >&- &> and here-documents << <<-
 * Words: 'verbatim' "with $expansion" \c; $name ${name}; $? $$ $! $# $- $0..$9 $@ $*
 *     ${name:-word} ${name#pattern} and the others of parameter.c; $(command) `command`;
 *     $((arithmetic)); ~; the wildcards * ? [a-z] [[:alpha:]]; # starts a comment
 * Builtins: . : [ bg break cd command continue eval exec exit export false fg getopts jobs kill
 *     local printf pwd read return set shift test trap true type umask unset wait
 * Options (set -e ...): e ends at the first failure, f leaves wildcards, u refuses what is not
 *     set, x shows what is run
 *
 * The status of a command that a signal ended is 128 plus the signal; 127 means that there is no
 * such command and 126 that it cannot be run. An error of syntax or in an expansion ends a script
 * with status 2. On a terminal there is job control: Ctrl-Z stops what runs in the foreground, fg
 * and bg let it go on, & starts a job in the background.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

struct shell shell = {.name = "sh"};

/* Where commands come from: a text, or else a descriptor, read byte by byte since the commands
   themselves may read from it too. */
struct input {
    const char *text;
    int fd;
    bool prompts;
    int lines; /* that have been read */
};

struct line {
    char *text;
    size_t length;
    size_t room;
};

static void prompt(const char *end) {
    char path[4096];
    fflush(stdout);
    fprintf(stderr, "spool:%s%s ", getcwd(path, sizeof path) != NULL ? path : "?", end);
}

/* A trap may run while the shell waits for input. */
static int next_byte(struct input *input) {
    unsigned char byte;
    ssize_t got;
    if (input->text != NULL) {
        return *input->text == '\0' ? EOF : (unsigned char)*input->text++;
    }
    while ((got = read(input->fd, &byte, 1)) < 0 && errno == EINTR && !shell.interrupted) {
        traps_run();
    }
    return got == 1 ? byte : EOF;
}

static void append(struct line *line, char c) {
    if (line->length + 2 > line->room) {
        line->room = line->room == 0 ? 256 : 2 * line->room;
        line->text = realloc(line->text, line->room);
        if (line->text == NULL) {
            leave(complain(2, "line", strerror(ENOMEM)));
        }
    }
    line->text[line->length++] = c;
    line->text[line->length] = '\0';
}

/* Adds a line of input; false at its end. */
static bool read_line(struct input *input, struct line *line) {
    size_t before = line->length;
    int c;
    while ((c = next_byte(input)) != EOF) {
        append(line, (char)c);
        if (c == '\n') {
            return true;
        }
    }
    return line->length > before;
}

/*
 * Reads lines until they are a whole program; NULL if there is none, by an error or at the end.
 * *more tells whether another may follow.
 */
static struct program *read_program(struct input *input, bool *more) {
    struct line line = {NULL, 0, 0};
    struct program *program = NULL;
    enum outcome outcome = INCOMPLETE;
    int first = input->lines + 1;
    while (outcome == INCOMPLETE) {
        if (input->prompts) {
            prompt(line.length == 0 ? "#" : "...");
        }
        *more = read_line(input, &line);
        if (shell.interrupted || line.length == 0) {
            break;
        }
        input->lines++;
        outcome = parse(line.text, first, !*more, &program);
    }
    free(line.text);
    if (outcome == WRONG) {
        shell.status = 2;
        if (!shell.interactive) {
            leave(2);
        }
    }
    return program;
}

/* Reads and runs what comes next; false at the end of input. */
static bool run_next(struct input *input) {
    bool more = false;
    if (input->prompts) {
        shell.interrupted = false;
        jobs_report();
    }
    struct program *program = read_program(input, &more);
    if (program != NULL) {
        if (program->command != NULL) {
            execute(program->command);
        }
        program_release(program);
    } else if (input->prompts && shell.interrupted) {
        fputc('\n', stderr);
        more = true;
    }
    if (shell.interrupted) {
        shell.status = shell.interruption;
    }
    return more && !shell.returning && (input->prompts || !shell.interrupted);
}

static int run_all(struct input *input) {
    while (run_next(input)) {
    }
    fflush(stdout);
    return shell.status;
}

int run_text(const char *text) {
    struct input input = {.text = text, .fd = -1};
    return run_all(&input);
}

/* The descriptor is moved out of the way of redirections in the file. */
int run_file(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return complain(127, path, strerror(errno));
    }
    int high = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    close(fd);
    struct input input = {.fd = high};
    int status = run_all(&input);
    close(high);
    return status;
}

/* Interactive if both ends are a terminal: input, and standard error for prompts. */
static int run_terminal_or_pipe(bool login) {
    struct input input = {.fd = STDIN_FILENO};
    input.prompts = shell.interactive = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    jobs_begin(shell.interactive);
    if (login && access("/etc/profile", R_OK) == 0) {
        run_file("/etc/profile");
    }
    int status = run_all(&input);
    if (input.prompts) {
        fputs("exit\n", stderr);
    }
    return status;
}

/* The options of the command line; *text is set by -c, *login by -l. */
static char **take_options(char **argument, bool *text, bool *login) {
    for (; *argument != NULL && options_are(*argument); argument++) {
        if (strcmp(*argument, "--") == 0) {
            return argument + 1;
        }
        char letters[] = {**argument, '\0', '\0'};
        for (const char *letter = *argument + 1; *letter != '\0'; letter++) {
            letters[1] = *letter;
            *text |= *letter == 'c';
            *login |= *letter == 'l';
            if (strchr("cl", *letter) == NULL && options_set(letters) != '\0') {
                leave(complain(2, *argument, "not an option of sh"));
            }
        }
    }
    return argument;
}

int main(int argc, char **argv) {
    bool login = argc > 0 && argv[0][0] == '-', text = false;
    char *none[] = {NULL};
    shell.pid = getpid();
    shell.positional = none;
    variable_set("IFS", " \t\n");
    variable_set("OPTIND", "1");
    variable_set("PPID", memory_number(getppid()));
    char **argument = argc > 0 ? take_options(argv + 1, &text, &login) : none;
    const char *program = *argument;
    if (program == NULL && text) {
        leave(complain(2, "-c", "no text"));
    } else if (program == NULL) {
        leave(run_terminal_or_pipe(login));
    }
    char **values = argument + 1;
    if (!text) {
        shell.name = program;
    } else if (*values != NULL) {
        shell.name = *values++;
    }
    shell.positional = values;
    leave(text ? run_text(program) : run_file(program));
}
