/* Data of threads by key, what is done once, and what is done around fork. */

#include <errno.h>
#include <limits.h>

#include "thread.h"

enum { HANDLERS = 32 };
enum { NOT_YET, UNDER_WAY, DONE };

/* A generation is odd while the key is in use; values of another generation are not the key's. */
static struct {
    unsigned int generation;
    void (*destructor)(void *);
} keys[PTHREAD_KEYS_MAX];
static int keys_lock;

static struct {
    void (*prepare)(void);
    void (*parent)(void);
    void (*child)(void);
} handlers[HANDLERS];
static int handler_count;
static int handlers_lock;

void __run_destructors(void);
void __forget_threads(void);

int pthread_key_create(pthread_key_t *key, void (*destructor)(void *)) {
    HOLDING(&keys_lock);
    for (unsigned int i = 0; i < PTHREAD_KEYS_MAX; i++) {
        if (keys[i].generation % 2 == 0) {
            keys[i].generation++;
            keys[i].destructor = destructor;
            *key = i;
            return 0;
        }
    }
    return EAGAIN;
}

static bool in_use(pthread_key_t key) {
    return key < PTHREAD_KEYS_MAX && keys[key].generation % 2 == 1;
}

int pthread_key_delete(pthread_key_t key) {
    HOLDING(&keys_lock);
    if (!in_use(key)) {
        return EINVAL;
    }
    keys[key].generation++;
    return 0;
}

void *pthread_getspecific(pthread_key_t key) {
    struct thread *me = self();
    bool valid = in_use(key) && me->generations[key] == keys[key].generation;
    return valid ? me->values[key] : NULL;
}

int pthread_setspecific(pthread_key_t key, const void *value) {
    struct thread *me = self();
    if (!in_use(key)) {
        return EINVAL;
    }
    me->values[key] = (void *)value;
    me->generations[key] = keys[key].generation;
    return 0;
}

static bool destroy_values(void) {
    bool any = false;
    for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; key++) {
        void *value = pthread_getspecific(key);
        void (*destructor)(void *) = keys[key].destructor;
        if (value != NULL && destructor != NULL) {
            self()->values[key] = NULL;
            destructor(value);
            any = true;
        }
    }
    return any;
}

/* Destructors may set values again, but not for ever. */
void __run_destructors(void) {
    for (int i = 0; i < PTHREAD_DESTRUCTOR_ITERATIONS && destroy_values(); i++) {
    }
}

static void forget_once(void *once) {
    __atomic_store_n((int *)once, NOT_YET, __ATOMIC_SEQ_CST);
    __futex_rouse(once, INT_MAX, false);
}

/* If the function is cancelled, it was not done. */
int pthread_once(pthread_once_t *once, void (*function)(void)) {
    while (load(once) != DONE) {
        if (swap(once, NOT_YET, UNDER_WAY)) {
            pthread_cleanup_push(forget_once, once);
            function();
            pthread_cleanup_pop(0);
            __atomic_store_n(once, DONE, __ATOMIC_SEQ_CST);
            __futex_rouse(once, INT_MAX, false);
        } else {
            __futex_sleep(once, UNDER_WAY, false, CLOCK_MONOTONIC, NULL);
        }
    }
    return 0;
}

int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
    HOLDING(&handlers_lock);
    if (handler_count == HANDLERS) {
        return ENOMEM;
    }
    handlers[handler_count].prepare = prepare;
    handlers[handler_count].parent = parent;
    handlers[handler_count++].child = child;
    return 0;
}

static void call(void (*handler)(void)) {
    if (handler != NULL) {
        handler();
    }
}

void __before_fork(void) {
    for (int i = handler_count; i-- > 0;) {
        call(handlers[i].prepare);
    }
    __lock_streams();
    __lock_memory();
}

/* The child is another thread, the only one of its process, and holds no robust mutex. */
void __after_fork(bool child) {
    if (child) {
        struct thread *me = self();
        me->tid = 0;
        me->robust = false;
        me->held.next = &me->held;
        handlers_lock = keys_lock = 0;
    }
    __unlock_memory();
    __unlock_streams(child);
    if (child) {
        __forget_threads();
    }
    for (int i = 0; i < handler_count; i++) {
        call(child ? handlers[i].child : handlers[i].parent);
    }
}
