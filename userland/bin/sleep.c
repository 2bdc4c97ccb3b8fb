/*
 * sleep: waits.
 *
 *     sleep SECONDS        which may have a fraction: 0.5
 */

#include <err.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
    char *end = NULL;
    double seconds = argc == 2 ? strtod(argv[1], &end) : -1;
    if (!(seconds >= 0) || *end != '\0') {
        errx(2, "usage: sleep SECONDS");
    }
    struct timespec time = {(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};
    if (nanosleep(&time, NULL) < 0) {
        err(1, "%s", argv[1]);
    }
    return 0;
}
