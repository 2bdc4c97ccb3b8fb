/* pwd: prints the current folder. */

#include <err.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
    char path[4096];
    if (getcwd(path, sizeof path) == NULL) {
        err(1, "current folder");
    }
    puts(path);
    return 0;
}
