/* What the kernel is told of a thread's robust locks: see robust_list.h. */

#include "sharing.h"
#include "stubs.h"
#include "thread.h"

_Static_assert(offsetof(pthread_mutex_t, __links) - offsetof(pthread_mutex_t, __word) ==
                   offsetof(struct robust_word, links) - offsetof(struct robust_word, word),
               "entries of one list have their words at one distance");

static void tell_kernel(struct thread *me) {
    me->held.offset =
        (long)offsetof(struct robust_word, word) - (long)offsetof(struct robust_word, links.next);
    me->held.pending = NULL;
    sys_set_robust_list(&me->held, sizeof me->held);
    me->robust = true;
}

struct robust_head *__robust_list(void) {
    struct thread *me = self();
    if (!me->robust) {
        tell_kernel(me);
    }
    return &me->held;
}

int __own_tid(void) { return own_tid(); }
