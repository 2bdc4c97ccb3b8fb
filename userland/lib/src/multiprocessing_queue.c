/*
 * Queues: see multiprocessing.h.
 *
 * A message is put with one write of at most PIPE_BUF bytes, which happens in one piece or not at
 * all (pipe(7)), so those who put need no lock. `messages` counts what is complete in the pipe: who
 * has acquired one of them finds it there, and holds `reading` only while it reads. So full and
 * empty are exact, and whoever waits holds nothing.
 */

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "sharing.h"

struct queue {
    int in;
    int out;
    struct semaphore room;     /* how many more may be put */
    struct semaphore messages; /* how many are in the pipe and nobody's yet */
    struct lock reading;       /* protects the next two, and reading the pipe */
    bool begun;                /* whether the header of the first message was read already, */
    struct header header;      /* because there was too little room for its payload */
    bool joinable;
    struct lock work; /* protects the rest */
    struct condition finished;
    long unfinished; /* put, and not yet said to be done */
    long taken;      /* got, and not yet said to be done */
};

/* How long a call waits. */
enum patience { NOT_AT_ALL, A_TIME };

static bool take(struct semaphore *semaphore, enum patience patience, deadline end) {
    return patience == NOT_AT_ALL ? semaphore_try_acquire(semaphore)
                                  : __semaphore_acquire(semaphore, end);
}

static struct queue *make(int bound, bool joinable) {
    int ends[2];
    if (bound < 0) {
        errno = EINVAL;
        return NULL;
    }
    struct queue *queue = shared_new(sizeof *queue);
    if (queue == NULL || pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) {
        shared_free(queue, sizeof *queue);
        return NULL;
    }
    queue->in = ends[0];
    queue->out = ends[1];
    queue->room = (struct semaphore){.value = bound > 0 ? bound : INT_MAX, .bound = INT_MAX};
    queue->messages.bound = INT_MAX;
    queue->joinable = joinable;
    queue->finished.lock = &queue->work;
    return queue;
}

struct queue *queue_new(int bound) { return make(bound, false); }
struct queue *joinable_queue_new(int bound) { return make(bound, true); }

void queue_free(struct queue *queue) {
    close(queue->in);
    close(queue->out);
    shared_free(queue, sizeof *queue);
}

/* Adds to what is counted, unless less than nothing would be taken; those who join wait for 0. */
static bool add_work(struct queue *queue, long unfinished, long taken) {
    lock_acquire(&queue->work);
    bool valid = queue->taken + taken >= 0;
    if (valid) {
        queue->unfinished += unfinished;
        queue->taken += taken;
        if (queue->unfinished == 0) {
            condition_notify_all(&queue->finished);
        }
    }
    lock_release(&queue->work);
    return valid;
}

static void count_work(struct queue *queue, long unfinished, long taken) {
    if (queue->joinable) {
        add_work(queue, unfinished, taken);
    }
}

/* Waits until the pipe may have room again. */
static bool await_pipe(struct queue *queue, deadline end) {
    struct pollfd ready = {.fd = queue->out, .events = POLLOUT};
    int count = poll(&ready, 1, __milliseconds_until(end));
    if (count == 0) {
        errno = ETIMEDOUT;
    }
    return count > 0 || (count < 0 && errno == EINTR);
}

static bool write_message(struct queue *queue, unsigned tag, const void *data, size_t size,
                          enum patience patience, deadline end) {
    char message[MESSAGE_HEADER + QUEUE_MESSAGE_MAX];
    struct header header = {(uint32_t)size, tag};
    memcpy(message, &header, sizeof header);
    if (size > 0) {
        memcpy(message + sizeof header, data, size);
    }
    while (write(queue->out, message, sizeof header + size) < 0) {
        bool again = errno == EINTR || (errno == EAGAIN && patience == A_TIME);
        if (!again || !await_pipe(queue, end)) {
            return false;
        }
    }
    return true;
}

/* The work is counted before anybody can get it, and no longer if it was not put after all. */
static bool put(struct queue *queue, unsigned tag, const void *data, size_t size,
                enum patience patience, deadline end) {
    if (size > QUEUE_MESSAGE_MAX) {
        errno = EMSGSIZE;
        return false;
    }
    if (!take(&queue->room, patience, end)) {
        return false;
    }
    count_work(queue, 1, 0);
    if (!write_message(queue, tag, data, size, patience, end)) {
        int error = errno;
        count_work(queue, -1, 0);
        semaphore_release(&queue->room);
        errno = error;
        return false;
    }
    semaphore_release(&queue->messages);
    return true;
}

