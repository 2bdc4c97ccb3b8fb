/*
 * Threads: creation, the ways to end, joining.
 *
 * A thread lives in one mapping: guard, stack, struct thread, thread-local variables. The kernel
 * zeroes `alive` once it no longer runs on that, and who joins it then unmaps it. Nobody joins a
 * detached one, so that unmaps itself with its last instructions, which need no stack. Who decides
 * is whoever changes `fate` first: the thread by ending, or another by detaching it. Invariant: a
 * mapping is unmapped once, when nobody can run on it or look at it any more.
 */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

enum { JOINABLE, DETACHED, ENDED };
enum { HELD_BACK, START, GIVE_UP };
enum { PAGE = 4096, STACK = 1 << 20 };

#define THREAD_FLAGS                                                                               \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |            \
     CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static const pthread_attr_t usual = {.__stack_size = STACK, .__guard_size = PAGE};
static int running = 1;

int __clone_thread(unsigned long flags, void *stack, int *parent_tid, void *tp, int *child_tid);
_Noreturn void __unmap_and_exit(void *mapping, size_t size);
_Noreturn void __thread_main(void);
void __run_destructors(void);

pthread_t pthread_self(void) { return (pthread_t)self(); }
int pthread_equal(pthread_t one, pthread_t other) { return one == other; }

static void mask_signals(const sigset_t *set, sigset_t *old) {
    sys_rt_sigprocmask(SIG_SETMASK, set, old, sizeof *set);
}

/* Forks leave only the one that forks. */
void __forget_threads(void) {
    running = 1;
    __threaded = false;
}

static struct thread *map_thread(const pthread_attr_t *attributes) {
    if (attributes->__stack != NULL) {
        char *end = (char *)attributes->__stack + attributes->__stack_size;
        memset(end - __thread_room(), 0, __thread_room());
        return __thread_at(end);
    }
    size_t guard = (attributes->__guard_size + PAGE - 1) & -(size_t)PAGE;
    size_t size =
        (guard + attributes->__stack_size + __thread_room() + PAGE - 1) & -(size_t)PAGE;
    char *mapping = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapping == MAP_FAILED) {
        return NULL;
    }
    if (guard > 0 && mprotect(mapping, guard, PROT_NONE) < 0) {
        munmap(mapping, size);
        return NULL;
    }
    struct thread *thread = __thread_at(mapping + size);
    thread->mapping = mapping;
    thread->mapped = size;
    return thread;
}

static void unmap_thread(struct thread *thread) {
    if (thread->mapping != NULL) {
        munmap(thread->mapping, thread->mapped);
    }
}

/* The kernel shall tell when the first thread ends too, and from now on locks are taken. */
static void become_threaded(void) {
    if (!__threaded) {
        struct thread *first = self();
        first->tid = (int)sys_set_tid_address(&first->alive);
        __threaded = true;
    }
}

static void await_end(struct thread *thread) {
    int seen;
    while ((seen = load(&thread->alive)) != 0) {
        __futex_sleep(&thread->alive, seen, true, CLOCK_MONOTONIC, NULL);
    }
}

/* Lets a thread that is held back go on by the policy asked for, or not at all. */
static int schedule(struct thread *thread, const pthread_attr_t *attributes) {
    long error = -sys_sched_setscheduler(thread->tid, attributes->__policy,
                                         &attributes->__parameter);
    __atomic_store_n(&thread->go, error == 0 ? START : GIVE_UP, __ATOMIC_SEQ_CST);
    __futex_rouse(&thread->go, 1, false);
    if (error != 0) {
        await_end(thread);
    }
    return (int)error;
}

static int start_thread(struct thread *thread, const pthread_attr_t *attributes) {
    sigset_t all = ~0UL;
    bool chosen = attributes->__explicit == PTHREAD_EXPLICIT_SCHED;
    thread->go = chosen ? HELD_BACK : START;
    thread->alive = 1;
    thread->fate = attributes->__detached == PTHREAD_CREATE_DETACHED ? DETACHED : JOINABLE;
    mask_signals(&all, &thread->mask);
    sigset_t before = thread->mask;
    __atomic_add_fetch(&running, 1, __ATOMIC_SEQ_CST);
    int tid = __clone_thread(THREAD_FLAGS, thread, &thread->tid, thread + 1, &thread->alive);
    int error = tid < 0 ? -tid : chosen ? schedule(thread, attributes) : 0;
    if (error != 0) {
        __atomic_sub_fetch(&running, 1, __ATOMIC_SEQ_CST);
    }
    mask_signals(&before, NULL);
    return error == ENOMEM ? EAGAIN : error;
}

