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
};

struct redirection {
    int fd;           /* -1: what the operator has by itself; -2: both 1 and 2 */
    char operator[3]; /* <, >, >>, <>, or with & in place of the second character */
    char *word;
    struct redirection *next;
};

struct command {
    enum kind kind;
    struct words words;
    struct redirection *redirections;
    struct command *first;
    struct command *second;
    struct command *third;
    char *text; /* as it was written, for `jobs` */
};

enum outcome { PARSED, INCOMPLETE, WRONG };

/* Parses a whole text; *command is NULL if it holds no command. */
enum outcome parse(const char *text, struct command **command);

/* expand.c: from words as written to arguments. */

struct words expand(const struct words *words);
char *expand_single(const char *word);
bool is_assignment(const char *word);

/* Whether text matches a pattern with *, ?, [...] and \ before what stands for itself. */
bool matches(const char *pattern, const char *text);

/* Adds the paths that a pattern matches, sorted; false if there is none. */
bool glob_add(struct words *paths, const char *pattern);
bool has_wildcards(const char *pattern);
char *unescaped(const char *pattern);

/* variables.c */

void variable_set(const char *name, const char *value);
const char *variable(const char *name);
void variable_export(const char *name);
void variable_unset(const char *name);
bool is_name(const char *text, size_t length);

/* jobs.c */

void jobs_begin(bool control);
bool job_control(void);
void jobs_leave(void);

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

typedef int builtin(char **arguments);
builtin *find_builtin(const char *name);

/* test.c */

int builtin_test(char **arguments);

/* execute.c */

/* Runs a command and returns its status, which is also $?. */
int execute(const struct command *command);

/* Runs a text as this shell would run it as a file: line by line. */
int run_file(const char *path);

/* What the builtins change. */
struct shell {
    const char *name;
    char **positional; /* $1 and so on, ended by NULL */
    int status;        /* $? */
    pid_t background;  /* $! */
    bool interactive;
    bool interrupted;  /* by SIGINT: everything up to the prompt is given up */
    int loop_depth;    /* in how many loops the shell is */
    int loop_exits;    /* how many loops `break` still has to leave */
    bool loop_next;    /* `continue` */
};

extern struct shell shell;

/* Prints "sh: what: why" on standard error and returns status. */
int complain(int status, const char *what, const char *why);
