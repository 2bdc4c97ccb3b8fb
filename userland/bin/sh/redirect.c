/* Redirections. */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sh.h"

enum { SAVED_FROM = 10, PIPE_ROOM = 4096 };

/* Where a descriptor went while a builtin runs with redirections; -1: it was not open. */
struct saved {
    int fd;
    int copy;
    struct saved *next;
};

static int open_target(const struct redirection *redirection, const char *target) {
    switch (redirection->operator[0]) {
    case '<':
        return open(target, redirection->operator[1] == '>' ? O_RDWR | O_CREAT : O_RDONLY, 0666);
    default:
        return open(target,
                    O_WRONLY | O_CREAT | (redirection->operator[1] == '>' ? O_APPEND : O_TRUNC),
                    0666);
    }
}

static void save(int fd, struct saved **saved) {
    if (saved != NULL) {
        struct saved *entry = memory_get(sizeof *entry);
        entry->fd = fd;
        entry->copy = fcntl(fd, F_DUPFD_CLOEXEC, SAVED_FROM);
        entry->next = *saved;
        *saved = entry;
    }
}

/* Makes `fd` a copy of `source`, or closes it if `source` is -1. */
static bool redirect(int fd, int source) {
    if (source < 0) {
        close(fd);
        return true;
    }
    return dup2(source, fd) >= 0;
}

/* fd>&target: a number, or "-" to close it. */
static bool copy_descriptor(int fd, const char *target) {
    if (strcmp(target, "-") == 0) {
        return redirect(fd, -1);
    }
    char *end;
    long source = strtol(target, &end, 10);
    if (end == target || *end != '\0' || source < 0 || source > INT_MAX) {
        errno = EBADF;
        return false;
    }
    return redirect(fd, (int)source);
}

static bool write_all(int fd, const char *text, size_t length) {
    ssize_t written;
    for (; length > 0 && (written = write(fd, text, length)) > 0; length -= (size_t)written) {
        text += written;
    }
    return length == 0;
}

/*
 * A descriptor from which a here-document is read: a pipe, which a process fills that outlives
 * this call if the text does not fit.
 */
static int open_document(const struct redirection *redirection) {
    const char *word = redirection->word;
    const char *text = redirection->verbatim ? word : expand_document(word);
    size_t length = strlen(text);
    int ends[2];
    if (pipe(ends) < 0) {
        return -1;
    }
    if (length <= PIPE_ROOM) {
        write_all(ends[1], text, length);
    } else if (fork() == 0) {
        close(ends[0]);
        _exit(!write_all(ends[1], text, length));
    }
    close(ends[1]);
    return ends[0];
}

/*
 * Applies one redirection: opens its target or copies a descriptor. &> redirects two
 * descriptors.
 */
static bool apply(const struct redirection *redirection, struct saved **saved) {
    bool document = redirection->delimiter != NULL;
    char *target = document ? "here-document" : expand_single(redirection->word);
    bool output = redirection->operator[0] == '>';
    int fd = redirection->fd < 0 ? output : redirection->fd;
    bool both = redirection->fd == -2;
    if (shell.interrupted) {
        return false;
    }
    save(fd, saved);
    if (both) {
        save(STDERR_FILENO, saved);
    }
    if (redirection->operator[1] == '&') {
        return copy_descriptor(fd, target) || complain(1, target, strerror(errno)) == 0;
    }
    int source = document ? open_document(redirection) : open_target(redirection, target);
    if (source < 0) {
        return complain(1, target, strerror(errno)) == 0;
    }
    redirect(fd, source);
    if (both) {
        redirect(STDERR_FILENO, source);
    }
    if (source != fd) {
        close(source);
    }
    return true;
}

bool redirect_all(const struct redirection *redirection, struct saved **saved) {
    fflush(stdout);
    for (; redirection != NULL; redirection = redirection->next) {
        if (!apply(redirection, saved)) {
            return false;
        }
    }
    return true;
}

void redirect_undo(struct saved *saved) {
    fflush(stdout);
    for (; saved != NULL; saved = saved->next) {
        if (saved->copy >= 0) {
            dup2(saved->copy, saved->fd);
            close(saved->copy);
        } else {
            close(saved->fd);
        }
    }
}
