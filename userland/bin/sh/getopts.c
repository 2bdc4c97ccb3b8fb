/*
 * getopts OPTIONS NAME [ARGUMENT...]: the next option of the arguments, or of $1 and so on, into
 * NAME and its argument into OPTARG. OPTIND is the number of the next argument to look at.
 */

#include <stdlib.h>
#include <string.h>

#include "sh.h"

static int letters_seen; /* of the argument that OPTIND names */

/* Sets the results; a status of 1 says that there are no more options. */
static int found(const char *name, char letter, const char *argument) {
    variable_set(name, (char[]){letter, '\0'});
    if (argument != NULL) {
        variable_set("OPTARG", argument);
    } else {
        variable_unset("OPTARG");
    }
    return 0;
}

/* An option that is not known (why is "not an option") or has no argument. */
static int wrong(const char *options, const char *name, char letter, const char *why) {
    char text[] = {letter, '\0'};
    bool silent = *options == ':';
    if (!silent) {
        complain(1, (char[]){'-', letter, '\0'}, why);
    }
    bool missing = strcmp(why, "not an option") != 0;
    return found(name, silent && missing ? ':' : '?', silent ? text : NULL);
}

/* The argument that OPTIND names; NULL behind the last. */
static char **current(char **argument, int number) {
    while (--number > 0 && *argument != NULL) {
        argument++;
    }
    return argument;
}

/* Takes the next letter of an argument, which may have more or a value behind it. */
static int take(const char *options, const char *name, char **argument, int number) {
    letters_seen = letters_seen < (int)strlen(*argument) - 1 ? letters_seen + 1 : 1;
    const char *letter = *argument + letters_seen;
    const char *known = *letter != ':' ? strchr(options, *letter) : NULL;
    bool takes = known != NULL && known[1] == ':', ends = letter[1] == '\0';
    const char *value = takes && ends ? argument[1] : takes ? letter + 1 : NULL;
    if (ends || takes) {
        letters_seen = 0;
        number += takes && ends && value != NULL ? 2 : 1;
    }
    variable_set("OPTIND", memory_number(number));
    return known == NULL            ? wrong(options, name, *letter, "not an option")
           : takes && value == NULL ? wrong(options, name, *letter, "no argument")
                                    : found(name, *letter, value);
}

int builtin_getopts(char **arguments) {
    const char *options = arguments[1], *name = options != NULL ? arguments[2] : NULL;
    if (name == NULL || !is_name(name, strlen(name))) {
        return complain(2, "getopts", "usage: getopts OPTIONS NAME [ARGUMENT...]");
    }
    const char *index = variable("OPTIND");
    int number = index != NULL && atoi(index) > 0 ? atoi(index) : 1;
    char **argument = current(arguments[3] != NULL ? arguments + 3 : shell.positional, number);
    bool dashes = *argument != NULL && strcmp(*argument, "--") == 0;
    if (*argument != NULL && !dashes && (*argument)[0] == '-' && (*argument)[1] != '\0') {
        return take(options, name, argument, number);
    }
    letters_seen = 0;
    variable_set("OPTIND", memory_number(number + dashes));
    found(name, '?', NULL);
    return 1;
}
