/*
 * printf FORMAT [ARGUMENT...]: %d %i %u %o %x %X %c %s %b %e %f %g %%, with flags, width and
 * precision. The format is used again as long as arguments are left; missing ones are empty or 0.
 */

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sh.h"

struct output {
    char **argument; /* the next one */
    int status;
    bool stopped; /* by \c in a %b */
};

static const char *next(struct output *output) {
    return *output->argument != NULL ? *output->argument++ : "";
}

/* Writes the character of the escape behind a backslash; returns what is behind it. */
static const char *escape(const char *at) {
    static const char letters[] = "abfnrtv\\\"'", meanings[] = "\a\b\f\n\r\t\v\\\"'";
    const char *letter = *at != '\0' ? strchr(letters, *at) : NULL;
    if (letter != NULL) {
        putchar(meanings[letter - letters]);
        return at + 1;
    }
    if (*at >= '0' && *at <= '7') {
        int value = 0;
        for (int digits = 0; digits < 3 && *at >= '0' && *at <= '7'; digits++) {
            value = value * 8 + (*at++ - '0');
        }
        putchar(value & 0xff);
        return at;
    }
    putchar('\\');
    return at;
}

/* %b: a text with escapes, of which \0nnn is octal and \c ends all output. */
static void put_escaped(struct output *output, const char *at) {
    while (*at != '\0' && !output->stopped) {
        if (*at != '\\') {
            putchar(*at++);
        } else if (at[1] == 'c') {
            output->stopped = true;
        } else {
            at = escape(at + (at[1] == '0' && isdigit((unsigned char)at[2]) ? 2 : 1));
        }
    }
}

/* A number; of a text that begins with a quote the code of the character behind it. */
static long long number(struct output *output, bool is_unsigned) {
    const char *text = next(output);
    char *end;
    if (*text == '\'' || *text == '"') {
        return (unsigned char)text[1];
    }
    errno = 0;
    long long value =
        is_unsigned ? (long long)strtoull(text, &end, 0) : strtoll(text, &end, 0);
    if (*end != '\0' || errno != 0) {
        output->status = complain(1, text, errno != 0 ? strerror(errno) : "not a number");
    }
    return value;
}

/* Writes one conversion; `format` is it whole, with its letter last. */
static void convert(struct output *output, char *format, char letter) {
    char *end = format + strlen(format) - 1;
    const char *text;
    switch (letter) {
    case 's':
        printf(format, next(output));
        break;
    case 'b':
        put_escaped(output, next(output));
        break;
    case 'c':
        text = next(output);
        if (*text != '\0') {
            printf(format, *text);
        }
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
        printf(format, strtod(next(output), NULL));
        break;
    default:
        strcpy(end, (char[]){'l', 'l', letter, '\0'});
        printf(format, number(output, strchr("ouxX", letter) != NULL));
    }
}

/* One conversion that starts behind a percent sign; returns what is behind it. */
static const char *put_conversion(struct output *output, const char *at) {
    char format[80] = "%";
    char *end = format + 1;
    for (; *at != '\0' && strchr("-+ #0123456789.*", *at) != NULL; at++) {
        if (end > format + 40) {
            break;
        }
        end += *at == '*' ? sprintf(end, "%d", (int)number(output, false)) : (*end = *at, 1);
    }
    if (*at == '%') {
        putchar('%');
    } else if (*at == '\0' || strchr("diouxXcsbeEfgG", *at) == NULL) {
        output->status = complain(1, "printf", "not a conversion");
        output->stopped = true;
        return at;
    } else {
        *end++ = *at;
        *end = '\0';
        convert(output, format, *at);
    }
    return at + 1;
}

static void put_format(struct output *output, const char *at) {
    while (*at != '\0' && !output->stopped) {
        if (*at == '%') {
            at = put_conversion(output, at + 1);
        } else if (*at == '\\') {
            at = escape(at + 1);
        } else {
            putchar(*at++);
        }
    }
}

int builtin_printf(char **arguments) {
    arguments += arguments[1] != NULL && strcmp(arguments[1], "--") == 0;
    if (arguments[1] == NULL) {
        return complain(2, "printf", "no format");
    }
    struct output output = {.argument = arguments + 2};
    char **before;
    do {
        before = output.argument;
        put_format(&output, arguments[1]);
    } while (*output.argument != NULL && output.argument != before && !output.stopped);
    return output.status;
}
