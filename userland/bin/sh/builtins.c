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
    leave(arguments[1] != NULL ? atoi(arguments[1]) & 0xff : shell.status);
}

/* From a function or a file that is read with `.`; elsewhere it ends the shell. */
static int builtin_return(char **arguments) {
    shell.returning = true;
    return arguments[1] != NULL ? atoi(arguments[1]) & 0xff : shell.status;
}

/* local NAME or NAME=VALUE: until the function ends. */
static int builtin_local(char **arguments) {
    if (shell.function_depth == 0) {
        return complain(2, "local", "not in a function");
    }
    for (char **argument = arguments + 1; *argument != NULL; argument++) {
        size_t length = strcspn(*argument, "=");
        char *name = memory_copy(*argument, length);
        if (!is_name(name, length)) {
            return complain(2, *argument, "not a name");
        }
        variable_keep(name);
        if ((*argument)[length] == '=') {
            variable_set(name, *argument + length + 1);
        }
    }
    return 0;
}

/* The arguments, joined by spaces, are commands. */
static int builtin_eval(char **arguments) {
    size_t length = 1;
    for (char **argument = arguments + 1; *argument != NULL; argument++) {
        length += strlen(*argument) + 1;
    }
    char *text = memory_get(length), *end = text;
    for (char **argument = arguments + 1; *argument != NULL; argument++) {
        end = stpcpy(stpcpy(end, *argument), " ");
    }
    return text[strspn(text, " \t\n")] == '\0' ? 0 : run_text(text);
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

/* unset [-v] NAME... or unset -f FUNCTION... */
static int builtin_unset(char **arguments) {
    char **name = arguments + 1;
    bool functions = *name != NULL && strcmp(*name, "-f") == 0;
    name += functions || (*name != NULL && strcmp(*name, "-v") == 0);
    for (; *name != NULL; name++) {
        if (functions) {
            function_unset(*name);
        } else {
            variable_unset(*name);
        }
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

/* How many loops N means: one without it, and at most all. */
static int loops_wanted(char **arguments) {
    int wanted = arguments[1] != NULL ? atoi(arguments[1]) : 1;
    return wanted < shell.loop_depth ? wanted : shell.loop_depth;
}

static int builtin_break(char **arguments) {
    shell.loop_exits = loops_wanted(arguments);
    return 0;
}

/* continue N leaves N - 1 loops and goes on with the next round of the one around them. */
static int builtin_continue(char **arguments) {
    int wanted = loops_wanted(arguments);
    shell.loop_next = wanted > 0;
    shell.loop_exits = wanted > 0 ? wanted - 1 : 0;
    return 0;
}

/* shift [N] */
static int builtin_shift(char **arguments) {
    int wanted = arguments[1] != NULL ? atoi(arguments[1]) : 1;
    for (int i = 0; i < wanted; i++) {
        if (shell.positional[i] == NULL) {
            return complain(2, "shift", "more than there are");
        }
    }
    shell.positional += wanted > 0 ? wanted : 0;
    return 0;
}

static int builtin_exec(char **arguments) {
    if (arguments[1] == NULL) {
        return 0; /* Its redirections stay: see execute.c. */
    }
    fflush(stdout);
    jobs_leave();
    execvp(arguments[1], arguments + 1);
    leave(complain(errno == ENOENT ? 127 : 126, arguments[1], strerror(errno)));
}

/* . FILE: without a slash it may also be in a folder of PATH. */
static int builtin_source(char **arguments) {
    const char *file = arguments[1];
    if (file == NULL) {
        return complain(2, ".", "no file");
    }
    const char *found = strchr(file, '/') == NULL && access(file, R_OK) < 0 ? find_in_path(file)
                                                                           : NULL;
    int status = run_file(found != NULL ? found : file);
    shell.returning = false;
    return status;
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

static const struct builtin table[] = {
    {".", builtin_source, true},
    {":", builtin_true, true},
    {"[", builtin_test, false},
    {"bg", builtin_bg, false},
    {"break", builtin_break, true},
    {"cd", builtin_cd, false},
    {"command", builtin_command, false},
    {"continue", builtin_continue, true},
    {"eval", builtin_eval, true},
    {"exec", builtin_exec, true},
    {"exit", builtin_exit, true},
    {"export", builtin_export, true},
    {"false", builtin_false, false},
    {"fg", builtin_fg, false},
    {"getopts", builtin_getopts, false},
    {"jobs", builtin_jobs, false},
    {"kill", builtin_kill, false},
    {"local", builtin_local, true},
    {"printf", builtin_printf, false},
    {"pwd", builtin_pwd, false},
    {"read", builtin_read, false},
    {"return", builtin_return, true},
    {"set", builtin_set, true},
    {"shift", builtin_shift, true},
    {"test", builtin_test, false},
    {"trap", builtin_trap, true},
    {"true", builtin_true, false},
    {"type", builtin_type, false},
    {"umask", builtin_umask, false},
    {"unset", builtin_unset, true},
    {"wait", builtin_wait, false},
};

const struct builtin *find_builtin(const char *name) {
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (strcmp(table[i].name, name) == 0) {
            return &table[i];
        }
    }
    return NULL;
}
