#pragma once

/*
 * A thread, its storage, and the library's own locks.
 *
 * tp points to the thread's copy of the thread-local variables, and its struct thread ends there.
 * Programs without threads pay for none: until the first pthread_create, the library's locks are
 * not taken, and the first thread's TID is asked for only when something needs it.
 */

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "futex_word.h"
#include "robust_list.h"

struct thread {
    int tid;   /* 0: not asked for yet */
    int alive; /* the kernel zeroes it when the thread has ended, and wakes those who join it */
    int fate;  /* see thread.c */
    int go;    /* whether it may start */
    bool cancelled;
    bool cancelling; /* acts on it already */
    bool cancel_disabled;
    bool cancel_anywhere; /* asynchronously */
    bool robust; /* whether the kernel knows the list */
    void *mapping;
    size_t mapped;
    void *(*start)(void *);
    void *arg;
    void *result;
    sigset_t mask;
    struct __cleanup *cleanups;
    struct robust_head held;
    void *values[PTHREAD_KEYS_MAX];
    unsigned int generations[PTHREAD_KEYS_MAX];
} __attribute__((aligned(64)));

extern bool __threaded;

static inline struct thread *self(void) {
    struct thread *end;
    __asm__("mv %0, tp" : "=r"(end));
    return end - 1;
}

int __ask_tid(void);
static inline int own_tid(void) { return self()->tid != 0 ? self()->tid : __ask_tid(); }

/* Sets up the storage of the first thread. */
void __start_threads(void);
size_t __thread_room(void);

/* A thread whose storage is in `room` zeroed bytes before `end`; its tp is behind it. */
struct thread *__thread_at(void *end);

/* The library's own locks, for short times: words as those of mutexes. */
void __lock(int *word);
void __unlock(int *word);

static inline void __unlock_held(int **word) { __unlock(*word); }
#define HOLDING(word)                                                                              \
    int *held_ __attribute__((cleanup(__unlock_held), unused)) = (__lock(word), word)

/* What fork does around it. */
void __before_fork(void);
void __after_fork(bool child);
void __lock_memory(void);
void __unlock_memory(void);
void __lock_streams(void);
void __unlock_streams(bool child);

/*
 * Sleeps while the word has the value, until a point of the clock if there is one: 0 or an error
 * number. The second form is a point of cancellation.
 */
int __futex_sleep(int *word, int value, bool shared, clockid_t clock, const struct timespec *end);
int __futex_sleep_cancellable(int *word, int value, bool shared, clockid_t clock,
                              const struct timespec *end);
void __futex_rouse(int *word, int count, bool shared);

/* A system call that pthread_cancel ends. */
long __cancellable(long number, long a, long b, long c, long d, long e, long f);

static inline bool is_time(const struct timespec *time) {
    return time->tv_nsec >= 0 && time->tv_nsec < 1000000000;
}
