#pragma once

/* Waiting until some of many descriptors are ready, named by sets of bits. */

#include <signal.h>
#include <sys/time.h>

#define FD_SETSIZE 1024

typedef struct {
    unsigned long fds_bits[FD_SETSIZE / 64];
} fd_set;

#define FD_ZERO(set) __clear_set(set)
#define FD_SET(fd, set) ((void)((set)->fds_bits[(fd) / 64] |= 1ul << ((fd) % 64)))
#define FD_CLR(fd, set) ((void)((set)->fds_bits[(fd) / 64] &= ~(1ul << ((fd) % 64))))
#define FD_ISSET(fd, set) ((int)((set)->fds_bits[(fd) / 64] >> ((fd) % 64) & 1))

static inline void __clear_set(fd_set *set) {
    for (int i = 0; i < FD_SETSIZE / 64; i++) {
        set->fds_bits[i] = 0;
    }
}

/* Leaves the time that was left in timeout. */
int select(int count, fd_set *to_read, fd_set *to_write, fd_set *exceptional,
           struct timeval *timeout);
int pselect(int count, fd_set *to_read, fd_set *to_write, fd_set *exceptional,
            const struct timespec *timeout, const sigset_t *mask);