/* The ID is there before the thread can look for it. */
int pthread_create(pthread_t *id, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *arg) {
    attributes = attributes != NULL ? attributes : &usual;
    int before = errno;
    struct thread *thread = map_thread(attributes);
    errno = before;
    if (thread == NULL) {
        return EAGAIN;
    }
    become_threaded();
    thread->start = start;
    thread->arg = arg;
    *id = (pthread_t)thread;
    int error = start_thread(thread, attributes);
    if (error != 0) {
        unmap_thread(thread);
    }
    return error;
}

/* Where a new thread begins, with all signals blocked. */
_Noreturn void __thread_main(void) {
    struct thread *me = self();
    while (load(&me->go) == HELD_BACK) {
        __futex_sleep(&me->go, HELD_BACK, false, CLOCK_MONOTONIC, NULL);
    }
    if (me->go == GIVE_UP) {
        for (;;) {
            sys_exit(0);
        }
    }
    sigset_t mask = me->mask;
    mask_signals(&mask, NULL);
    pthread_exit(me->start(me->arg));
}

/* The kernel looks at nothing of a mapping that is gone. */
_Noreturn static void vanish(struct thread *me) {
    if (me->robust) {
        sys_set_robust_list(NULL, sizeof me->held);
    }
    sys_set_tid_address(NULL);
    __unmap_and_exit(me->mapping, me->mapped);
}

/* With the last thread, the process ends as by exit(0). */
_Noreturn void pthread_exit(void *result) {
    struct thread *me = self();
    sigset_t all = ~0UL;
    me->result = result;
    me->cancel_disabled = true;
    while (me->cleanups != NULL) {
        __cleanup_pop(me->cleanups, 1);
    }
    __run_destructors();
    if (__atomic_sub_fetch(&running, 1, __ATOMIC_SEQ_CST) == 0) {
        exit(0);
    }
    mask_signals(&all, NULL);
    if (!swap(&me->fate, JOINABLE, ENDED) && me->mapping != NULL) {
        vanish(me);
    }
    for (;;) {
        sys_exit(0);
    }
}

static int collect(struct thread *thread, void **result) {
    if (result != NULL) {
        *result = thread->result;
    }
    unmap_thread(thread);
    return 0;
}

static int join(pthread_t id, void **result, clockid_t clock, const struct timespec *end) {
    struct thread *thread = (struct thread *)id;
    int seen;
    if (thread == self()) {
        return EDEADLK;
    }
    if (load(&thread->fate) == DETACHED) {
        return EINVAL;
    }
    pthread_testcancel();
    while ((seen = load(&thread->alive)) != 0) {
        int error = __futex_sleep_cancellable(&thread->alive, seen, true, clock, end);
        if (error == ETIMEDOUT || error == EINVAL) {
            return error;
        }
    }
    return collect(thread, result);
}

int pthread_join(pthread_t id, void **result) { return join(id, result, CLOCK_MONOTONIC, NULL); }

int pthread_timedjoin_np(pthread_t id, void **result, const struct timespec *end) {
    return join(id, result, CLOCK_REALTIME, end);
}

int pthread_tryjoin_np(pthread_t id, void **result) {
    struct thread *thread = (struct thread *)id;
    return load(&thread->alive) != 0 ? EBUSY : collect(thread, result);
}

int pthread_detach(pthread_t id) {
    struct thread *thread = (struct thread *)id;
    if (swap(&thread->fate, JOINABLE, DETACHED)) {
        return 0;
    }
    if (load(&thread->fate) == DETACHED) {
        return EINVAL;
    }
    await_end(thread);
    return collect(thread, NULL);
}
