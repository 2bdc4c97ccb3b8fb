/* A pool of processes: map, work given out one by one, and a worker that dies. */

#include "check.h"

#include <multiprocessing.h>

enum { WORKERS = 3, COUNT = 100, MANY = 3000 };

struct big {
    char bytes[POOL_BYTES_MAX];
};

static void square(const void *input, void *result) {
    long number = *(const long *)input;
    *(long *)result = number * number;
}

static void invert(const void *input, void *result) {
    for (int i = 0; i < POOL_BYTES_MAX; i++) {
        ((char *)result)[i] = (char)~((const char *)input)[i];
    }
}

static void die(const void *input, void *result) {
    (void)input;
    (void)result;
    _exit(3);
}

static void mapping(struct pool *pool) {
    static struct big inputs[40], results[40];
    long numbers[COUNT], squares[COUNT];
    for (int i = 0; i < COUNT; i++) {
        numbers[i] = i;
    }
    CHECK(pool_map(pool, square, numbers, sizeof(long), squares, sizeof(long), COUNT));
    for (int i = 0; i < COUNT; i++) {
        CHECK(squares[i] == (long)i * i);
    }
    for (int i = 0; i < 40; i++) {
        memset(&inputs[i], i, sizeof inputs[i]);
    }
    CHECK(pool_map(pool, invert, inputs, sizeof inputs[0], results, sizeof results[0], 40));
    for (int i = 0; i < 40; i++) {
        CHECK(results[i].bytes[0] == (char)~i && results[i].bytes[POOL_BYTES_MAX - 1] == (char)~i);
    }
    puts("map puts each result in its place");
}

/* More than both pipes hold: what is done is kept until it is asked for. */
static void submitting(struct pool *pool) {
    static bool seen[MANY];
    long number, result;
    FAILS(pool_next(pool, &number, &result, sizeof result) - 1, EINVAL);
    for (long i = 0; i < MANY; i++) {
        CHECK(pool_submit(pool, square, i, &i, sizeof i, sizeof i));
    }
    FAILS(pool_map(pool, square, &number, 8, &result, 8, 1) - 1, EBUSY);
    FAILS(pool_next(pool, &number, &result, 1) - 1, EMSGSIZE);
    for (int i = 0; i < MANY; i++) {
        CHECK(pool_next(pool, &number, &result, sizeof result));
        CHECK(result == number * number && !seen[number]);
        seen[number] = true;
    }
    FAILS(pool_submit(pool, square, 0, seen, POOL_BYTES_MAX + 1, 8) - 1, EMSGSIZE);
    puts("all that is submitted comes back once");
}

int main(void) {
    struct pool *pool = pool_new(WORKERS);
    if (!CHECK(pool != NULL)) {
        return finish();
    }
    mapping(pool);
    submitting(pool);
    pool_close(pool);
    CHECK(active_children(NULL, 0) == 0);
    pool = pool_new(1);
    long number = 0;
    FAILS(pool_map(pool, die, &number, sizeof number, &number, sizeof number, 1) - 1, ECHILD);
    pool_close(pool);
    CHECK(pool_new(0) == NULL && errno == EINVAL);
    puts("a worker that died is reported");
    return finish();
}
