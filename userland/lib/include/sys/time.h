#pragma once

/* Time in microseconds, and the timers that send SIGALRM, SIGVTALRM and SIGPROF. */

#include <sys/types.h>
#include <time.h>

#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2

struct timeval {
    time_t tv_sec;
    long tv_usec;
};

struct itimerval {
    struct timeval it_interval;
    struct timeval it_value;
};

int gettimeofday(struct timeval *now, void *zone);
int setitimer(int which, const struct itimerval *value, struct itimerval *old);
