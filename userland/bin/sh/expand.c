/*
 * Expansion: parameters, command substitution, arithmetic, field splitting, pathnames, quote
 * removal.
 *
 * A field under construction is kept as a pattern: a character that stands for itself and not for
 * a wildcard has a backslash before it. So quoting survives until pathnames have been expanded.
 */

#include <ctype.h>
#include <errno.h>
#include <signal.h>
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
    bool after_space; /* Space has ended a field, and may be part of a longer separator. */
};

/* What has a meaning in a part of a word. */
enum style {
    BARE,     /* everything */
    DEFAULT,  /* the same, and space separates: the word of ${name:-word} */
    QUOTED,   /* what has it between double quotes */
    DOCUMENT, /* the same, but for the double quotes themselves */
};

static void expand_part(struct expansion *expansion, const char *at, enum style style);

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
    expansion->after_space = false;
}

static void append_literal(struct expansion *expansion, char c) {
    if (strchr("*?[]!^-\\", c) != NULL) {
        append(expansion, '\\');
    }
    append(expansion, c);
}

/* Ends the field: as the paths that it matches, or as itself. */
static void finish(struct expansion *expansion) {
    struct field *field = &expansion->field;
    if (field->started && expansion->fields != NULL) {
        const char *pattern = field->text != NULL ? field->text : "";
        if (shell.no_wildcards || !has_wildcards(pattern) ||
            !glob_add(expansion->fields, pattern)) {
            words_add(expansion->fields, unescaped(pattern));
        }
        *field = (struct field){NULL, 0, 0, false};
    }
}

static const char *separators(void) {
    const char *value = variable("IFS");
    return value != NULL ? value : " \t\n";
}

/* A character that separates fields: space of any length, or one other with space around it. */
static void separate(struct expansion *expansion, char c) {
    if (isspace((unsigned char)c)) {
        expansion->after_space |= expansion->field.started;
        finish(expansion);
        return;
    }
    expansion->field.started |= !expansion->after_space;
    finish(expansion);
    expansion->after_space = false;
}

void append_value(struct expansion *expansion, const char *value, bool quoted) {
    const char *separating = separators();
    expansion->field.started |= quoted;
    for (; *value != '\0'; value++) {
        if (quoted) {
            append_literal(expansion, *value);
        } else if (expansion->fields != NULL && strchr(separating, *value) != NULL) {
            separate(expansion, *value);
        } else {
            if (*value == '\\') {
                append(expansion, '\\');
            }
            append(expansion, *value);
        }
    }
}

void append_default(struct expansion *expansion, const char *word, bool quoted) {
    expand_part(expansion, word, quoted ? QUOTED : DEFAULT);
}

/* "$@" gives a field for each; "$*", and all where there are no fields, are joined. */
void append_positional(struct expansion *expansion, bool separate_fields, bool quoted) {
    const char *separating = separators();
    for (char **value = shell.positional; *value != NULL; value++) {
        if (value != shell.positional) {
            if (expansion->fields != NULL && (separate_fields || !quoted)) {
                finish(expansion);
            } else if (separate_fields) {
                append(expansion, ' ');
            } else if (*separating != '\0') {
                append_literal(expansion, *separating);
            }
        }
        append_value(expansion, *value, quoted);
    }
}

/* Reads all that a command writes; without the newlines at its end. */
static char *read_all(int fd) {
    size_t length = 0, room = 4096;
    char *output = memory_get(room + 1);
    for (;;) {
        ssize_t got = read(fd, output + length, room - length);
        if (got < 0 && errno == EINTR && !shell.interrupted) {
            continue;
        }
        if (got <= 0) {
            break;
        }
        length += (size_t)got;
        if (length == room) {
            char *larger = memory_get(2 * room + 1);
            memcpy(larger, output, length);
            output = larger;
            room *= 2;
        }
    }
    while (length > 0 && output[length - 1] == '\n') {
        length--;
    }
    output[length] = '\0';
    return output;
}

/* Runs a command in a subshell and returns its output. */
static char *output_of(const char *text) {
    int ends[2];
    fflush(stdout);
    pid_t child = pipe(ends) < 0 ? -1 : fork();
    if (child < 0) {
        give_up(2, "command substitution", "no pipe or process");
        return "";
    }
    if (child == 0) {
        jobs_leave();
        dup2(ends[1], STDOUT_FILENO);
        close(ends[0]);
        close(ends[1]);
        leave(run_text(text));
    }
    close(ends[1]);
    char *output = read_all(ends[0]);
    close(ends[0]);
    int status = SIGINT; /* if the user does not want to wait */
    while (waitpid(child, &status, 0) < 0 && errno == EINTR && !shell.interrupted) {
    }
    shell.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    shell.substitution_status = shell.status;
    return output;
}

/* `command`: a backslash quotes a backquote, a dollar or itself; in quotes, a quote too. */
static void expand_backquotes(struct expansion *expansion, const char *text, bool quoted) {
    char *command = memory_get(strlen(text) + 1), *end = command;
    for (; *text != '\0'; text++) {
        bool escape = *text == '\\' && text[1] != '\0' &&
                      strchr(quoted ? "`$\\\"" : "`$\\", text[1]) != NULL;
        text += escape;
        *end++ = *text;
    }
    append_value(expansion, output_of(command), quoted);
}

