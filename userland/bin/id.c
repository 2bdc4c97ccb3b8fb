/* id: tells which user and group this process has. */

#include <stdio.h>
#include <unistd.h>

static const char *name(unsigned int number) { return number == 0 ? "(root)" : ""; }

int main(void) {
    printf("uid=%u%s gid=%u%s\n", getuid(), name(getuid()), getgid(), name(getgid()));
    return 0;
}
