/*
 * uptime: tells the time, how long the machine runs, and how many processes were ready to run on
 * average over the last minute, five and fifteen minutes.
 */

#include <err.h>
#include <stdio.h>
#include <sys/sysinfo.h>
#include <time.h>

/* Loads are fixed-point numbers with 16 bits of fraction. */
static double load(unsigned long fixed) { return (double)fixed / 65536; }

int main(void) {
    struct sysinfo info;
    time_t now = time(NULL);
    char clock[16];
    if (sysinfo(&info) < 0) {
        err(1, "sysinfo");
    }
    strftime(clock, sizeof clock, "%H:%M:%S", localtime(&now));
    printf("%s up %ld:%02ld:%02ld, load average: %.2f, %.2f, %.2f\n", clock, info.uptime / 3600,
           info.uptime / 60 % 60, info.uptime % 60, load(info.loads[0]), load(info.loads[1]),
           load(info.loads[2]));
    return 0;
}