static void expand_arithmetic(struct expansion *expansion, const char *text, bool quoted) {
    struct expansion inner = {NULL, {NULL, 0, 0, false}, false};
    expand_part(&inner, text, QUOTED);
    const char *expression = unescaped(inner.field.text != NULL ? inner.field.text : "");
    append_value(expansion, memory_number(arithmetic(expression)), quoted);
}

/*
 * Expands what begins at a dollar or backquote; a dollar before nothing that it could mean is
 * itself. Returns what is behind the expansion.
 */
static const char *expand_dollar(struct expansion *expansion, const char *at, bool quoted) {
    const char *end = end_of_expansion(at, quoted);
    size_t length = (size_t)(end - at);
    if (*at == '`') {
        expand_backquotes(expansion, memory_copy(at + 1, length - 2), quoted);
    } else if (at[1] == '{') {
        append_braces(expansion, memory_copy(at + 2, length - 3), quoted);
    } else if (at[1] == '(' && at[2] == '(' && end[-2] == ')') {
        expand_arithmetic(expansion, memory_copy(at + 3, length - 5), quoted);
    } else if (at[1] == '(') {
        append_value(expansion, output_of(memory_copy(at + 2, length - 3)), quoted);
    } else if (parameter_length(at + 1) > 0) {
        length = isdigit((unsigned char)at[1]) ? 1 : parameter_length(at + 1);
        append_parameter(expansion, memory_copy(at + 1, length), quoted);
        end = at + 1 + length;
    } else {
        append(expansion, '$');
    }
    return end;
}

/* Between double quotes. "$@" without parameters is no field at all. */
static const char *expand_quoted(struct expansion *expansion, const char *at) {
    const char *end = end_of_quotes(at);
    char *part = memory_copy(at, (size_t)(end - at) - 1);
    expansion->field.started |= strcmp(part, "$@") != 0 && strcmp(part, "${@}") != 0;
    expand_part(expansion, part, QUOTED);
    return end;
}

static const char *expand_verbatim(struct expansion *expansion, const char *at) {
    expansion->field.started = true;
    for (; *at != '\'' && *at != '\0'; at++) {
        append_literal(expansion, *at);
    }
    return *at == '\'' ? at + 1 : at;
}

/* Behind a backslash: it quotes, joins lines before a newline, or stands for itself. */
static const char *expand_backslash(struct expansion *expansion, const char *at,
                                    enum style style) {
    const char *quoting = style == DOCUMENT ? "$`\\\n" : "$`\"\\\n";
    if (*at == '\0' || (style >= QUOTED && strchr(quoting, *at) == NULL)) {
        append_literal(expansion, '\\');
        return at;
    }
    if (*at != '\n') {
        append_literal(expansion, *at);
    }
    return at + 1;
}

static void expand_part(struct expansion *expansion, const char *at, enum style style) {
    bool quoted = style >= QUOTED;
    while (*at != '\0') {
        char c = *at++;
        if (c == '$' || c == '`') {
            at = expand_dollar(expansion, at - 1, quoted);
        } else if (c == '\\') {
            at = expand_backslash(expansion, at, style);
        } else if (c == '"' && !quoted) {
            at = expand_quoted(expansion, at);
        } else if (c == '\'' && !quoted) {
            at = expand_verbatim(expansion, at);
        } else if (style == DEFAULT) {
            append_value(expansion, memory_copy(&c, 1), false);
        } else if (style == BARE) {
            append(expansion, c);
        } else if (c != '"' || style == DOCUMENT) { /* "${name:-"word"}" has inner ones. */
            append_literal(expansion, c);
        }
    }
}

/* A tilde at the start of a word is HOME. */
static void expand_word(struct expansion *expansion, const char *at) {
    const char *home = variable("HOME");
    if (*at == '~' && (at[1] == '\0' || at[1] == '/') && home != NULL) {
        append_value(expansion, home, true);
        at++;
    }
    expand_part(expansion, at, BARE);
    finish(expansion);
}

bool is_assignment(const char *word) {
    size_t length = strcspn(word, "=");
    return word[length] == '=' && is_name(word, length);
}

struct words expand(const struct words *words) {
    struct words fields = {NULL, 0, 0};
    for (int i = 0; i < words->count; i++) {
        struct expansion expansion = {&fields, {NULL, 0, 0, false}, false};
        expand_word(&expansion, words->item[i]);
    }
    return fields;
}

char *expand_pattern(const char *word) {
    struct expansion expansion = {NULL, {NULL, 0, 0, false}, false};
    expand_word(&expansion, word);
    return expansion.field.text != NULL ? expansion.field.text : "";
}

char *expand_single(const char *word) { return unescaped(expand_pattern(word)); }

char *expand_document(const char *text) {
    struct expansion expansion = {NULL, {NULL, 0, 0, false}, false};
    expand_part(&expansion, text, DOCUMENT);
    return unescaped(expansion.field.text != NULL ? expansion.field.text : "");
}
