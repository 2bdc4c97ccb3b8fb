/* Reading from streams. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stream.h"

/* Fills the empty buffer. A prompt on standard output is shown before input is waited for. */
static bool fill(FILE *stream) {
    if (!__to_read(stream)) {
        return false;
    }
    if (stdout->writing && stdout->buffering == _IOLBF) {
        fflush(stdout);
    }
    ssize_t got = __read(stream->fd, stream->buffer + PUSHED_BACK, stream->size - PUSHED_BACK);
    stream->start = PUSHED_BACK;
    stream->end = PUSHED_BACK + (got > 0 ? (size_t)got : 0);
    stream->at_end |= got == 0;
    stream->failed |= got < 0;
    return got > 0;
}

static bool available(FILE *stream) {
    return (!stream->writing && stream->start < stream->end) || fill(stream);
}

int fgetc(FILE *stream) {
    HOLDING_STREAM(stream);
    return available(stream) ? stream->buffer[stream->start++] : EOF;
}

int getc(FILE *stream) { return fgetc(stream); }
int getchar(void) { return fgetc(stdin); }

/* The room in front of the buffer is for this, also before anything has been read. */
int ungetc(int c, FILE *stream) {
    HOLDING_STREAM(stream);
    if (c == EOF || !__to_read(stream)) {
        return EOF;
    }
    if (stream->start == stream->end) {
        stream->start = stream->end = PUSHED_BACK;
    }
    if (stream->start == 0) {
        return EOF;
    }
    stream->buffer[--stream->start] = (unsigned char)c;
    stream->at_end = false;
    return c;
}

static size_t take(FILE *stream, void *data, size_t limit) {
    size_t ready = stream->end - stream->start;
    size_t count = ready < limit ? ready : limit;
    memcpy(data, stream->buffer + stream->start, count);
    stream->start += count;
    return count;
}

size_t fread(void *data, size_t size, size_t count, FILE *stream) {
    HOLDING_STREAM(stream);
    size_t wanted = size * count;
    size_t done = 0;
    while (done < wanted && available(stream)) {
        done += take(stream, (char *)data + done, wanted - done);
    }
    return size == 0 ? 0 : done / size;
}

/* How many of the bytes that are ready belong to a line: up to its end or all. */
static size_t line_part(FILE *stream, int delimiter, bool *complete) {
    unsigned char *start = stream->buffer + stream->start;
    unsigned char *found = memchr(start, delimiter, stream->end - stream->start);
    *complete = found != NULL;
    return found != NULL ? (size_t)(found - start) + 1 : stream->end - stream->start;
}

/* Takes from the buffer whole stretches up to the newline, the size or the end of what is ready. */
char *fgets(char *line, int size, FILE *stream) {
    HOLDING_STREAM(stream);
    size_t length = 0;
    bool complete = false;
    while (!complete && length + 1 < (size_t)size && available(stream)) {
        size_t part = line_part(stream, '\n', &complete);
        size_t room = (size_t)size - 1 - length;
        complete = complete && part <= room;
        length += take(stream, line + length, part < room ? part : room);
    }
    if (length == 0) {
        return NULL;
    }
    line[length] = '\0';
    return line;
}

/* Grows a line's memory, more than is needed so that it grows seldom. */
static bool make_room(char **line, size_t *size, size_t needed) {
    if (*line != NULL && *size >= needed) {
        return true;
    }
    size_t larger = needed < 112 ? 112 : needed * 2;
    char *moved = realloc(*line, larger);
    if (moved == NULL) {
        return false;
    }
    *line = moved;
    *size = larger;
    return true;
}

/* As long as the line is: the buffer's content is taken in stretches as by fgets. */
ssize_t getdelim(char **line, size_t *size, int delimiter, FILE *stream) {
    HOLDING_STREAM(stream);
    size_t length = 0;
    bool complete = false;
    while (!complete && available(stream)) {
        size_t part = line_part(stream, delimiter, &complete);
        if (!make_room(line, size, length + part + 1)) {
            return -1;
        }
        length += take(stream, *line + length, part);
    }
    if (length == 0) {
        return -1;
    }
    (*line)[length] = '\0';
    return (ssize_t)length;
}

ssize_t getline(char **line, size_t *size, FILE *stream) {
    return getdelim(line, size, '\n', stream);
}
