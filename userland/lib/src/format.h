#pragma once

#include <stdarg.h>
#include <stddef.h>

/* Where formatted text goes, piece by piece. */
struct sink {
    void (*put)(struct sink *sink, const char *text, size_t size);
    size_t written;
};

void __format(struct sink *sink, const char *format, va_list arguments);

/* One conversion: %[flags][width][.precision]conversion */
struct conversion {
    char type;
    char sign; /* what a positive number starts with: '+', ' ' or nothing */
    int left;
    int zeros;
    int alternate;
    int width;
    int precision; /* -1 if not given */
};

/* Puts `size` characters, padded to the width; `prefix` comes before padding zeros. */
void __put_field(struct sink *sink, const struct conversion *conversion, const char *prefix,
                 const char *text, size_t size);

void __format_double(struct sink *sink, struct conversion conversion, double value);
