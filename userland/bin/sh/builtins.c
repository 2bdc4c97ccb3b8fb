/* Commands that change the shell itself. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

/* cd FOLDER; without it to HOME, with - to where the shell was before. */
static int builtin_cd(char **arguments) {
    const char *folder = arguments[1] != NULL ? arguments[1] : variable("HOME");
    const char *before = variable("PWD");
    bool back = folder != NULL && strcmp(folder, "-") == 0;
    folder = back ? variable("OLDPWD") : folder;
    if (folder == NULL || chdir(folder) < 0) {
        return complain(1, "cd", folder == NULL ? "no folder" : strerror(errno));
    }
    char path[4096];
    variable_set("OLDPWD", before != NULL ? before : "");
    if (getcwd(path, sizeof path) != NULL) {
        variable_set("PWD", path);
    }
    if (back) {
        puts(path);
    }
    return 0;
}

static int builtin_pwd(char **arguments) {
    char path[4096];
    (void)arguments;
    return getcwd(path, sizeof path) == NULL ? complain(1, "pwd", strerror(errno))
                                             : puts(path) < 0;
}

static int builtin_exit(char **arguments) {
    exit(arguments[1] != NULL ? atoi(arguments[1]) & 0xff : shell.status);
}

/* export NAME or NAME=VALUE; without arguments lists the environment. */
static int builtin_export(char **arguments) {
    if (arguments[1] == NULL) {
        for (char **definition = environ; *definition != NULL; definition++) {
            printf("export %s\n", *definition);
        }
    }
    for (char **argument = arguments + 1; *argument != NULL && argument > arguments; argument++) {
        size_t length = strcspn(*argument, "=");
        char *name = memory_copy(*argument, length);
        if (!is_name(name, length)) {
            return complain(1, *argument, "not a name");
        }
        if ((*argument)[length] == '=') {
            variable_set(name, *argument + length + 1);
        }
        variable_export(name);
    }
    return 0;
}

static int builtin_unset(char **arguments) {
    for (char **name = arguments + 1; *name != NULL; name++) {
        variable_unset(*name);
    }
    return 0;
}

static int builtin_true(char **arguments) {
    (void)arguments;
    return 0;
}

static int builtin_false(char **arguments) {
    (void)arguments;
    return 1;
}

static int builtin_break(char **arguments) {
    int wanted = arguments[1] != NULL ? atoi(arguments[1]) : 1;
    shell.loop_exits = wanted < shell.loop_depth ? wanted : shell.loop_depth;
    return 0;
}

static int builtin_continue(char **arguments) {
    (void)arguments;
    shell.loop_next = shell.loop_depth > 0;
    return 0;
}

static int builtin_shift(char **arguments) {
    (void)arguments;
    shell.positional += *shell.positional != NULL;
    return 0;
}

static int builtin_exec(char **arguments) {
    if (arguments[1] == NULL) {
        return 0; /* Its redirections stay: see execute.c. */
    }
    fflush(stdout);
    jobs_leave();
    execvp(arguments[1], arguments + 1);
    exit(complain(errno == ENOENT ? 127 : 126, arguments[1], strerror(errno)));
}

static int builtin_source(char **arguments) {
    return arguments[1] == NULL ? complain(2, ".", "no file") : run_file(arguments[1]);
}

/* Reads byte by byte: what follows the line is for whoever reads next. */
static int builtin_read(char **arguments) {
    char line[4096];
    size_t length = 0;
    ssize_t got;
    while ((got = read(STDIN_FILENO, line + length, 1)) == 1 && line[length] != '\n') {
        length += length < sizeof line - 1;
    }
    line[length] = '\0';
    char *rest = line;
    for (char **name = arguments + 1; *name != NULL; name++) {
        rest += strspn(rest, " \t");
        size_t word = name[1] == NULL ? strlen(rest) : strcspn(rest, " \t");
        variable_set(*name, memory_copy(rest, word));
        rest += word;
    }
    return got == 1 ? 0 : 1;
}

static int builtin_umask(char **arguments) {
    if (arguments[1] != NULL) {
        umask((mode_t)strtol(arguments[1], NULL, 8));
        return 0;
    }
    mode_t mask = umask(0);
    umask(mask);
    printf("%04o\n", mask);
    return 0;
}

static const struct {
    const char *name;
    builtin *function;
} table[] = {
    {".", builtin_source},     {":", builtin_true},       {"[", builtin_test},
    {"bg", builtin_bg},        {"break", builtin_break},  {"cd", builtin_cd},
    {"continue", builtin_continue}, {"exec", builtin_exec}, {"exit", builtin_exit},
    {"export", builtin_export}, {"false", builtin_false}, {"fg", builtin_fg},
    {"jobs", builtin_jobs},    {"kill", builtin_kill},    {"pwd", builtin_pwd},
    {"read", builtin_read},    {"shift", builtin_shift},  {"test", builtin_test},
    {"true", builtin_true},    {"umask", builtin_umask},  {"unset", builtin_unset},
    {"wait", builtin_wait},
};

builtin *find_builtin(const char *name) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return table[i].function;
        }
    }
    return NULL;
}
