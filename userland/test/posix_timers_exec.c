/* The timers of timer_create end with the program that made them.
   qemu-user: no (it starts programs of its host). */

#include "check.h"

#include <sys/syscall.h>
#include <time.h>

static void sleep_milliseconds(long milliseconds) {
    struct timespec time = {0, milliseconds * 1000000};
    CHECK(nanosleep(&time, NULL) == 0);
}

int main(int argc, char **argv) {
    if (argc == 2) {
        sleep_milliseconds(60);
        CHECK(syscall(SYS_timer_delete, atoi(argv[1])) == -1 && errno == EINVAL);
        return finish();
    }
    int id;
    char text[16];
    long soon[4] = {0, 0, 0, 20 * 1000000};
    CHECK(syscall(SYS_timer_create, CLOCK_MONOTONIC, NULL, &id) == 0);
    CHECK(syscall(SYS_timer_settime, id, 0, soon, NULL) == 0);
    snprintf(text, sizeof text, "%d", id);
    execl(argv[0], argv[0], text, (char *)NULL);
    return 1;
}
