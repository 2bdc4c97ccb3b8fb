/* Connected ends: see multiprocessing.h. */

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "sharing.h"

struct connection {
    int in;               /* -1: only sends */
    int out;              /* -1: only receives */
    bool begun;           /* whether the header of the next message was read already: */
    struct header header; /* by all who share the end, for the message was too big for one */
};

static bool open_way(struct connection *from, struct connection *to) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return false;
    }
    to->in = ends[0];
    from->out = ends[1];
    return true;
}

bool pipe_new(bool duplex, struct connection *ends[2]) {
    for (int i = 0; i < 2; i++) {
        ends[i] = shared_new(sizeof(struct connection));
        if (ends[i] == NULL) {
            return false;
        }
        ends[i]->in = ends[i]->out = -1;
    }
    if (open_way(ends[1], ends[0]) && (!duplex || open_way(ends[0], ends[1]))) {
        return true;
    }
    int error = errno;
    connection_close(ends[0]);
    connection_close(ends[1]);
    errno = error;
    return false;
}

static bool write_all(int fd, const void *data, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t written = write(fd, (const char *)data + done, size - done);
        if (written < 0 && errno != EINTR) {
            return false;
        }
        done += written > 0 ? (size_t)written : 0;
    }
    return true;
}

/* How many bytes came before the end; -1 and errno. */
static ssize_t read_all(int fd, void *data, size_t size) {
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(fd, (char *)data + done, size - done);
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return -1;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return (ssize_t)done;
}

bool connection_send_tagged(struct connection *connection, unsigned tag, const void *data,
                            size_t size) {
    struct header header = {(uint32_t)size, tag};
    if (size > INT_MAX) {
        errno = EMSGSIZE;
        return false;
    }
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    sigaction(SIGPIPE, &ignore, &before);
    bool sent = write_all(connection->out, &header, sizeof header) &&
                write_all(connection->out, data, size);
    int error = errno;
    sigaction(SIGPIPE, &before, NULL);
    errno = error;
    return sent;
}

bool connection_send(struct connection *connection, const void *data, size_t size) {
    return connection_send_tagged(connection, MESSAGE_BYTES, data, size);
}

/* EIO: the sender ended in the middle of a message. */
static bool read_exactly(int fd, void *data, size_t size, int error_at_end) {
    ssize_t got = read_all(fd, data, size);
    if (got >= 0 && (size_t)got < size) {
        errno = got == 0 ? error_at_end : EIO;
    }
    return got >= 0 && (size_t)got == size;
}

ssize_t connection_receive_tagged(struct connection *connection, unsigned *tag, void *data,
                                  size_t room) {
    struct header *header = &connection->header;
    if (!connection->begun && !read_exactly(connection->in, header, sizeof *header, EPIPE)) {
        return -1;
    }
    connection->begun = header->size > room;
    if (connection->begun) {
        errno = EMSGSIZE;
        return -1;
    }
    *tag = header->tag;
    return read_exactly(connection->in, data, header->size, EIO) ? (ssize_t)header->size : -1;
}

ssize_t connection_receive(struct connection *connection, void *data, size_t room) {
    unsigned tag;
    return connection_receive_tagged(connection, &tag, data, room);
}

bool connection_poll(struct connection *connection, double seconds) {
    struct pollfd ready = {.fd = connection->in, .events = POLLIN};
    struct timespec point;
    deadline end = __deadline_in(seconds, &point);
    int count;
    do {
        count = connection->begun ? 1 : poll(&ready, 1, __milliseconds_until(end));
    } while (count < 0 && errno == EINTR);
    return count > 0;
}

void connection_close(struct connection *connection) {
    if (connection->in >= 0) {
        close(connection->in);
    }
    if (connection->out >= 0) {
        close(connection->out);
    }
    shared_free(connection, sizeof *connection);
}
