/* Deadlines, futexes and bells: see sharing.h. */

#include <errno.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sharing.h"

static const long NANOSECONDS = 1000000000;

deadline __deadline_in(double seconds, struct timespec *point) {
    double most = 1e9; /* some 30 years, which fit into any time_t */
    seconds = seconds < 0 ? 0 : seconds > most ? most : seconds;
    clock_gettime(CLOCK_MONOTONIC, point);
    point->tv_sec += (time_t)seconds;
    point->tv_nsec += (long)((seconds - (double)(time_t)seconds) * 1e9);
    if (point->tv_nsec >= NANOSECONDS) {
        point->tv_sec++;
        point->tv_nsec -= NANOSECONDS;
    }
    return point;
}

int __milliseconds_until(deadline end) {
    struct timespec now;
    if (end == NULL) {
        return -1;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    long left = (end->tv_sec - now.tv_sec) * 1000 + (end->tv_nsec - now.tv_nsec + 999999) / 1000000;
    return left < 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

/* WAIT_BITSET, for it takes a point in time, which a signal in between does not move. */
bool __futex_wait(int *word, int value, deadline end) {
    return syscall(SYS_futex, word, FUTEX_WAIT_BITSET, value, end, NULL, -1) == 0 ||
           errno != ETIMEDOUT;
}

void __futex_wake(int *word, int count) { syscall(SYS_futex, word, FUTEX_WAKE, count); }

/* A kernel without futex_waitv has no robust locks either: the first word is what counts. */
int __futex_wait_any(int *const words[], const int values[], int count, deadline end) {
    enum { MOST = 4, OF_32_BITS = 2 }; /* the flag has no name in older headers */
    struct futex_waitv vectors[MOST];
    for (int i = 0; i < count; i++) {
        vectors[i] = (struct futex_waitv){(unsigned int)values[i], (unsigned long)words[i],
                                          OF_32_BITS, 0};
    }
    long woken = syscall(SYS_futex_waitv, vectors, count, 0, end, CLOCK_MONOTONIC);
    if (woken < 0 && errno == ENOSYS) {
        woken = syscall(SYS_futex, words[0], FUTEX_WAIT_BITSET, values[0], end, NULL, -1);
    }
    return (int)woken;
}

/* No word of ours is below 0 before the operation is over, so the second wake is for the same. */
void __futex_change_and_wake(int *word, int operation, int argument) {
    syscall(SYS_futex, word, FUTEX_WAKE_OP, INT_MAX, INT_MAX, word,
            FUTEX_OP(operation, argument, FUTEX_OP_CMP_EQ, 0));
}

int __bell_attend(struct bell *bell) {
    return __atomic_or_fetch(&bell->word, 1, __ATOMIC_SEQ_CST);
}

void __bell_ring(struct bell *bell, int steps) {
    int seen = load(&bell->word);
    if ((seen & 1) == 0) {
        __atomic_store_n(&bell->word, (int)((unsigned int)seen + 2u * (unsigned int)steps),
                         __ATOMIC_SEQ_CST);
    } else {
        __futex_change_and_wake(&bell->word, FUTEX_OP_ADD, 2 * steps - 1);
    }
}