bool queue_put_tagged(struct queue *queue, unsigned tag, const void *data, size_t size) {
    return put(queue, tag, data, size, A_TIME, NULL);
}

bool queue_put(struct queue *queue, const void *data, size_t size) {
    return put(queue, MESSAGE_BYTES, data, size, A_TIME, NULL);
}

bool queue_put_timeout(struct queue *queue, const void *data, size_t size, double seconds) {
    struct timespec point;
    return put(queue, MESSAGE_BYTES, data, size, A_TIME, __deadline_in(seconds, &point));
}

bool queue_try_put(struct queue *queue, const void *data, size_t size) {
    return put(queue, MESSAGE_BYTES, data, size, NOT_AT_ALL, NULL);
}

/* Reads what is surely there; false only if the descriptor is not what it was. */
static bool read_part(struct queue *queue, void *data, size_t size) {
    for (size_t done = 0; done < size;) {
        ssize_t got = read(queue->in, (char *)data + done, size - done);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        done += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* The first message in the pipe; holds `reading`. */
static ssize_t read_message(struct queue *queue, unsigned *tag, void *data, size_t room) {
    struct header *header = &queue->header;
    if (!queue->begun && !read_part(queue, header, sizeof *header)) {
        return -1;
    }
    queue->begun = header->size > room;
    if (queue->begun) {
        errno = EMSGSIZE;
        return -1;
    }
    *tag = header->tag;
    return read_part(queue, data, header->size) ? (ssize_t)header->size : -1;
}

static ssize_t get(struct queue *queue, unsigned *tag, void *data, size_t room,
                   enum patience patience, deadline end) {
    if (!take(&queue->messages, patience, end)) {
        return -1;
    }
    lock_acquire(&queue->reading);
    ssize_t size = read_message(queue, tag, data, room);
    int error = errno;
    lock_release(&queue->reading);
    if (size < 0) {
        semaphore_release(&queue->messages);
        errno = error;
        return -1;
    }
    count_work(queue, 0, 1);
    semaphore_release(&queue->room);
    return size;
}

ssize_t queue_get_tagged(struct queue *queue, unsigned *tag, void *data, size_t room) {
    return get(queue, tag, data, room, A_TIME, NULL);
}

ssize_t queue_get(struct queue *queue, void *data, size_t room) {
    unsigned tag;
    return get(queue, &tag, data, room, A_TIME, NULL);
}

ssize_t queue_get_timeout(struct queue *queue, void *data, size_t room, double seconds) {
    unsigned tag;
    struct timespec point;
    return get(queue, &tag, data, room, A_TIME, __deadline_in(seconds, &point));
}

ssize_t queue_try_get(struct queue *queue, void *data, size_t room) {
    unsigned tag;
    return get(queue, &tag, data, room, NOT_AT_ALL, NULL);
}

int queue_size(const struct queue *queue) { return semaphore_value(&queue->messages); }
bool queue_empty(const struct queue *queue) { return queue_size(queue) == 0; }

/* The room in the pipe counts too, if it is less than a message may need. */
bool queue_full(const struct queue *queue) {
    struct pollfd ready = {.fd = queue->out, .events = POLLOUT};
    return semaphore_value(&queue->room) == 0 || poll(&ready, 1, 0) == 0;
}

bool queue_task_done(struct queue *queue) {
    if (!add_work(queue, -1, -1)) {
        errno = EINVAL;
        return false;
    }
    return true;
}

static bool join(struct queue *queue, deadline end) {
    bool in_time = true;
    lock_acquire(&queue->work);
    while (queue->unfinished > 0 && in_time) {
        in_time = __condition_wait(&queue->finished, end);
    }
    bool done = queue->unfinished == 0;
    lock_release(&queue->work);
    if (!done) {
        errno = ETIMEDOUT;
    }
    return done;
}

bool queue_join(struct queue *queue) { return join(queue, NULL); }

bool queue_join_timeout(struct queue *queue, double seconds) {
    struct timespec point;
    return join(queue, __deadline_in(seconds, &point));
}
