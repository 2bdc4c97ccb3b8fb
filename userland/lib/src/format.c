/* printf's conversions but those of floating point. */

#include "format.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { DIGITS = 64 };

static void put(struct sink *sink, const char *text, size_t size) {
    if (size > 0) {
        sink->put(sink, text, size);
        sink->written += size;
    }
}

static void pad(struct sink *sink, char with, int count) {
    for (; count > 0; count--) {
        put(sink, &with, 1);
    }
}

void __put_field(struct sink *sink, const struct conversion *conversion, const char *prefix,
                 const char *text, size_t size) {
    int padding = conversion->width - (int)(strlen(prefix) + size);
    pad(sink, ' ', conversion->left || conversion->zeros ? 0 : padding);
    put(sink, prefix, strlen(prefix));
    pad(sink, '0', conversion->zeros && !conversion->left ? padding : 0);
    put(sink, text, size);
    pad(sink, ' ', conversion->left ? padding : 0);
}

static void format_text(struct sink *sink, const struct conversion *conversion,
                        const char *text) {
    text = text != NULL ? text : "(null)";
    size_t limit = conversion->precision < 0 ? SIZE_MAX : (size_t)conversion->precision;
    __put_field(sink, conversion, "", text, strnlen(text, limit));
}

/*
 * Digits from the last to the first. A precision is a least number of digits, and switches the
 * flag 0 off.
 */
static void format_integer(struct sink *sink, struct conversion conversion, uint64_t magnitude,
                           const char *prefix) {
    bool capital = conversion.type == 'X';
    const char *symbols = capital ? "0123456789ABCDEF" : "0123456789abcdef";
    unsigned base = conversion.type == 'o' ? 8 : strchr("xXp", conversion.type) ? 16 : 10;
    char digits[DIGITS];
    char *start = digits + DIGITS;
    for (uint64_t rest = magnitude; rest != 0; rest /= base) {
        *--start = symbols[rest % base];
    }
    int least = conversion.precision < 0 ? 1 : conversion.precision;
    while (digits + DIGITS - start < least && start > digits) {
        *--start = '0';
    }
    if (conversion.alternate && base == 8 && *start != '0') {
        *--start = '0';
    }
    conversion.zeros &= conversion.precision < 0;
    __put_field(sink, &conversion, prefix, start, (size_t)(digits + DIGITS - start));
}

static void format_signed(struct sink *sink, struct conversion conversion, int64_t value) {
    char prefix[2] = {value < 0 ? '-' : conversion.sign, '\0'};
    format_integer(sink, conversion, value < 0 ? -(uint64_t)value : (uint64_t)value, prefix);
}

static void format_unsigned(struct sink *sink, struct conversion conversion, uint64_t value) {
    bool marked = conversion.type == 'p' || (conversion.alternate && value != 0);
    const char *prefix = conversion.type == 'X' ? "0X" : "0x";
    format_integer(sink, conversion, value,
                   marked && strchr("xXp", conversion.type) ? prefix : "");
}

/* A plus outweighs a space. */
static const char *read_flags(const char *at, struct conversion *conversion) {
    for (;; at++) {
        switch (*at) {
        case '-':
            conversion->left = 1;
            break;
        case '0':
            conversion->zeros = 1;
            break;
        case '#':
            conversion->alternate = 1;
            break;
        case '+':
            conversion->sign = '+';
            break;
        case ' ':
            conversion->sign = conversion->sign == '+' ? '+' : ' ';
            break;
        default:
            return at;
        }
    }
}

static const char *read_number(const char *at, int *number, va_list *arguments) {
    if (*at == '*') {
        *number = va_arg(*arguments, int);
        return at + 1;
    }
    for (*number = 0; *at >= '0' && *at <= '9'; at++) {
        *number = *number * 10 + *at - '0';
    }
    return at;
}

static const char *read_size(const char *at, char *size) {
    *size = 0;
    for (; *at != '\0' && strchr("hlqjzt", *at) != NULL; at++) {
        *size = *size == 'h' && *at == 'h' ? 'H' : *at == 'h' ? 'h' : 'l';
    }
    return at;
}

static int64_t signed_argument(char size, va_list *arguments) {
    if (size == 'l') {
        return va_arg(*arguments, long);
    }
    int value = va_arg(*arguments, int);
    return size == 'H' ? (signed char)value : size == 'h' ? (short)value : value;
}

static uint64_t unsigned_argument(char size, va_list *arguments) {
    if (size == 'l') {
        return va_arg(*arguments, unsigned long);
    }
    unsigned value = va_arg(*arguments, unsigned);
    return size == 'H' ? (unsigned char)value : size == 'h' ? (unsigned short)value : value;
}

/* Writes one argument. Floating point is in a file of its own. */
static void convert(struct sink *sink, struct conversion conversion, char size,
                    va_list *arguments) {
    char character;
    switch (conversion.type) {
    case 'd':
    case 'i':
        format_signed(sink, conversion, signed_argument(size, arguments));
        break;
    case 'u':
    case 'o':
    case 'x':
    case 'X':
        format_unsigned(sink, conversion, unsigned_argument(size, arguments));
        break;
    case 'p':
        format_unsigned(sink, conversion, (uint64_t)va_arg(*arguments, void *));
        break;
    case 'c':
        character = (char)va_arg(*arguments, int);
        __put_field(sink, &conversion, "", &character, 1);
        break;
    case 's':
        format_text(sink, &conversion, va_arg(*arguments, const char *));
        break;
    case 'm':
        format_text(sink, &conversion, strerror(errno));
        break;
    case 'n':
        *va_arg(*arguments, int *) = (int)sink->written;
        break;
    case '%':
        put(sink, "%", 1);
        break;
    default:
        __format_double(sink, conversion, va_arg(*arguments, double));
    }
}

/* Reads what follows a percent sign; returns what is behind it. A negative width means left. */
static const char *read_conversion(const char *at, struct conversion *conversion, char *size,
                                   va_list *arguments) {
    *conversion = (struct conversion){.precision = -1};
    at = read_flags(at, conversion);
    at = read_number(at, &conversion->width, arguments);
    if (conversion->width < 0) {
        conversion->left = 1;
        conversion->width = -conversion->width;
    }
    if (*at == '.') {
        at = read_number(at + 1, &conversion->precision, arguments);
    }
    at = read_size(at, size);
    conversion->type = *at;
    return at + 1;
}

/* Text goes through as it is; what looks like a conversion but is none is text. */
void __format(struct sink *sink, const char *format, va_list arguments) {
    va_list rest;
    va_copy(rest, arguments);
    while (*format != '\0') {
        const char *percent = strchrnul(format, '%');
        put(sink, format, (size_t)(percent - format));
        format = percent;
        if (*format == '%') {
            struct conversion conversion;
            char size;
            const char *after = read_conversion(format + 1, &conversion, &size, &rest);
            bool known = strchr("diouxXpcsmn%feEgGFaA", conversion.type) != NULL;
            if (conversion.type == '\0' || !known) {
                put(sink, "%", 1);
                format++;
                continue;
            }
            convert(sink, conversion, size, &rest);
            format = after;
        }
    }
    va_end(rest);
}
