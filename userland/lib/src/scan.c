/* The scanf family: integers, floating point, words, characters and sets. */

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stream.h"

enum { NUMBER = 512 };

/* Where the text comes from: a stream, or a string whose rest is `text`. */
struct source {
    FILE *stream;
    const char *text;
    int consumed;
};

struct directive {
    bool skip; /* Nothing is stored. */
    int width;
    int size; /* 'H', 'h', 'l' or 0 as in printf */
    char type;
};

static int peek(struct source *source) {
    if (source->stream == NULL) {
        return *source->text == '\0' ? EOF : (unsigned char)*source->text;
    }
    int c = fgetc(source->stream);
    ungetc(c, source->stream);
    return c;
}

/* Takes the character that peek shows. */
static int next(struct source *source) {
    int c = peek(source);
    if (c != EOF) {
        source->consumed++;
        if (source->stream != NULL) {
            fgetc(source->stream);
        } else {
            source->text++;
        }
    }
    return c;
}

static void skip_space(struct source *source) {
    while (isspace(peek(source))) {
        next(source);
    }
}

static bool in_number(int c, char type) {
    if (c == EOF) {
        return false;
    }
    if (strchr("feg", type) != NULL) {
        return isalnum(c) || strchr("+-.", c) != NULL;
    }
    return (type == 'x' || type == 'i' || type == 'p' ? isxdigit(c) || (c | 0x20) == 'x'
                                                      : isdigit(c));
}

/* Collects the characters of a number, as many as can belong to it. */
static void read_number(struct source *source, const struct directive *directive, char *number) {
    int limit = directive->width > 0 && directive->width < NUMBER ? directive->width : NUMBER - 1;
    int length = 0;
    int c = peek(source);
    if (c == '-' || c == '+') {
        number[length++] = (char)next(source);
    }
    while (length < limit && in_number(peek(source), directive->type)) {
        number[length++] = (char)next(source);
    }
    number[length] = '\0';
}

/* Stores by the width that the conversion names. */
static void store_integer(void *target, int size, uint64_t value) {
    switch (size) {
    case 'H':
        *(uint8_t *)target = (uint8_t)value;
        break;
    case 'h':
        *(uint16_t *)target = (uint16_t)value;
        break;
    case 'l':
        *(uint64_t *)target = value;
        break;
    default:
        *(uint32_t *)target = (uint32_t)value;
    }
}

static int base_of(char type) {
    return type == 'i' ? 0 : type == 'o' ? 8 : type == 'x' || type == 'p' ? 16 : 10;
}

/* Numbers are converted by the functions of stdlib.h; false if the text is none. */
static bool convert_number(struct source *source, const struct directive *directive,
                           void *target) {
    char number[NUMBER];
    char *end;
    bool floating = strchr("feg", directive->type) != NULL;
    read_number(source, directive, number);
    double real = floating ? strtod(number, &end) : 0;
    uint64_t integer = floating ? 0 : (uint64_t)strtol(number, &end, base_of(directive->type));
    if (end == number) {
        return false;
    }
    if (target != NULL && floating && directive->size == 'l') {
        *(double *)target = real;
    } else if (target != NULL && floating) {
        *(float *)target = (float)real;
    } else if (target != NULL) {
        store_integer(target, directive->type == 'p' ? 'l' : directive->size, integer);
    }
    return true;
}

/* Reads characters while they are in `set` (or, negated, while they are not). */
static bool convert_text(struct source *source, const struct directive *directive,
                         const bool set[256], char *target) {
    int limit = directive->width > 0 ? directive->width : directive->type == 'c' ? 1 : INT32_MAX;
    int length = 0;
    for (int c; length < limit && (c = peek(source)) != EOF && set[c]; length++) {
        if (target != NULL) {
            target[length] = (char)c;
        }
        next(source);
    }
    if (target != NULL && directive->type != 'c') {
        target[length] = '\0';
    }
    return directive->type == 'c' ? length == limit : length > 0;
}

