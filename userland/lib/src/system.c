/* The machine and its kernel: names, memory, limits; and system calls by number. */

#include <errno.h>
#include <sched.h>
#include <stdarg.h>
#include <string.h>
#include <sys/reboot.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "stubs.h"

int uname(struct utsname *name) { return (int)__result(sys_uname(name)); }
int sysinfo(struct sysinfo *info) { return (int)__result(sys_sysinfo(info)); }

int sethostname(const char *name, size_t size) {
    return (int)__result(sys_sethostname(name, size));
}

/* The name is that of the system's node. */
int gethostname(char *name, size_t size) {
    struct utsname names;
    if (uname(&names) < 0) {
        return -1;
    }
    if (strlen(names.nodename) >= size) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(name, names.nodename);
    return 0;
}

int reboot(unsigned int command) {
    return (int)__result(sys_reboot(0xfee1dead, 672274793, command, NULL));
}

int get_nprocs(void) {
    cpu_set_t harts;
    int count = 0;
    if (sched_getaffinity(0, sizeof harts, &harts) < 0) {
        return 1;
    }
    for (int hart = 0; hart < CPU_SETSIZE; hart++) {
        count += CPU_ISSET(hart, &harts) != 0;
    }
    return count;
}

int getpagesize(void) { return 4096; }

/* What is asked of it in practice. */
long sysconf(int name) {
    switch (name) {
    case _SC_CLK_TCK:
        return 100;
    case _SC_OPEN_MAX:
        return 1024;
    case _SC_PAGESIZE:
        return getpagesize();
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return get_nprocs();
    default:
        errno = EINVAL;
        return -1;
    }
}

long syscall(long number, ...) {
    long argument[6];
    va_list arguments;
    va_start(arguments, number);
    for (int i = 0; i < 6; i++) {
        argument[i] = va_arg(arguments, long);
    }
    va_end(arguments);
    return __result(ecall6(number, argument[0], argument[1], argument[2], argument[3],
                           argument[4], argument[5]));
}
