#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* memory.c: everything lives until the shell releases it back to a mark, as a stack does. */

typedef struct chunk *mark;

mark memory_mark(void);
void memory_release(mark to);
void *memory_get(size_t size);
char *memory_copy(const char *text, size_t length);

/* Takes what has come since a mark off the stack; it lives until memory_free. */
mark memory_detach(mark from);
void memory_free(mark detached);

/* A list of strings that ends with NULL. */
struct words {
    char **item;
    int count;
    int room;
};

void words_add(struct words *words, char *word);

/* parse.c: commands as trees. Words keep their quotes and dollars until they are expanded. */

enum kind {
    SIMPLE,     /* words, which may start with assignments */
    PIPELINE,   /* first | second, where second may be a pipeline again */
    AND,        /* first && second */
    OR,         /* first || second */
    SEQUENCE,   /* first ; second */
    BACKGROUND, /* first & */
    NOT,        /* ! first */
    TIMED,      /* time first */
    SUBSHELL,   /* ( first ) */
    GROUP,      /* { first } */
    IF,         /* if first then second else third */
    WHILE,      /* while first do second */
    UNTIL,      /* until first do second */
    FOR,        /* for words[0] in the other words do first */
    CASE,       /* case words[0] in the items from first on */
    ITEM,       /* words ) first ;; and second is the next item */
    FUNCTION,   /* words[0] () first */
};

struct redirection {
    int fd;           /* -1: what the operator has by itself; -2: both 1 and 2 */
    char operator[4]; /* <, >, >>, >|, <>, <<, <<-, or with & in place of the second character */
    char *word;       /* of << and <<- the text */
    bool verbatim;    /* The text is not expanded. */
    char *delimiter;  /* what ends the text of << and <<- */
    struct redirection *next;
    struct redirection *next_document; /* of those whose text is still to be read */
};

struct command {
    enum kind kind;
    struct words words;
    struct redirection *redirections;
    struct command *first;
    struct command *second;
    struct command *third;
    char *text;              /* as it was written, for `jobs` */
    struct program *program; /* of a FUNCTION: what it is part of */
};

/* What a text was parsed to, with all the memory of it, for as long as somebody holds it. */
struct program {
    struct command *command; /* NULL if the text held none */
    mark memory;
    int holders;
};

enum outcome { PARSED, INCOMPLETE, WRONG };

/*
 * Parses a text that starts in a line of that number. A text that is `whole` is never INCOMPLETE,
 * but WRONG. What is WRONG has been told on standard error.
 */
enum outcome parse(const char *text, int line, bool whole, struct program **program);
void program_hold(struct program *program);
void program_release(struct program *program);

/* lex.c */

/* The end of a double-quoted part, and of the expansion whose dollar or backquote is at `at`. */
const char *end_of_quotes(const char *at);
const char *end_of_expansion(const char *at, bool quoted);

/* The length of the name, digits or special character of a parameter; 0 if there is none. */
size_t parameter_length(const char *at);

/* expand.c: from words as written to arguments. */

struct expansion;

struct words expand(const struct words *words);
char *expand_single(const char *word);
char *expand_pattern(const char *word);
char *expand_document(const char *text);
bool is_assignment(const char *word);

/* Adds a value to the fields: outside quotes it is split. */
void append_value(struct expansion *expansion, const char *value, bool quoted);

/* Adds what the word of ${name:-word} gives. */
void append_default(struct expansion *expansion, const char *word, bool quoted);

/* Adds the positional parameters: $@, or joined $*. */
void append_positional(struct expansion *expansion, bool separate, bool quoted);

/* parameter.c */

void append_parameter(struct expansion *expansion, const char *name, bool quoted);
void append_braces(struct expansion *expansion, char *inside, bool quoted);
char *memory_number(long number);

/* arithmetic.c: the value of an expression whose dollars have been expanded. */
long arithmetic(const char *text);

/* Whether text matches a pattern with *, ?, [...] and \ before what stands for itself. */
bool matches(const char *pattern, const char *text);

/* Adds the paths that a pattern matches, sorted; false if there is none. */
bool glob_add(struct words *paths, const char *pattern);
bool has_wildcards(const char *pattern);
char *unescaped(const char *pattern);

/* variables.c */

