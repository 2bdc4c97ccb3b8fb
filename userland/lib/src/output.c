/* Writing to streams. */

#include <errno.h>
#include <string.h>

#include "stream.h"

/* Puts bytes into the buffer and writes them out as often as it fills. */
static size_t put(FILE *stream, const unsigned char *data, size_t size) {
    size_t done = 0;
    while (done < size) {
        if (stream->end == stream->size && __drain(stream) != 0) {
            return done;
        }
        size_t room = stream->size - stream->end;
        size_t part = size - done < room ? size - done : room;
        memcpy(stream->buffer + stream->end, data + done, part);
        stream->end += part;
        done += part;
    }
    return done;
}

/* A line-buffered stream writes out everything as soon as a line has ended in it. */
size_t fwrite(const void *data, size_t size, size_t count, FILE *stream) {
    HOLDING_STREAM(stream);
    size_t bytes = size * count;
    if (bytes == 0 || !__to_write(stream)) {
        return 0;
    }
    size_t done = put(stream, data, bytes);
    bool line_ended = stream->buffering == _IOLBF && memchr(data, '\n', bytes) != NULL;
    if ((stream->buffering == _IONBF || line_ended) && __drain(stream) != 0) {
        return 0;
    }
    return done / size;
}

int fputc(int c, FILE *stream) {
    HOLDING_STREAM(stream);
    unsigned char byte = (unsigned char)c;
    if (stream->writing && stream->buffering == _IOFBF && stream->end < stream->size) {
        return stream->buffer[stream->end++] = byte;
    }
    return fwrite(&byte, 1, 1, stream) == 1 ? byte : EOF;
}

int putc(int c, FILE *stream) { return fputc(c, stream); }
int putchar(int c) { return fputc(c, stdout); }

int fputs(const char *text, FILE *stream) {
    size_t length = strlen(text);
    return fwrite(text, 1, length, stream) == length ? 0 : EOF;
}

int puts(const char *text) {
    HOLDING_STREAM(stdout);
    return fputs(text, stdout) == EOF || putchar('\n') == EOF ? EOF : 0;
}

void perror(const char *what) {
    const char *error = strerror(errno);
    bool named = what != NULL && *what != '\0';
    fprintf(stderr, "%s%s%s\n", named ? what : "", named ? ": " : "", error);
}
