/*
 * sh: the shell.
 *
 *     sh                 reads commands from standard input; interactive on a terminal
 *     sh -c TEXT [NAME [ARGUMENT...]]
 *     sh FILE [ARGUMENT...]
 *     sh -l, or a name that starts with "-": reads /etc/profile first
 *
 * Commands: pipelines a | b; lists with ; && || & and newlines; ! a; time a; (a) { a; }
 *     if a; then b; elif c; else d; fi    while a; do b; done   until   for x in words; do b; done
 * Redirections: < > >> <> 2> 2>&1 >&- &>
 * Words: 'verbatim' "with $expansion" \c; $name ${name} ${name:-word} $? $$ $! $# $0..$9 $@ $*
 *     $(command); ~; the wildcards * ? [a-z]; # starts a comment
 * Builtins: . : [ bg break cd continue exec exit export false fg jobs kill pwd read shift test
 *     true umask unset wait
 *
 * The status of a command that a signal ended is 128 plus the signal; 127 means that there is no
 * such command and 126 that it cannot be run. On a terminal there is job control: Ctrl-Z stops
 * what runs in the foreground, fg and bg let it go on, & starts a job in the background.
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
};

struct line {
    char *text;
    size_t length;
    size_t room;
};

static void prompt(const char *mark) {
    char path[4096];
    fflush(stdout);
    fprintf(stderr, "spool:%s%s ", getcwd(path, sizeof path) != NULL ? path : "?", mark);
}

static int next_byte(struct input *input) {
    unsigned char byte;
    if (input->text != NULL) {
        return *input->text == '\0' ? EOF : (unsigned char)*input->text++;
    }
    return read(input->fd, &byte, 1) == 1 ? byte : EOF;
}

static void append(struct line *line, char c) {
    if (line->length + 2 > line->room) {
        line->room = line->room == 0 ? 256 : 2 * line->room;
        line->text = realloc(line->text, line->room);
        if (line->text == NULL) {
            exit(complain(2, "line", strerror(ENOMEM)));
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

/* Reads lines until they are a whole command, and runs it; false at the end of input. */
static bool run_next(struct input *input) {
    struct line line = {NULL, 0, 0};
    struct command *command = NULL;
    enum outcome outcome = INCOMPLETE;
    mark before = memory_mark();
    shell.interrupted = false;
    if (input->prompts) {
        jobs_report();
    }
    bool more = true;
    while (outcome == INCOMPLETE && more) {
        if (input->prompts) {
            prompt(line.length == 0 ? "#" : "...");
        }
        more = read_line(input, &line);
        if (shell.interrupted) {
            fputc('\n', stderr);
            break;
        }
        memory_release(before);
        outcome = line.length == 0 ? PARSED : parse(line.text, &command);
    }
    bool ended = !more && !shell.interrupted;
    if (outcome == INCOMPLETE && ended) {
        complain(2, "syntax error", "unexpected end of input");
    }
    if (outcome != PARSED && !shell.interrupted) {
        shell.status = 2;
    } else if (outcome == PARSED && command != NULL) {
        execute(command);
    }
    if (shell.interrupted) {
        shell.status = 130;
    }
    memory_release(before);
    free(line.text);
    return !ended;
}

static int run_all(struct input *input) {
    while (run_next(input)) {
    }
    fflush(stdout);
    return shell.status;
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

int main(int argc, char **argv) {
    bool login = argv[0] != NULL && argv[0][0] == '-';
    char *none[] = {NULL};
    shell.positional = none;
    if (argc > 1 && strcmp(argv[1], "-l") == 0) {
        login = true;
        argc--;
        argv++;
    }
    if (argc > 2 && strcmp(argv[1], "-c") == 0) {
        struct input input = {.text = argv[2], .fd = -1};
        shell.name = argc > 3 ? argv[3] : shell.name;
        shell.positional = argc > 3 ? argv + 4 : none;
        return run_all(&input);
    }
    if (argc > 1) {
        shell.name = argv[1];
        shell.positional = argv + 2;
        return run_file(argv[1]);
    }
    return run_terminal_or_pipe(login);
}
