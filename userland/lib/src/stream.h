#pragma once

#include <stdbool.h>
#include <stdio.h>

/*
 * A stream has one buffer, which holds either bytes read ahead, from `start` to `end`, or bytes
 * still to be written, from 0 to `end`. `writing` tells which. Room for a few bytes pushed back is
 * kept in front of what is read. Invariant: a stream that is not writing and has start == end holds
 * nothing, and may turn to either.
 */
struct __stream {
    int fd;
    int buffering; /* _IOFBF, _IOLBF or _IONBF; -1 until the first use settles it */
    bool readable;
    bool writable;
    bool at_end;
    bool failed;
    bool writing;
    bool own_buffer; /* allocated by this library */
    unsigned char *buffer;
    size_t size;
    size_t start;
    size_t end;
    int lock;  /* as the library's other locks, */
    int depth; /* but its holder may lock it again */
    struct __stream *next; /* in the list of all open streams */
};

enum { PUSHED_BACK = 8 };

/* Readies a stream for reading or writing; false, with errno, if it is not open for that. */
bool __to_read(FILE *stream);
bool __to_write(FILE *stream);

/* Writes out what the buffer holds. */
int __drain(FILE *stream);

/* Holds a stream until the block ends. */
static inline void __unlock_stream(FILE **stream) { funlockfile(*stream); }
#define HOLDING_STREAM(stream)                                                                     \
    FILE *held_ __attribute__((cleanup(__unlock_stream), unused)) = (flockfile(stream), stream)

/* A stream's own calls are no points of cancellation: a cancelled thread would keep it locked. */
ssize_t __read(int fd, void *data, size_t size);
ssize_t __write(int fd, const void *data, size_t size);
