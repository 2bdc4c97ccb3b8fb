/* The members of the printf family: where the formatted text goes. */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "format.h"
#include "stream.h"

struct stream_sink {
    struct sink sink;
    FILE *stream;
};

struct text_sink {
    struct sink sink;
    char *text;
    size_t size;
};

static void put_stream(struct sink *sink, const char *text, size_t size) {
    fwrite(text, 1, size, ((struct stream_sink *)sink)->stream);
}

/* Text beyond the end is counted, not kept; the last byte stays for the terminator. */
static void put_text(struct sink *sink, const char *text, size_t size) {
    struct text_sink *target = (struct text_sink *)sink;
    if (sink->written + 1 < target->size) {
        size_t room = target->size - 1 - sink->written;
        memcpy(target->text + sink->written, text, size < room ? size : room);
    }
}

/* What one call prints to an unbuffered stream is gathered, and written at its end. */
int vfprintf(FILE *stream, const char *format, va_list arguments) {
    HOLDING_STREAM(stream);
    struct stream_sink target = {{put_stream, 0}, stream};
    bool gather = stream->buffering == _IONBF;
    bool failed_before = stream->failed;
    stream->failed = false;
    if (gather) {
        stream->buffering = _IOFBF;
    }
    __format(&target.sink, format, arguments);
    if (gather) {
        stream->buffering = _IONBF;
        fflush(stream);
    }
    bool failed = stream->failed;
    stream->failed |= failed_before;
    return failed ? -1 : (int)target.sink.written;
}

int vprintf(const char *format, va_list arguments) { return vfprintf(stdout, format, arguments); }

int vsnprintf(char *text, size_t size, const char *format, va_list arguments) {
    struct text_sink target = {{put_text, 0}, text, size};
    __format(&target.sink, format, arguments);
    if (size > 0) {
        text[target.sink.written < size ? target.sink.written : size - 1] = '\0';
    }
    return (int)target.sink.written;
}

int vsprintf(char *text, const char *format, va_list arguments) {
    return vsnprintf(text, (size_t)-1 >> 1, format, arguments);
}

static int vasprintf(char **text, const char *format, va_list arguments) {
    int length = vsnprintf(NULL, 0, format, arguments);
    *text = malloc((size_t)length + 1);
    return *text == NULL ? -1 : vsnprintf(*text, (size_t)length + 1, format, arguments);
}

int vdprintf(int fd, const char *format, va_list arguments) {
    char *text;
    int length = vasprintf(&text, format, arguments);
    if (length >= 0) {
        length = (int)write(fd, text, (size_t)length);
        free(text);
    }
    return length;
}

int printf(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vprintf(format, arguments);
    va_end(arguments);
    return written;
}

int fprintf(FILE *stream, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vfprintf(stream, format, arguments);
    va_end(arguments);
    return written;
}

int dprintf(int fd, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vdprintf(fd, format, arguments);
    va_end(arguments);
    return written;
}

int sprintf(char *text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vsprintf(text, format, arguments);
    va_end(arguments);
    return written;
}

int snprintf(char *text, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(text, size, format, arguments);
    va_end(arguments);
    return written;
}

int asprintf(char **text, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vasprintf(text, format, arguments);
    va_end(arguments);
    return written;
}
