/* What multiprocessing needs of a thread, with a C library that has a robust list of its own. */

#define _GNU_SOURCE

#include <sys/syscall.h>
#include <unistd.h>

#include "sharing.h"

#ifdef __GLIBC__
int __own_tid(void) { return gettid(); }

/* An emulator that has no such lists does not tell where the library's is. */
struct robust_head *__robust_list(void) {
    static __thread struct robust_head *list, none;
    size_t size;
    if (list == NULL && syscall(SYS_get_robust_list, 0, &list, &size) < 0) {
        none.next = &none;
        list = &none;
    }
    return list;
}
#endif
