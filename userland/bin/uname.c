/*
 * uname: names the system.
 *
 *     uname [-a] [-s] [-n] [-r] [-v] [-m]
 *
 *     -s: the kernel (if no option is given)   -n: the host   -r: release   -v: version
 *     -m: the machine   -a: all of them
 */

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(int argc, char **argv) {
    struct utsname name;
    static const char letters[] = "snrvm";
    unsigned wanted = 0;
    for (int option; (option = getopt(argc, argv, "asnrvm")) != -1;) {
        if (option == '?') {
            return 2;
        }
        wanted |= option == 'a' ? 0x1fu : 1u << (strchr(letters, option) - letters);
    }
    wanted = wanted == 0 ? 1 : wanted;
    if (uname(&name) < 0) {
        err(1, "uname");
    }
    const char *parts[] = {name.sysname, name.nodename, name.release, name.version, name.machine};
    const char *space = "";
    for (int i = 0; i < 5; i++) {
        if (wanted >> i & 1) {
            printf("%s%s", space, parts[i]);
            space = " ";
        }
    }
    putchar('\n');
    return 0;
}
