/* Opening, closing, flushing and positioning streams. */

#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

static FILE input = {.fd = 0, .buffering = -1, .readable = true};
static FILE output = {.fd = 1, .buffering = -1, .writable = true, .next = &input};
static FILE errors = {.fd = 2, .buffering = _IONBF, .writable = true, .next = &output};

FILE *stdin = &input;
FILE *stdout = &output;
FILE *stderr = &errors;
static FILE *streams = &errors;
static int streams_lock; /* protects the list */

ssize_t __read(int fd, void *data, size_t size) { return __result(sys_read(fd, data, size)); }

ssize_t __write(int fd, const void *data, size_t size) {
    return __result(sys_write(fd, data, size));
}

void flockfile(FILE *stream) {
    if (!__threaded) {
        return;
    }
    if ((load(&stream->lock) & TID_MASK) != own_tid()) {
        __lock(&stream->lock);
    }
    stream->depth++;
}

int ftrylockfile(FILE *stream) {
    if (__threaded && (load(&stream->lock) & TID_MASK) != own_tid() &&
        !swap(&stream->lock, 0, own_tid())) {
        return -1;
    }
    stream->depth += __threaded;
    return 0;
}

/* Locking before the first thread was made did nothing. */
void funlockfile(FILE *stream) {
    bool mine = __threaded && (load(&stream->lock) & TID_MASK) == own_tid();
    if (mine && --stream->depth == 0) {
        __unlock(&stream->lock);
    }
}

void __lock_streams(void) { __lock(&streams_lock); }

/* Threads that held a stream are not in the child. */
void __unlock_streams(bool child) {
    for (FILE *stream = streams; child && stream != NULL; stream = stream->next) {
        stream->lock = stream->depth = 0;
    }
    __unlock(&streams_lock);
}

/* The flags of open for a mode of fopen; -1 if it is none. */
static int flags_of(const char *mode) {
    bool update = strchr(mode, '+') != NULL;
    int flags = strchr(mode, 'e') != NULL ? O_CLOEXEC : 0;
    flags |= strchr(mode, 'x') != NULL ? O_EXCL : 0;
    switch (*mode) {
    case 'r':
        return flags | (update ? O_RDWR : O_RDONLY);
    case 'w':
        return flags | O_CREAT | O_TRUNC | (update ? O_RDWR : O_WRONLY);
    case 'a':
        return flags | O_CREAT | O_APPEND | (update ? O_RDWR : O_WRONLY);
    default:
        errno = EINVAL;
        return -1;
    }
}

/* Every stream is in the list of those that are flushed at exit. */
FILE *fdopen(int fd, const char *mode) {
    int flags = flags_of(mode);
    FILE *stream = flags < 0 ? NULL : calloc(1, sizeof *stream);
    if (stream == NULL) {
        return NULL;
    }
    stream->fd = fd;
    stream->buffering = -1;
    stream->readable = (flags & O_ACCMODE) != O_WRONLY;
    stream->writable = (flags & O_ACCMODE) != O_RDONLY;
    HOLDING(&streams_lock);
    stream->next = streams;
    streams = stream;
    return stream;
}

FILE *fopen(const char *path, const char *mode) {
    int flags = flags_of(mode);
    int fd = flags < 0 ? -1 : open(path, flags, 0666);
    FILE *stream = fd < 0 ? NULL : fdopen(fd, mode);
    if (stream == NULL && fd >= 0) {
        close(fd);
    }
    return stream;
}

static void forget_buffer(FILE *stream) {
    if (stream->own_buffer) {
        free(stream->buffer);
    }
    stream->own_buffer = false;
    stream->buffer = NULL;
}

/* The new file takes the number of the old one, which may be 0, 1 or 2. */
FILE *freopen(const char *path, const char *mode, FILE *stream) {
    HOLDING_STREAM(stream);
    int flags = flags_of(mode);
    fflush(stream);
    int fd = flags < 0 ? -1 : open(path, flags, 0666);
    if (fd < 0) {
        return NULL;
    }
    dup3(fd, stream->fd, flags & O_CLOEXEC);
    close(fd);
    stream->readable = (flags & O_ACCMODE) != O_WRONLY;
    stream->writable = (flags & O_ACCMODE) != O_RDONLY;
    stream->at_end = stream->failed = stream->writing = false;
    stream->start = stream->end = 0;
    return stream;
}

static bool is_standard(const FILE *stream) {
    return stream == &input || stream == &output || stream == &errors;
}