/* Reads a set after its bracket, as in [a-z] and [^,]; returns what follows it. */
static const char *read_set(const char *at, bool set[256]) {
    bool negated = *at == '^';
    at += negated;
    memset(set, negated, 256);
    for (const char *first = at; *at != '\0' && (*at != ']' || at == first); at++) {
        unsigned char from = (unsigned char)*at, to = from;
        if (at[1] == '-' && at[2] != ']' && at[2] != '\0') {
            to = (unsigned char)at[2];
            at += 2;
        }
        for (int c = from; c <= to; c++) {
            set[c] = !negated;
        }
    }
    return *at == ']' ? at + 1 : at;
}

static void word_set(bool set[256], bool spaces) {
    for (int c = 0; c < 256; c++) {
        set[c] = spaces || !isspace(c);
    }
}

/* Reads what follows a percent sign; returns what is behind the type. */
static const char *read_directive(const char *at, struct directive *directive) {
    *directive = (struct directive){.skip = *at == '*'};
    at += directive->skip;
    for (; isdigit((unsigned char)*at); at++) {
        directive->width = directive->width * 10 + *at - '0';
    }
    for (; *at != '\0' && strchr("hlqjzt", *at) != NULL; at++) {
        directive->size = *at != 'h' ? 'l' : directive->size == 'h' ? 'H' : 'h';
    }
    directive->type = (char)(*at == 'X' || *at == 'E' || *at == 'G' ? tolower(*at) : *at);
    return *at == '\0' ? at : at + 1;
}

/* One conversion. `*format` is behind its type on entry, and behind a set's bracket on return. */
static bool convert(struct source *source, const char **format, struct directive *directive,
                    void *target) {
    bool set[256];
    switch (directive->type) {
    case '[':
        *format = read_set(*format, set);
        return convert_text(source, directive, set, target);
    case 'c':
        word_set(set, true);
        return convert_text(source, directive, set, target);
    case 's':
        word_set(set, false);
        return convert_text(source, directive, set, target);
    default:
        return convert_number(source, directive, target);
    }
}

/* Matches one character of the format that is no conversion. */
static bool match(struct source *source, char expected) {
    if (isspace((unsigned char)expected)) {
        skip_space(source);
        return true;
    }
    if (peek(source) != (unsigned char)expected) {
        return false;
    }
    next(source);
    return true;
}

/*
 * Follows the format until something does not match. EOF if the input ends before the first
 * conversion.
 */
static int scan(struct source *source, const char *format, va_list arguments) {
    int stored = 0;
    while (*format != '\0') {
        if (*format != '%' || format[1] == '%') {
            format += *format == '%';
            if (!match(source, *format++)) {
                return stored == 0 && peek(source) == EOF ? EOF : stored;
            }
            continue;
        }
        struct directive directive;
        format = read_directive(format + 1, &directive);
        if (directive.type == 'n') {
            *va_arg(arguments, int *) = source->consumed;
            continue;
        }
        if (strchr("c[", directive.type) == NULL) {
            skip_space(source);
        }
        bool ended = peek(source) == EOF;
        void *target = directive.skip ? NULL : va_arg(arguments, void *);
        if (ended || !convert(source, &format, &directive, target)) {
            return ended && stored == 0 ? EOF : stored;
        }
        stored += target != NULL;
    }
    return stored;
}

static int scan_stream(FILE *stream, const char *format, va_list arguments) {
    HOLDING_STREAM(stream);
    struct source source = {.stream = stream};
    return scan(&source, format, arguments);
}

int scanf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int stored = scan_stream(stdin, format, arguments);
    va_end(arguments);
    return stored;
}

int fscanf(FILE *stream, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int stored = scan_stream(stream, format, arguments);
    va_end(arguments);
    return stored;
}

int sscanf(const char *text, const char *format, ...) {
    struct source source = {.text = text};
    va_list arguments;
    va_start(arguments, format);
    int stored = scan(&source, format, arguments);
    va_end(arguments);
    return stored;
}
