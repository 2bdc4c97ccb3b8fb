/* read: a line of standard input, split into variables. */

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

/* A line, in which what a backslash quoted still has one before it. */
struct line {
    char *text;
    size_t length;
    size_t room;
};

static void append(struct line *line, char c) {
    if (line->length + 2 > line->room) {
        line->room = line->room == 0 ? 256 : 2 * line->room;
        char *larger = memory_get(line->room);
        memcpy(larger, line->text != NULL ? line->text : "", line->length);
        line->text = larger;
    }
    line->text[line->length++] = c;
}

/* Byte by byte: what follows the line is for whoever reads next. */
static bool next(char *c) {
    ssize_t got;
    while ((got = read(STDIN_FILENO, c, 1)) < 0 && errno == EINTR && !shell.interrupted) {
        traps_run();
    }
    return got == 1;
}

/* Reads up to a newline, which a backslash before it does not end unless it is raw. */
static bool read_line(struct line *line, bool raw) {
    char c;
    while (next(&c)) {
        if (c == '\n') {
            return true;
        }
        bool escape = c == '\\' && !raw;
        if (escape && !next(&c)) {
            return false;
        }
        if (escape && c == '\n') {
            continue;
        }
        if (escape || c == '\\') {
            append(line, '\\');
        }
        append(line, c);
    }
    return false;
}

static bool separates(const char *separators, char c) {
    return c != '\0' && strchr(separators, c) != NULL;
}

static bool is_space(const char *separators, char c) {
    return separates(separators, c) && isspace((unsigned char)c);
}

static const char *skip_space(const char *separators, const char *at) {
    while (is_space(separators, *at)) {
        at++;
    }
    return at;
}

/* Cuts a field off; the space around its separator belongs to that. */
static char *cut(const char **rest, const char *separators) {
    const char *start = *rest, *at = start;
    while (*at != '\0' && !separates(separators, *at)) {
        at += *at == '\\' && at[1] != '\0' ? 2 : 1;
    }
    char *field = memory_copy(start, (size_t)(at - start));
    at = skip_space(separators, at);
    if (separates(separators, *at)) {
        at = skip_space(separators, at + 1);
    }
    *rest = at;
    return unescaped(field);
}

/* All that is left, without the space at its end. */
static char *cut_all(const char *rest, const char *separators) {
    size_t end = 0;
    for (size_t i = 0; rest[i] != '\0'; i++) {
        bool escape = rest[i] == '\\' && rest[i + 1] != '\0';
        i += escape;
        end = escape || !is_space(separators, rest[i]) ? i + 1 : end;
    }
    return unescaped(memory_copy(rest, end));
}

/* read [-r] NAME... */
int builtin_read(char **arguments) {
    char **name = arguments + 1;
    bool raw = *name != NULL && strcmp(*name, "-r") == 0;
    const char *separators = variable("IFS");
    separators = separators != NULL ? separators : " \t\n";
    struct line line = {NULL, 0, 0};
    bool whole = read_line(&line, raw);
    append(&line, '\0');
    const char *rest = skip_space(separators, line.text);
    for (name += raw; *name != NULL; name++) {
        if (!is_name(*name, strlen(*name))) {
            return complain(2, *name, "not a name");
        }
        bool last = name[1] == NULL;
        variable_set(*name, last ? cut_all(rest, separators) : cut(&rest, separators));
    }
    return whole ? 0 : 1;
}
