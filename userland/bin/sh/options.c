/* What `set` changes: options, and the positional parameters. */

#include <stdio.h>
#include <string.h>

#include "sh.h"

static const struct {
    char letter;
    const char *name;
    bool *on;
} options[] = {
    {'e', "errexit", &shell.exit_on_error},
    {'f', "noglob", &shell.no_wildcards},
    {'u', "nounset", &shell.no_unset},
    {'x', "xtrace", &shell.traced},
};

enum { OPTIONS = sizeof options / sizeof *options };

bool options_are(const char *argument) {
    return (argument[0] == '-' || argument[0] == '+') && argument[1] != '\0';
}

char options_set(const char *letters) {
    for (const char *letter = letters + 1; *letter != '\0'; letter++) {
        int found = 0;
        while (found < OPTIONS && options[found].letter != *letter) {
            found++;
        }
        if (found == OPTIONS) {
            return *letter;
        }
        *options[found].on = *letters == '-';
    }
    return '\0';
}

char *options_letters(void) {
    char *letters = memory_get(OPTIONS + 1), *end = letters;
    for (int i = 0; i < OPTIONS; i++) {
        if (*options[i].on) {
            *end++ = options[i].letter;
        }
    }
    return letters;
}

static int set_named(const char *name, bool on) {
    for (int i = 0; i < OPTIONS; i++) {
        if (strcmp(name, options[i].name) == 0) {
            *options[i].on = on;
            return 0;
        }
    }
    return complain(2, name, "not an option of set");
}

static void list(void) {
    for (int i = 0; i < OPTIONS; i++) {
        printf("%-10s %s\n", options[i].name, *options[i].on ? "on" : "off");
    }
}

/* set [-efux] [+efux] [-o NAME] [+o NAME] [--] [VALUE...]; alone it lists the variables. */
int builtin_set(char **arguments) {
    char **argument = arguments + 1;
    if (*argument == NULL) {
        variables_list();
        return 0;
    }
    for (; *argument != NULL && options_are(*argument); argument++) {
        if (strcmp(*argument, "--") == 0) {
            positional_set(argument + 1);
            return 0;
        }
        bool on = **argument == '-';
        if (strcmp(*argument + 1, "o") == 0) {
            if (argument[1] == NULL) {
                list();
            } else if (set_named(*++argument, on) != 0) {
                return 2;
            }
        } else if (options_set(*argument) != '\0') {
            return complain(2, *argument, "not an option of set");
        }
    }
    if (*argument != NULL) {
        positional_set(argument);
    }
    return 0;
}