static void forget_stream(FILE *stream) {
    HOLDING(&streams_lock);
    for (FILE **link = &streams; *link != NULL; link = &(*link)->next) {
        if (*link == stream) {
            *link = stream->next;
            break;
        }
    }
}

/* The standard streams are not from malloc. */
int fclose(FILE *stream) {
    forget_stream(stream);
    flockfile(stream);
    int result = fflush(stream);
    if (close(stream->fd) < 0) {
        result = EOF;
    }
    forget_buffer(stream);
    funlockfile(stream);
    if (!is_standard(stream)) {
        free(stream);
    }
    return result;
}

int setvbuf(FILE *stream, char *buffer, int mode, size_t size) {
    HOLDING_STREAM(stream);
    forget_buffer(stream);
    stream->buffering = mode;
    if (mode != _IONBF && buffer != NULL && size > PUSHED_BACK) {
        stream->buffer = (unsigned char *)buffer;
        stream->size = size;
    }
    return 0;
}

void setbuf(FILE *stream, char *buffer) {
    setvbuf(stream, buffer, buffer == NULL ? _IONBF : _IOFBF, BUFSIZ);
}

void setlinebuf(FILE *stream) { setvbuf(stream, NULL, _IOLBF, 0); }

/* An unbuffered stream has a small buffer too, for reading; writing empties it after each call. */
static bool ready_buffer(FILE *stream) {
    if (stream->buffering < 0) {
        stream->buffering = isatty(stream->fd) ? _IOLBF : _IOFBF;
    }
    if (stream->buffer == NULL) {
        stream->size = BUFSIZ;
        stream->buffer = malloc(stream->size);
        stream->own_buffer = true;
    }
    return stream->buffer != NULL;
}

static bool refuse(FILE *stream) {
    errno = EBADF;
    stream->failed = true;
    return false;
}

bool __to_read(FILE *stream) {
    if (!stream->readable) {
        return refuse(stream);
    }
    if (stream->writing && fflush(stream) != 0) {
        return false;
    }
    return ready_buffer(stream);
}

bool __to_write(FILE *stream) {
    if (!stream->writable) {
        return refuse(stream);
    }
    if (!stream->writing) {
        fflush(stream);
        stream->writing = true;
        stream->start = stream->end = 0;
    }
    return ready_buffer(stream);
}

/* A failed write throws the buffer away: writing it again would fail for ever. */
int __drain(FILE *stream) {
    size_t done = 0;
    while (done < stream->end) {
        ssize_t written = __write(stream->fd, stream->buffer + done, stream->end - done);
        if (written < 0 && errno != EINTR) {
            stream->failed = true;
            stream->end = 0;
            return EOF;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    stream->end = 0;
    return 0;
}

static int flush_all(void) {
    int result = 0;
    HOLDING(&streams_lock);
    for (FILE *stream = streams; stream != NULL; stream = stream->next) {
        if (stream->writing && fflush(stream) != 0) {
            result = EOF;
        }
    }
    return result;
}

/* For a stream that was read, the file's position goes back to the first byte not handed out. */
int fflush(FILE *stream) {
    if (stream == NULL) {
        return flush_all();
    }
    HOLDING_STREAM(stream);
    int result = 0;
    if (stream->writing) {
        result = __drain(stream);
        stream->writing = false;
    } else if (stream->start < stream->end) {
        int before = errno;
        lseek(stream->fd, (off_t)stream->start - (off_t)stream->end, SEEK_CUR);
        errno = before; /* A pipe cannot go back, and that is no error. */
    }
    stream->start = stream->end = 0;
    return result;
}

int fseek(FILE *stream, long offset, int whence) {
    HOLDING_STREAM(stream);
    if (fflush(stream) != 0 || lseek(stream->fd, offset, whence) < 0) {
        return -1;
    }
    stream->at_end = false;
    return 0;
}

long ftell(FILE *stream) {
    HOLDING_STREAM(stream);
    off_t position = lseek(stream->fd, 0, SEEK_CUR);
    if (position < 0) {
        return -1;
    }
    return stream->writing ? position + (off_t)stream->end
                           : position - (off_t)(stream->end - stream->start);
}

void rewind(FILE *stream) {
    fseek(stream, 0, SEEK_SET);
    stream->failed = false;
}

int feof(FILE *stream) { return stream->at_end; }
int ferror(FILE *stream) { return stream->failed; }
int fileno(FILE *stream) { return stream->fd; }

void clearerr(FILE *stream) { stream->at_end = stream->failed = false; }
