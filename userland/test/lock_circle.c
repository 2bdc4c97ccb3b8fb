/*
 * lock_circle [stay]: three processes that wait for each other's locks in a circle. When one of them
 * is killed the next inherits its lock, and so all get on. With `stay` nobody here kills any, and
 * how many got on is the status.
 *
 * qemu-user: no robust lists.
 */

#include "check.h"

#include <multiprocessing.h>

enum { MEMBERS = 3 };

static struct lock *locks[MEMBERS];
static struct barrier *all_have_one;

static void take_two(int number) {
    struct lock *first = locks[number], *second = locks[(number + 1) % MEMBERS];
    CHECK(lock_acquire(first) && barrier_wait(all_have_one) >= 0);
    CHECK(lock_acquire(second) && lock_release(second) && lock_release(first));
    leave(failures != 0);
}

int main(int argc, char **argv) {
    pid_t pids[MEMBERS];
    bool stay = argc > 1 && strcmp(argv[1], "stay") == 0;
    int got_on = 0;
    all_have_one = barrier_new(MEMBERS);
    for (int i = 0; i < MEMBERS; i++) {
        locks[i] = lock_new();
    }
    for (int i = 0; i < MEMBERS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            take_two(i);
        }
    }
    usleep(5000);
    if (!stay) {
        CHECK(kill(pids[1], SIGKILL) == 0);
    }
    for (int i = 0; i < MEMBERS; i++) {
        int status = wait_status(pids[i]);
        CHECK(status == 0 || status == 128 + SIGKILL);
        got_on += status == 0;
    }
    CHECK(stay || got_on == MEMBERS - 1);
    return stay ? got_on : finish();
}
