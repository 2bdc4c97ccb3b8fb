/*
 * The listing of one job: collected in a buffer, which goes to the job's place on the spool disk,
 * or to the printer at once, whenever it is full.
 */

#include <err.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "monitor.h"

enum { BUFFER_BYTES = 4096, RESERVED_BYTES = 1024, SECTOR_BYTES = 512 };

static char buffer[BUFFER_BYTES];
static size_t used;
static size_t written;
static int64_t lines;
static int64_t line_limit;
static bool direct;
static int out;
static off_t place;

void listing_begin(const struct job *job, const struct mode *mode) {
    used = 0;
    written = 0;
    lines = 0;
    line_limit = job->lines;
    direct = mode->direct;
    out = direct ? open("/dev/lp0", O_WRONLY | O_CLOEXEC) : spool_fd();
    place = direct ? 0 : spool_listing_place(job->number);
    if (out < 0) {
        err(1, "/dev/lp0");
    }
}

static void flush(size_t size) {
    if (direct) {
        write_all(out, buffer, used);
    } else if (pwrite(out, buffer, size, place + (off_t)written) != (ssize_t)size) {
        err(1, "the spool disk cannot be written");
    }
    written += used;
    used = 0;
}

static void put(char byte) {
    buffer[used++] = byte;
    if (used == sizeof buffer) {
        flush(used);
    }
}

static bool has_room(size_t size) {
    return direct || written + used + size + RESERVED_BYTES <= LISTING_BYTES;
}

int64_t listing_lines(void) {
    return lines;
}

/* Adds what a program printed; false once that is more than the job may. */
bool listing_add(const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (lines >= line_limit || !has_room(1)) {
            return false;
        }
        put(text[i]);
        lines += text[i] == '\n';
    }
    return true;
}

/* Adds a line of the monitor's own, for which room is kept. */
void listing_print(const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    for (int i = 0; i < length && i < (int)sizeof line - 1; i++) {
        put(line[i]);
    }
    put('\n');
}

/* Ends the listing, and gives its size. */
size_t listing_end(void) {
    size_t size = written + used;
    if (used > 0) {
        flush((used + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES);
    }
    if (direct) {
        close(out);
    }
    return size;
}
