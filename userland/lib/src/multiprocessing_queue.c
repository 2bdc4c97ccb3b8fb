/*
 * Queues: see multiprocessing.h.
 *
 * Messages are in a ring of units. A frame is a unit with the header and then the payload. There is
 * always a header behind the last frame, of the message to come, whose number is written already;
 * so how many messages are in the queue is the difference of the numbers at both ends. Putting
 * writes a frame and the number behind it, and then moves the end; getting copies the payload and
 * then moves the start. Each move is one step, which also wakes those who wait for it. Invariant:
 * between any two instructions the queue is whole, with or without the message, so that it does not
 * matter where a holder of the lock dies.
 */

#include <errno.h>
#include <string.h>

#include "sharing.h"

enum { UNIT = 16, UNITS = 4096 }; /* as much as a pipe holds */
enum { LARGEST = 1 + (QUEUE_MESSAGE_MAX + UNIT - 1) / UNIT };

struct frame {
    struct header header;
    unsigned int number; /* of all messages ever put; written before the rest */
    unsigned int unused;
};

struct queue {
    struct lock lock;
    unsigned int bound;
    bool joinable;
    struct bell start; /* units got */
    struct bell end;   /* units put */
    struct bell done;  /* how often a task was said to be done */
    struct frame ring[UNITS];
};

_Static_assert(sizeof(struct frame) == UNIT, "a header is a unit");

/* How long a call waits. */
enum patience { NOT_AT_ALL, A_TIME };

static struct queue *make(int bound, bool joinable) {
    if (bound < 0) {
        errno = EINVAL;
        return NULL;
    }
    struct queue *queue = shared_new(sizeof *queue);
    if (queue != NULL) {
        __lock_prepare(&queue->lock);
        queue->bound = bound > 0 ? (unsigned)bound : UNITS;
        queue->joinable = joinable;
    }
    return queue;
}

struct queue *queue_new(int bound) { return make(bound, false); }
struct queue *joinable_queue_new(int bound) { return make(bound, true); }
void queue_free(struct queue *queue) { shared_free(queue, sizeof *queue); }

static struct frame *frame_at(struct queue *queue, const struct bell *place) {
    return &queue->ring[__bell_steps(place) % UNITS];
}

static unsigned int units_of(size_t size) { return 1 + ((unsigned)size + UNIT - 1) / UNIT; }

static unsigned int count(struct queue *queue) {
    return frame_at(queue, &queue->end)->number - frame_at(queue, &queue->start)->number;
}

static bool has_message(struct queue *queue, unsigned int unused) {
    (void)unused;
    return count(queue) > 0;
}

static bool has_room(struct queue *queue, unsigned int units) {
    unsigned int used = (__bell_steps(&queue->end) - __bell_steps(&queue->start)) % (2 * UNITS);
    return count(queue) < queue->bound && used + units < UNITS;
}

static unsigned int undone(struct queue *queue) {
    return frame_at(queue, &queue->end)->number - __bell_steps(&queue->done);
}

static bool is_done(struct queue *queue, unsigned int unused) {
    (void)unused;
    return undone(queue) % (1u << 31) == 0;
}

/* Holds the lock until it is so, but not while waiting for `bell`; gives it up if it fails. */
static bool await(struct queue *queue, bool (*is_so)(struct queue *, unsigned int),
                  unsigned int argument, struct bell *bell, enum patience patience, deadline end) {
    bool in_time = true;
    lock_acquire(&queue->lock);
    while (!is_so(queue, argument)) {
        if (patience == NOT_AT_ALL || !in_time) {
            lock_release(&queue->lock);
            errno = in_time ? EAGAIN : ETIMEDOUT;
            return false;
        }
        int seen = __bell_attend(bell);
        lock_release(&queue->lock);
        in_time = __futex_wait(&bell->word, seen, end);
        lock_acquire(&queue->lock);
    }
    return true;
}

