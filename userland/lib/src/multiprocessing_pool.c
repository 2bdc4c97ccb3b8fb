/* A pool of workers: see multiprocessing.h. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sharing.h"

/* What precedes the input's bytes in a message of MESSAGE_BYTES; MESSAGE_NONE ends a worker. */
struct task {
    pool_function *function;
    long number;
    uint32_t input_size;
    uint32_t result_size;
};

/* A task or a result, with its bytes. */
struct work {
    struct task task;
    _Alignas(16) char bytes[POOL_BYTES_MAX];
};

/* A result that came before anybody asked for it. */
struct kept {
    struct kept *next;
    struct work work;
};

struct pool {
    struct queue *tasks;
    struct queue *results;
    struct process **workers;
    int count;
    long outstanding;   /* given to the workers, and no result yet */
    struct kept *first; /* results, oldest first */
    struct kept **last;
};

/* How much of a map waits for each worker, so that none runs out of work. */
enum { WAITING_FOR_EACH = 4 };

static const double LOOK_SECONDS = 0.1;

/* Works until told to end; a result has the task's header. */
static int serve(void *arg) {
    const struct pool *pool = arg;
    struct work work, done;
    unsigned tag;
    while (queue_get_tagged(pool->tasks, &tag, &work, sizeof work) >= 0 && tag != MESSAGE_NONE) {
        done.task = work.task;
        work.task.function(work.bytes, done.bytes);
        if (!queue_put(pool->results, &done,
                       offsetof(struct work, bytes) + done.task.result_size)) {
            return 1;
        }
    }
    return 0;
}

static bool start(struct pool *pool, int workers) {
    pool->tasks = queue_new(0);
    pool->results = queue_new(0);
    pool->workers = calloc((size_t)workers, sizeof *pool->workers);
    if (pool->tasks == NULL || pool->results == NULL || pool->workers == NULL) {
        return false;
    }
    for (int i = 0; i < workers; i++) {
        struct process *worker = process_new(NULL, serve, pool, 0);
        if (worker == NULL) {
            return false;
        }
        process_set_daemon(worker, true);
        if (!process_run(worker)) {
            process_close(worker);
            return false;
        }
        pool->workers[pool->count++] = worker;
    }
    return true;
}

static void forget(struct pool *pool) {
    while (pool->first != NULL) {
        struct kept *kept = pool->first;
        pool->first = kept->next;
        free(kept);
    }
    if (pool->tasks != NULL) {
        queue_free(pool->tasks);
    }
    if (pool->results != NULL) {
        queue_free(pool->results);
    }
    free(pool->workers);
    free(pool);
}

struct pool *pool_new(int workers) {
    if (workers < 1) {
        errno = EINVAL;
        return NULL;
    }
    struct pool *pool = calloc(1, sizeof *pool);
    if (pool == NULL) {
        return NULL;
    }
    pool->last = &pool->first;
    if (!start(pool, workers)) {
        int error = errno;
        pool_close(pool);
        errno = error;
        return NULL;
    }
    return pool;
}

static bool all_alive(const struct pool *pool) {
    for (int i = 0; i < pool->count; i++) {
        if (!process_is_alive(pool->workers[i])) {
            return false;
        }
    }
    return true;
}

/* Waits for a result. A worker that ended may have been the one with the work: look now and then. */
static bool receive(struct pool *pool, struct work *done) {
    while (queue_get_timeout(pool->results, done, sizeof *done, LOOK_SECONDS) < 0) {
        if (errno != ETIMEDOUT) {
            return false;
        }
        if (!all_alive(pool)) {
            errno = ECHILD;
            return false;
        }
    }
    pool->outstanding--;
    return true;
}

/* Makes room: workers that cannot give their results away take no more tasks. */
static bool keep_result(struct pool *pool) {
    struct kept *kept = malloc(sizeof *kept);
    if (kept == NULL || !receive(pool, &kept->work)) {
        free(kept);
        return false;
    }
    kept->next = NULL;
    *pool->last = kept;
    pool->last = &kept->next;
    return true;
}

bool pool_submit(struct pool *pool, pool_function *function, long number, const void *input,
                 size_t input_size, size_t result_size) {
    struct work work = {.task = {function, number, (uint32_t)input_size, (uint32_t)result_size}};
    if (input_size > POOL_BYTES_MAX || result_size > POOL_BYTES_MAX) {
        errno = EMSGSIZE;
        return false;
    }
    memcpy(work.bytes, input, input_size);
    while (!queue_try_put(pool->tasks, &work, offsetof(struct work, bytes) + input_size)) {
        if (errno != EAGAIN || !keep_result(pool)) {
            return false;
        }
    }
    pool->outstanding++;
    return true;
}

static void take_kept(struct pool *pool) {
    struct kept *kept = pool->first;
    pool->first = kept->next;
    if (pool->first == NULL) {
        pool->last = &pool->first;
    }
    free(kept);
}

bool pool_next(struct pool *pool, long *number, void *result, size_t room) {
    if (pool->first == NULL && pool->outstanding == 0) {
        errno = EINVAL;
        return false;
    }
    if (pool->first == NULL && !keep_result(pool)) {
        return false;
    }
    const struct work *done = &pool->first->work;
    if (done->task.result_size > room) {
        errno = EMSGSIZE;
        return false;
    }
    *number = done->task.number;
    memcpy(result, done->bytes, done->task.result_size);
    take_kept(pool);
    return true;
}

/* Gives out a little more than the workers can do at once, then one more for each that is done. */
bool pool_map(struct pool *pool, pool_function *function, const void *inputs, size_t input_size,
              void *results, size_t result_size, size_t count) {
    size_t given = 0;
    struct work done;
    if (pool->outstanding > 0 || pool->first != NULL) {
        errno = EBUSY;
        return false;
    }
    for (size_t finished = 0; finished < count; finished++) {
        for (; given < count && given - finished < (size_t)pool->count * WAITING_FOR_EACH; given++) {
            const char *input = (const char *)inputs + given * input_size;
            if (!pool_submit(pool, function, (long)given, input, input_size, result_size)) {
                return false;
            }
        }
        if (!receive(pool, &done)) {
            return false;
        }
        memcpy((char *)results + (size_t)done.task.number * result_size, done.bytes, result_size);
    }
    return true;
}

static bool any_alive(const struct pool *pool) {
    bool alive = false;
    for (int i = 0; i < pool->count; i++) {
        alive |= process_is_alive(pool->workers[i]);
    }
    return alive;
}

/*
 * With workers that have died, results may be in the way of the others, and nobody may be left to
 * take what is put.
 */
static void end_rest(struct pool *pool) {
    struct work done;
    struct timespec point;
    for (int told = 0; any_alive(pool);) {
        deadline now = __deadline_in(0, &point);
        if (told < pool->count && __queue_put(pool->tasks, MESSAGE_NONE, NULL, 0, now)) {
            told++;
        } else {
            queue_get_timeout(pool->results, &done, sizeof done, LOOK_SECONDS);
        }
    }
}

void pool_close(struct pool *pool) {
    struct work done;
    while (pool->outstanding > 0 && receive(pool, &done)) {
    }
    if (pool->outstanding > 0) {
        end_rest(pool);
    } else {
        for (int i = 0; i < pool->count; i++) {
            queue_put_tagged(pool->tasks, MESSAGE_NONE, NULL, 0);
        }
    }
    for (int i = 0; i < pool->count; i++) {
        process_join(pool->workers[i]);
        process_close(pool->workers[i]);
    }
    forget(pool);
}
