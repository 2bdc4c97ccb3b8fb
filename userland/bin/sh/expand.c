/*
 * Expansion: parameters, command substitution, field splitting, pathnames, quote removal.
 *
 * A field under construction is kept as a pattern: a character that stands for itself and not for
 * a wildcard has a backslash before it. So quoting survives until pathnames have been expanded.
 */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sh.h"

struct field {
    char *text;
    size_t length;
    size_t room;
    bool started; /* There is a field, though perhaps an empty one. */
};

struct expansion {
    struct words *fields; /* NULL: one field only, no splitting */
    struct field field;
};

static const char *expand_dollar(struct expansion *expansion, const char *at, bool quoted);

/* Adds a character of the pattern to the field. */
static void append(struct expansion *expansion, char c) {
    struct field *field = &expansion->field;
    if (field->length + 2 > field->room) {
        size_t room = field->room == 0 ? 32 : field->room * 2;
        char *larger = memory_get(room);
        memcpy(larger, field->text != NULL ? field->text : "", field->length);
        field->text = larger;
        field->room = room;
    }
    field->text[field->length++] = c;
    field->text[field->length] = '\0';
    field->started = true;
}

static void append_literal(struct expansion *expansion, char c) {
    if (strchr("*?[]\\", c) != NULL) {
        append(expansion, '\\');
    }
    append(expansion, c);
}

/* Ends the field: as the paths that it matches, or as itself. */
static void finish(struct expansion *expansion) {
    struct field *field = &expansion->field;
    if (field->started && expansion->fields != NULL) {
        const char *pattern = field->text != NULL ? field->text : "";
        if (!has_wildcards(pattern) || !glob_add(expansion->fields, pattern)) {
            words_add(expansion->fields, unescaped(pattern));
        }
        *field = (struct field){NULL, 0, 0, false};
    }
}

/* Adds what an expansion gave. Outside quotes, space in it ends a field. */
static void append_value(struct expansion *expansion, const char *value, bool quoted) {
    expansion->field.started |= quoted;
    for (; *value != '\0'; value++) {
        if (quoted || expansion->fields == NULL) {
            append_literal(expansion, *value);
        } else if (isspace((unsigned char)*value)) {
            finish(expansion);
        } else {
            append(expansion, *value);
        }
    }
}

static void append_number(struct expansion *expansion, long number) {
    char text[24];
    snprintf(text, sizeof text, "%ld", number);
    append_value(expansion, text, true);
}

static int count_positional(void) {
    int count = 0;
    while (shell.positional[count] != NULL) {
        count++;
    }
    return count;
}

/* $* and $@; the latter in quotes gives one field for each. */
static void append_positional(struct expansion *expansion, bool separate, bool quoted) {
    for (char **value = shell.positional; *value != NULL; value++) {
        if (value != shell.positional) {
            if (separate || !quoted) {
                finish(expansion);
            } else {
                append(expansion, ' ');
            }
        }
        append_value(expansion, *value, quoted);
    }
}

/* Adds the value of $name, of $1 and its kin, or of one of the special parameters. */
static void append_parameter(struct expansion *expansion, const char *name, bool quoted) {
    switch (*name) {
    case '?':
        append_number(expansion, shell.status);
        return;
    case '$':
        append_number(expansion, getpid());
        return;
    case '!':
        append_number(expansion, shell.background);
        return;
    case '#':
        append_number(expansion, count_positional());
        return;
    case '@':
    case '*':
        append_positional(expansion, *name == '@', quoted);
        return;
    default:
        break;
    }
    const char *value = variable(name);
    if (isdigit((unsigned char)*name)) {
        int index = atoi(name);
        value = index == 0 ? shell.name
                : index <= count_positional() ? shell.positional[index - 1] : NULL;
    }
    append_value(expansion, value != NULL ? value : "", quoted);
}

/* Runs a command in a subshell and returns its output without the newlines at its end. */
static char *output_of(const char *text) {
    int ends[2];
    pipe(ends);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        struct command *command;
        jobs_leave();
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        exit(parse(text, &command) == PARSED && command != NULL ? execute(command) : 2);
    }
    close(ends[1]);
    size_t length = 0, room = 4096;
    char *output = memory_get(room + 1);
    for (ssize_t got; (got = read(ends[0], output + length, room - length)) > 0;) {
        length += (size_t)got;
        if (length == room) {
            char *larger = memory_get(2 * room + 1);
            memcpy(larger, output, length);
            output = larger;
            room *= 2;
        }
    }
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    shell.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    while (length > 0 && output[length - 1] == '\n') {
        length--;
    }
    output[length] = '\0';
    return output;
}

