/*
 * hostname: prints the name of this machine, or sets it.
 *
 *     hostname [NAME]
 */

#include <err.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
    char name[65];
    if (argc > 1) {
        if (sethostname(argv[1], strlen(argv[1])) < 0) {
            err(1, "%s", argv[1]);
        }
        return 0;
    }
    if (gethostname(name, sizeof name) < 0) {
        err(1, "name");
    }
    puts(name);
    return 0;
}
