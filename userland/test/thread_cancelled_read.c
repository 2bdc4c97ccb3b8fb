/*
 * A read that pthread_cancel meets either has ended and counts, or has taken nothing.
 *
 * qemu-user: no (the other library has a gap there, which shows when many harts are really parallel).
 */

#include "check.h"

#include <fcntl.h>
#include <pthread.h>

static int ends[2];

static void *take(void *arg) {
    int *taken = arg;
    char byte;
    while (read(ends[0], &byte, 1) == 1) {
        ++*taken;
    }
    return NULL;
}

static void nothing_lost(void) {
    enum { ROUNDS = 40 };
    int in_all = 0, left = 0;
    char byte = 0;
    for (int i = 0; i < ROUNDS; i++) {
        pthread_t thread;
        int taken = 0;
        CHECK(pthread_create(&thread, NULL, take, &taken) == 0);
        usleep((useconds_t)(i * 3));
        CHECK(write(ends[1], &byte, 1) == 1);
        pthread_cancel(thread);
        pthread_join(thread, NULL);
        in_all += taken;
    }
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    while (read(ends[0], &byte, 1) == 1) {
        left++;
    }
    CHECK(in_all + left == ROUNDS);
    puts("a call that was done counts");
}

int main(void) {
    CHECK(pipe(ends) == 0);
    nothing_lost();
    return finish();
}