static const char *closing_parenthesis(const char *at) {
    for (int depth = 1; *at != '\0'; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0) {
            break;
        }
    }
    return at;
}

/* ${name}, ${name:-word} */
static const char *expand_braces(struct expansion *expansion, const char *at, bool quoted) {
    const char *close = strchrnul(at, '}');
    size_t length = strcspn(at, ":}");
    char *name = memory_copy(at, length);
    const char *value = variable(name);
    if (at[length] == ':' && at[length + 1] == '-' && (value == NULL || *value == '\0')) {
        const char *word = at + length + 2;
        append_value(expansion, expand_single(memory_copy(word, (size_t)(close - word))), quoted);
    } else {
        append_parameter(expansion, name, quoted);
    }
    return *close == '}' ? close + 1 : close;
}

/*
 * Expands what is behind a dollar; a dollar before nothing that it could mean is itself. Returns
 * what is behind the expansion.
 */
static const char *expand_dollar(struct expansion *expansion, const char *at, bool quoted) {
    if (*at == '(') {
        const char *close = closing_parenthesis(at + 1);
        char *text = memory_copy(at + 1, (size_t)(close - at - 1));
        append_value(expansion, output_of(text), quoted);
        return *close == ')' ? close + 1 : close;
    }
    if (*at == '{') {
        return expand_braces(expansion, at + 1, quoted);
    }
    size_t length = strchr("?$!#@*0123456789", *at) != NULL && *at != '\0' ? 1 : 0;
    while (length == 0 || !strchr("?$!#@*0123456789", *at)) {
        if (!is_name(at, length + 1)) {
            break;
        }
        length++;
    }
    if (length == 0) {
        append(expansion, '$');
        return at;
    }
    append_parameter(expansion, memory_copy(at, length), quoted);
    return at + length;
}

/* The part between double quotes; returns what is behind them. */
static const char *expand_quoted(struct expansion *expansion, const char *at) {
    expansion->field.started |= strncmp(at, "$@\"", 3) != 0;
    while (*at != '"' && *at != '\0') {
        if (*at == '$') {
            at = expand_dollar(expansion, at + 1, true);
        } else if (*at == '\\' && at[1] != '\0' && strchr("$`\"\\\n", at[1]) != NULL) {
            append_literal(expansion, at[1]);
            at += 2;
        } else {
            append_literal(expansion, *at++);
        }
    }
    return *at == '"' ? at + 1 : at;
}

static const char *expand_verbatim(struct expansion *expansion, const char *at) {
    expansion->field.started = true;
    for (; *at != '\'' && *at != '\0'; at++) {
        append_literal(expansion, *at);
    }
    return *at == '\'' ? at + 1 : at;
}

/* Expands a whole word to fields: the parts between quotes, dollars, and the rest. */
static void expand_word(struct expansion *expansion, const char *at) {
    const char *home = variable("HOME");
    if (*at == '~' && (at[1] == '\0' || at[1] == '/') && home != NULL) {
        append_value(expansion, home, true);
        at++;
    }
    while (*at != '\0') {
        char c = *at++;
        if (c == '\'') {
            at = expand_verbatim(expansion, at);
        } else if (c == '"') {
            at = expand_quoted(expansion, at);
        } else if (c == '$') {
            at = expand_dollar(expansion, at, false);
        } else if (c == '\\' && *at == '\n') {
            at++; /* A line that goes on. */
        } else if (c == '\\' && *at != '\0') {
            append_literal(expansion, *at++);
        } else {
            append(expansion, c);
        }
    }
    finish(expansion);
}

bool is_assignment(const char *word) {
    size_t length = strcspn(word, "=");
    return word[length] == '=' && is_name(word, length);
}

struct words expand(const struct words *words) {
    struct words fields = {NULL, 0, 0};
    for (int i = 0; i < words->count; i++) {
        struct expansion expansion = {&fields, {NULL, 0, 0, false}};
        expand_word(&expansion, words->item[i]);
    }
    return fields;
}

char *expand_single(const char *word) {
    struct expansion expansion = {NULL, {NULL, 0, 0, false}};
    expand_word(&expansion, word);
    return unescaped(expansion.field.text != NULL ? expansion.field.text : "");
}
