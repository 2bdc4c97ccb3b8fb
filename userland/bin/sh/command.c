/* command and type: what a name means to the shell. */

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sh.h"

static bool is_program(const char *path) {
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* The path of a program; NULL if there is none. */
char *find_in_path(const char *name) {
    if (strchr(name, '/') != NULL) {
        return is_program(name) ? memory_copy(name, strlen(name)) : NULL;
    }
    const char *path = variable("PATH");
    for (path = path != NULL ? path : ""; *path != '\0'; path += *path == ':') {
        size_t length = strcspn(path, ":");
        char *found = memory_get(length + strlen(name) + 3);
        sprintf(found, "%.*s/%s", length > 0 ? (int)length : 1, length > 0 ? path : ".", name);
        if (is_program(found)) {
            return found;
        }
        path += length;
    }
    return NULL;
}

static bool is_keyword(const char *name) {
    static const char *const keywords[] = {"!",    "case", "do",   "done", "elif",  "else",
                                           "esac", "fi",   "for",  "if",   "in",    "then",
                                           "time", "until", "while", "{",  "}"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (strcmp(keywords[i], name) == 0) {
            return true;
        }
    }
    return false;
}

/* Tells in words, or by what would be run. */
static int tell(const char *name, bool words) {
    const struct builtin *builtin = find_builtin(name);
    const char *path = NULL, *what = NULL;
    if (is_keyword(name)) {
        what = "is a shell keyword";
    } else if (builtin != NULL && builtin->special) {
        what = "is a special shell builtin";
    } else if (function_find(name) != NULL) {
        what = "is a shell function";
    } else if (builtin != NULL) {
        what = "is a shell builtin";
    } else if ((path = find_in_path(name)) == NULL) {
        return words ? complain(127, name, "not found") : 127;
    }
    if (!words) {
        puts(path != NULL ? path : name);
    } else {
        printf("%s %s%s\n", name, path != NULL ? "is " : what, path != NULL ? path : "");
    }
    return 0;
}

/* type NAME... */
int builtin_type(char **arguments) {
    int status = 0;
    for (char **name = arguments + 1; *name != NULL; name++) {
        int result = tell(*name, true);
        status = result != 0 ? result : status;
    }
    return status;
}

/* command -v NAME or -V NAME; `command NAME ARGUMENT...` is execute.c's. */
int builtin_command(char **arguments) {
    const char *option = arguments[1];
    if (option == NULL) {
        return 0;
    }
    if (strcmp(option, "-v") != 0 && strcmp(option, "-V") != 0) {
        return complain(2, option, "not an option of command");
    }
    return arguments[2] == NULL ? 0 : tell(arguments[2], option[1] == 'V');
}