/* Where the ring ends, it goes on at its beginning. */
static size_t before_turn(struct queue *queue, const char *place, size_t size) {
    size_t left = (size_t)((const char *)(queue->ring + UNITS) - place);
    return size < left ? size : left;
}

static void copy_in(struct queue *queue, const void *data, size_t size) {
    char *place = (char *)(frame_at(queue, &queue->end) + 1);
    size_t first = before_turn(queue, place, size);
    if (size > 0) {
        memcpy(place, data, first);
        memcpy(queue->ring, (const char *)data + first, size - first);
    }
}

static void copy_out(struct queue *queue, void *data, size_t size) {
    const char *place = (const char *)(frame_at(queue, &queue->start) + 1);
    size_t first = before_turn(queue, place, size);
    if (size > 0) {
        memcpy(data, place, first);
        memcpy((char *)data + first, queue->ring, size - first);
    }
}

static bool put(struct queue *queue, unsigned tag, const void *data, size_t size,
                enum patience patience, deadline end) {
    unsigned int units = units_of(size);
    if (size > QUEUE_MESSAGE_MAX) {
        errno = EMSGSIZE;
        return false;
    }
    if (!await(queue, has_room, units, &queue->start, patience, end)) {
        return false;
    }
    struct frame *frame = frame_at(queue, &queue->end);
    frame->header = (struct header){(uint32_t)size, tag};
    copy_in(queue, data, size);
    queue->ring[(__bell_steps(&queue->end) + units) % UNITS].number = frame->number + 1;
    __bell_ring(&queue->end, (int)units);
    lock_release(&queue->lock);
    return true;
}

bool __queue_put(struct queue *queue, unsigned tag, const void *data, size_t size, deadline end) {
    return put(queue, tag, data, size, A_TIME, end);
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

static ssize_t get(struct queue *queue, unsigned *tag, void *data, size_t room,
                   enum patience patience, deadline end) {
    if (!await(queue, has_message, 0, &queue->end, patience, end)) {
        return -1;
    }
    struct header header = frame_at(queue, &queue->start)->header;
    if (header.size > room) {
        lock_release(&queue->lock);
        errno = EMSGSIZE;
        return -1;
    }
    *tag = header.tag;
    copy_out(queue, data, header.size);
    __bell_ring(&queue->start, (int)units_of(header.size));
    lock_release(&queue->lock);
    return (ssize_t)header.size;
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

int queue_size(const struct queue *queue) {
    struct queue *looked_at = (struct queue *)queue; /* locking is no change of what it is */
    lock_acquire(&looked_at->lock);
    int size = (int)count(looked_at);
    lock_release(&looked_at->lock);
    return size;
}

bool queue_empty(const struct queue *queue) { return queue_size(queue) == 0; }

/* The room in the ring counts too, if it is less than a message may need. */
bool queue_full(const struct queue *queue) {
    struct queue *looked_at = (struct queue *)queue;
    lock_acquire(&looked_at->lock);
    bool full = !has_room(looked_at, LARGEST);
    lock_release(&looked_at->lock);
    return full;
}

bool queue_task_done(struct queue *queue) {
    lock_acquire(&queue->lock);
    unsigned int got = frame_at(queue, &queue->start)->number;
    bool valid = queue->joinable && (got - __bell_steps(&queue->done)) % (1u << 31) > 0;
    if (valid) {
        __bell_ring(&queue->done, 1);
    }
    lock_release(&queue->lock);
    if (!valid) {
        errno = EINVAL;
    }
    return valid;
}

static bool join(struct queue *queue, deadline end) {
    if (!queue->joinable) {
        return true;
    }
    bool done = await(queue, is_done, 0, &queue->done, A_TIME, end);
    if (done) {
        lock_release(&queue->lock);
    }
    return done;
}

bool queue_join(struct queue *queue) { return join(queue, NULL); }

bool queue_join_timeout(struct queue *queue, double seconds) {
    struct timespec point;
    return join(queue, __deadline_in(seconds, &point));
}