typedef struct kept *kept_mark;

void variable_set(const char *name, const char *value);
const char *variable(const char *name);
void variable_export(const char *name);
void variable_unset(const char *name);
void variables_list(void);
bool is_name(const char *text, size_t length);

/* Keeps what a variable is until it is restored to a mark: for local variables. */
kept_mark variables_mark(void);
void variable_keep(const char *name);
void variables_restore(kept_mark to);

/* jobs.c */

void jobs_begin(bool control);
bool job_control(void);
void jobs_leave(void);

/* Lets the shell do on a signal what it does when there is no trap. */
void jobs_default(int signal);

/* Forks a process of a job; *group is 0 for its first and is set to the job's process group. */
pid_t job_fork(pid_t *group, bool foreground);
int job_run(pid_t group, const pid_t *pids, int count, const char *text, bool foreground);
void jobs_report(void);
int jobs_wait_all(void);
int builtin_jobs(char **arguments);
int builtin_fg(char **arguments);
int builtin_bg(char **arguments);
int builtin_wait(char **arguments);
int builtin_kill(char **arguments);

/* builtins.c */

struct builtin {
    const char *name;
    int (*function)(char **arguments);
    bool special; /* POSIX's special ones: found before functions; assignments before them stay */
};

const struct builtin *find_builtin(const char *name);

/* command.c: what names mean. */
char *find_in_path(const char *name);
int builtin_command(char **arguments);
int builtin_type(char **arguments);

/* read.c, test.c, printf.c, getopts.c */
int builtin_read(char **arguments);
int builtin_test(char **arguments);
int builtin_printf(char **arguments);
int builtin_getopts(char **arguments);

/* options.c */

int builtin_set(char **arguments);

/* Whether an argument is letters of options: "-ex", "+e"; also "--". */
bool options_are(const char *argument);

/* Sets the options that the letters of "-ex" or "+ex" name; answers the first it does not know. */
char options_set(const char *letters);
char *options_letters(void);

/* trap.c */

int builtin_trap(char **arguments);
bool trap_pending(void);
void traps_run(void);
void traps_reset(void);

/* Ends the shell, after what `trap ... EXIT` wants. */
_Noreturn void leave(int status);

/* redirect.c */

struct saved;

/* Applies redirections in order; with `saved`, notes how to undo them. */
bool redirect_all(const struct redirection *redirection, struct saved **saved);
void redirect_undo(struct saved *saved);

/* function.c */

struct function;

void function_define(const struct command *command);
struct function *function_find(const char *name);
bool function_unset(const char *name);
int function_call(struct function *function, char **arguments);

/* Gives the shell other positional parameters, which are copied. */
void positional_set(char **values);

/* execute.c */

/* Runs a command and returns its status, which is also $?. */
int execute(const struct command *command);

/* main.c: run a text or a file line by line, in this shell. */
int run_text(const char *text);
int run_file(const char *path);

/* What the builtins change. */
struct shell {
    const char *name;
    pid_t pid;               /* $$, also in subshells */
    char **positional;       /* $1 and so on, ended by NULL */
    char **owned;            /* the block that they are in, if it is to be freed */
    int status;              /* $? */
    int substitution_status; /* of the last $(command) */
    pid_t background;        /* $! */
    bool interactive;
    bool interrupted;        /* Everything up to the prompt is given up, */
    int interruption;        /* with this status. */
    bool returning;          /* from a function or a file */
    int function_depth;      /* in how many functions the shell is */
    int tested;              /* in how many conditions, where `set -e` does not count */
    int loop_depth;          /* in how many loops the shell is */
    int loop_exits;          /* how many loops `break` still has to leave */
    bool loop_next;          /* `continue` */
    bool exit_on_error;      /* set -e */
    bool no_wildcards;       /* set -f */
    bool no_unset;           /* set -u */
    bool traced;             /* set -x */
};

extern struct shell shell;

/* Prints "sh: what: why" on standard error and returns status. */
int complain(int status, const char *what, const char *why);

/*
 * After an error in an expansion: ends a script, or goes back to the prompt. Callers that it
 * returns to go on with any value.
 */
void give_up(int status, const char *what, const char *why);

/* Interrupts what runs, up to the prompt. */
void interrupt(int status);
