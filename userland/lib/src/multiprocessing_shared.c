/* Shared memory, values and arrays: see multiprocessing.h. */

#include <errno.h>
#include <sys/mman.h>

#include "sharing.h"

struct value {
    struct rlock *lock;
    long number;
};

struct array {
    struct rlock *lock;
    size_t length;
    size_t size;
    char elements[] __attribute__((aligned(16)));
};

void *shared_new(size_t size) {
    void *memory =
        mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void shared_free(void *memory, size_t size) {
    if (memory != NULL) {
        munmap(memory, size);
    }
}

struct value *value_new(long number) {
    struct value *value = shared_new(sizeof *value);
    struct rlock *lock = rlock_new();
    if (value == NULL || lock == NULL) {
        shared_free(value, sizeof *value);
        return NULL;
    }
    value->lock = lock;
    value->number = number;
    return value;
}

long value_get(const struct value *value) {
    return __atomic_load_n(&value->number, __ATOMIC_SEQ_CST);
}

void value_set(struct value *value, long number) {
    __atomic_store_n(&value->number, number, __ATOMIC_SEQ_CST);
}

long value_add(struct value *value, long number) {
    return __atomic_add_fetch(&value->number, number, __ATOMIC_SEQ_CST);
}

struct rlock *value_lock(struct value *value) { return value->lock; }

void value_free(struct value *value) {
    rlock_free(value->lock);
    shared_free(value, sizeof *value);
}

struct array *array_new(size_t length, size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(length, size, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct array), &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    struct array *array = shared_new(bytes);
    struct rlock *lock = rlock_new();
    if (array == NULL || lock == NULL) {
        shared_free(array, bytes);
        return NULL;
    }
    array->lock = lock;
    array->length = length;
    array->size = size;
    return array;
}

void *array_at(struct array *array, size_t index) {
    if (index >= array->length) {
        errno = ERANGE;
        return NULL;
    }
    return array->elements + index * array->size;
}

size_t array_length(const struct array *array) { return array->length; }
struct rlock *array_lock(struct array *array) { return array->lock; }

void array_free(struct array *array) {
    rlock_free(array->lock);
    shared_free(array, sizeof *array + array->length * array->size);
}
