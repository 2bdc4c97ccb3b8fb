#pragma once

/* Processor time of a process and its children, in ticks of sysconf(_SC_CLK_TCK). */

#include <time.h>

struct tms {
    clock_t tms_utime;
    clock_t tms_stime;
    clock_t tms_cutime;
    clock_t tms_cstime;
};

clock_t times(struct tms *times);
