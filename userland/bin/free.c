/*
 * free: tells how much memory there is, in KiB.
 *
 *     free
 */

#include <err.h>
#include <stdio.h>
#include <sys/sysinfo.h>

int main(void) {
    struct sysinfo info;
    if (sysinfo(&info) < 0) {
        err(1, "sysinfo");
    }
    unsigned long unit = info.mem_unit > 0 ? info.mem_unit : 1;
    printf("%14s %10s %10s\n", "total", "used", "free");
    printf("Mem: %9lu %10lu %10lu\n", info.totalram * unit / 1024,
           (info.totalram - info.freeram) * unit / 1024, info.freeram * unit / 1024);
    return 0;
}
