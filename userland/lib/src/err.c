/* Messages on standard error. */

#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void message(const char *error, const char *format, va_list arguments) {
    char text[1024];
    fflush(stdout);
    vsnprintf(text, sizeof text, format, arguments);
    fprintf(stderr, "%s: %s%s%s\n", program_invocation_short_name, text,
            error != NULL ? ": " : "", error != NULL ? error : "");
}

void warn(const char *format, ...) {
    const char *error = strerror(errno);
    va_list arguments;
    va_start(arguments, format);
    message(error, format, arguments);
    va_end(arguments);
}

void warnx(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    message(NULL, format, arguments);
    va_end(arguments);
}

_Noreturn void err(int status, const char *format, ...) {
    const char *error = strerror(errno);
    va_list arguments;
    va_start(arguments, format);
    message(error, format, arguments);
    va_end(arguments);
    exit(status);
}

_Noreturn void errx(int status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    message(NULL, format, arguments);
    va_end(arguments);
    exit(status);
}
