/*
 * Parameters: $name, and in braces
 *
 *     ${#name}                                its length
 *     ${name-word} ${name=word} ${name?word}  word if name is not set: as value, set, or an error
 *     ${name+word}                            word if name is set
 *     ${name:-word} and so on                 the same, but empty counts as not set
 *     ${name#pattern} ${name##pattern}        without the shortest, longest start that matches
 *     ${name%pattern} ${name%%pattern}        without the end
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

static int count_positional(void) {
    int count = 0;
    while (shell.positional[count] != NULL) {
        count++;
    }
    return count;
}

/* All positional parameters with a space between; NULL if there are none. */
static const char *joined(void) {
    char *all = NULL;
    for (char **value = shell.positional; *value != NULL; value++) {
        char *longer = memory_get((all != NULL ? strlen(all) : 0) + strlen(*value) + 2);
        strcpy(stpcpy(stpcpy(longer, all != NULL ? all : ""), all != NULL ? " " : ""), *value);
        all = longer;
    }
    return all;
}

/* The value of a parameter; NULL if it is not set. */
static const char *value_of(const char *name) {
    switch (*name) {
    case '?':
        return memory_number(shell.status);
    case '$':
        return memory_number(shell.pid);
    case '!':
        return shell.background != 0 ? memory_number(shell.background) : NULL;
    case '#':
        return memory_number(count_positional());
    case '-':
        return options_letters();
    case '@':
    case '*':
        return joined();
    default:
        break;
    }
    if (!isdigit((unsigned char)*name)) {
        return variable(name);
    }
    long index = atol(name);
    return index == 0 ? shell.name
           : index <= count_positional() ? shell.positional[index - 1] : NULL;
}

/* The same, where `set -u` makes one that is not set an error. */
static const char *checked_value_of(const char *name) {
    const char *value = value_of(name);
    if (value == NULL && shell.no_unset && *name != '@' && *name != '*') {
        give_up(2, name, "not set");
    }
    return value != NULL ? value : "";
}

void append_parameter(struct expansion *expansion, const char *name, bool quoted) {
    if (*name == '@' || *name == '*') {
        append_positional(expansion, *name == '@', quoted);
    } else {
        append_value(expansion, checked_value_of(name), quoted);
    }
}

/* The value without what a pattern matches at its start (#) or end (%). */
static const char *trimmed(const char *value, const char *operator) {
    bool start = *operator == '#', longest = operator[1] == *operator;
    const char *pattern = expand_pattern(operator + 1 + longest);
    size_t length = strlen(value);
    for (size_t i = 0; i <= length; i++) {
        size_t size = longest ? length - i : i;
        const char *part = start ? memory_copy(value, size) : value + length - size;
        if (matches(pattern, part)) {
            return start ? value + size : memory_copy(value, length - size);
        }
    }
    return value;
}

/* ${name=word}: only variables can be set so. */
static void set_default(const char *name, const char *word) {
    if (is_name(name, strlen(name))) {
        variable_set(name, expand_single(word));
    } else {
        give_up(2, name, "cannot be set");
    }
}

static void tell_missing(const char *name, const char *word) {
    const char *text = expand_single(word);
    give_up(2, name, *text != '\0' ? text : "not set");
}

/* ${name OPERATOR word} */
static void append_conditional(struct expansion *expansion, const char *name, const char *operator,
                               bool quoted) {
    bool colon = *operator == ':';
    const char *word = operator + colon + 1;
    const char *value = value_of(name);
    bool present = value != NULL && !(colon && *value == '\0');
    switch (operator[colon]) {
    case '-':
    case '+':
        if (present == (operator[colon] == '+')) {
            append_default(expansion, word, quoted);
            return;
        }
        break;
    case '=':
        if (!present) {
            set_default(name, word);
        }
        break;
    default:
        if (!present) {
            tell_missing(name, word);
        }
    }
    if (operator[colon] != '+') {
        append_parameter(expansion, name, quoted);
    }
}

/* What is between the braces of "${...}". */
void append_braces(struct expansion *expansion, char *inside, bool quoted) {
    size_t length = parameter_length(inside), rest = *inside != '\0' ? strlen(inside + 1) : 0;
    char *name = memory_copy(inside, length);
    const char *operator = inside + length;
    if (*inside == '#' && rest > 0 && parameter_length(inside + 1) == rest) {
        append_value(expansion, memory_number((long)strlen(checked_value_of(inside + 1))), quoted);
    } else if (length > 0 && *operator == '\0') {
        append_parameter(expansion, name, quoted);
    } else if (length > 0 && (*operator == '#' || *operator == '%')) {
        append_value(expansion, trimmed(checked_value_of(name), operator), quoted);
    } else if (length > 0 && strspn(operator + (*operator == ':'), "-=?+") > 0) {
        append_conditional(expansion, name, operator, quoted);
    } else {
        give_up(2, inside, "not an expansion");
    }
}
