/*
 * Cancellation.
 *
 * A cancelled thread has a flag set and gets a signal of its own. If that comes before a call that
 * can be cancelled has begun, or while the kernel would restart it, the handler sends the thread on
 * to its end instead; a call that the signal ended gives EINTR, and the thread goes after that. A
 * call that was done has had its effect, and is not cancelled.
 */

#include <errno.h>
#include <ucontext.h>

#include "stubs.h"
#include "thread.h"

enum { CANCEL_SIGNAL = 33 };

extern const char __cancel_begin[];
extern const char __cancel_end[];
long __cancel_call(const bool *cancelled, long number, long a, long b, long c, long d, long e,
                   long f);
_Noreturn void __cancel_now(void);

_Noreturn void __cancel_now(void) {
    self()->cancelling = true;
    pthread_exit(PTHREAD_CANCELED);
}

static bool due(const struct thread *me) {
    return __atomic_load_n(&me->cancelled, __ATOMIC_SEQ_CST) && !me->cancel_disabled;
}

static void interrupted(int number, siginfo_t *info, void *context) {
    mcontext_t *machine = &((ucontext_t *)context)->uc_mcontext;
    unsigned long pc = machine->__gregs[REG_PC];
    (void)number;
    (void)info;
    bool waits = pc >= (unsigned long)__cancel_begin && pc < (unsigned long)__cancel_end;
    if (due(self()) && (waits || self()->cancel_anywhere)) {
        machine->__gregs[REG_PC] = (unsigned long)__cancel_now;
    }
}

long __cancellable(long number, long a, long b, long c, long d, long e, long f) {
    struct thread *me = self();
    if (me->cancel_disabled || (!__threaded && !me->cancelled)) {
        return ecall6(number, a, b, c, d, e, f);
    }
    long result = __cancel_call(&me->cancelled, number, a, b, c, d, e, f);
    if (result == -EINTR) {
        pthread_testcancel();
    }
    return result;
}

void pthread_testcancel(void) {
    if (due(self())) {
        __cancel_now();
    }
}

int pthread_cancel(pthread_t id) {
    struct thread *thread = (struct thread *)id;
    struct sigaction action = {.sa_sigaction = interrupted, .sa_flags = SA_SIGINFO | SA_RESTART};
    sys_rt_sigaction(CANCEL_SIGNAL, &action, NULL, sizeof(sigset_t));
    __atomic_store_n(&thread->cancelled, true, __ATOMIC_SEQ_CST);
    if (thread != self()) {
        return thread->cancel_disabled ? 0 : pthread_kill(id, CANCEL_SIGNAL);
    }
    if (thread->cancel_anywhere) {
        pthread_testcancel();
    }
    return 0;
}

int pthread_setcancelstate(int state, int *old) {
    struct thread *me = self();
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) {
        return EINVAL;
    }
    if (old != NULL) {
        *old = me->cancel_disabled ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    }
    if (!me->cancelling) {
        me->cancel_disabled = state == PTHREAD_CANCEL_DISABLE;
    }
    return 0;
}

int pthread_setcanceltype(int type, int *old) {
    struct thread *me = self();
    if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS) {
        return EINVAL;
    }
    if (old != NULL) {
        *old = me->cancel_anywhere ? PTHREAD_CANCEL_ASYNCHRONOUS : PTHREAD_CANCEL_DEFERRED;
    }
    me->cancel_anywhere = type == PTHREAD_CANCEL_ASYNCHRONOUS;
    if (me->cancel_anywhere) {
        pthread_testcancel();
    }
    return 0;
}

void __cleanup_push(struct __cleanup *cleanup) {
    cleanup->outer = self()->cleanups;
    self()->cleanups = cleanup;
}

void __cleanup_pop(struct __cleanup *cleanup, int execute) {
    self()->cleanups = cleanup->outer;
    if (execute) {
        cleanup->function(cleanup->arg);
    }
}
