/*
 * deadlock: three workers who take locks in a circle, and a kernel that notices.
 *
 * Each worker holds one lock and wants the next one's. None can go on, and none ever will: the four
 * conditions of Coffman hold (mutual exclusion, hold and wait, no preemption, a circle). The kernel
 * knows who holds a lock that somebody waits for, because its word in memory has the holder's TID;
 * it follows the holders from everyone who begins to wait, and says so on the console when that
 * leads back to him. /proc/deadlocks has the same for programs. Here the program looks there and
 * terminates one of the workers, who gives up what he holds: the others go on. `deadlock stay` leaves
 * them as they are, for a look from the monitor (Ctrl-A c, then deadlock).
 *
 * In the order of the locks' numbers there would be no circle: see dining_philosophers.
 *
 * qemu-user: no /proc/deadlocks there, nor on Linux.
 */

#include <multiprocessing.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WORKERS = 3, TEXT = 4096 };

static struct lock *locks[WORKERS];
static struct barrier *all_have_one;
static int first; /* of this worker */

static void give_up(int number) {
    (void)number;
    lock_release(locks[first]);
    _exit(0);
}

static int take_both(void *arg) {
    first = *(int *)arg;
    int second = (first + 1) % WORKERS;
    signal(SIGTERM, give_up);
    lock_acquire(locks[first]);
    barrier_wait(all_have_one);
    lock_acquire(locks[second]);
    lock_release(locks[second]);
    lock_release(locks[first]);
    return 0;
}

/* What the kernel says, without a line if there is no deadlock. */
static void ask(char text[TEXT]) {
    FILE *file = fopen("/proc/deadlocks", "r");
    size_t size = file == NULL ? 0 : fread(text, 1, TEXT - 1, file);
    text[size] = '\0';
    if (file != NULL) {
        fclose(file);
    }
}

static bool says_all(const char *text, struct process **workers) {
    char name[32];
    bool all = strstr(text, "deadlock: 3 tasks wait for each other") != NULL;
    for (int i = 0; i < WORKERS; i++) {
        snprintf(name, sizeof name, "  task %d (", (int)process_pid(workers[i]));
        all = all && strstr(text, name) != NULL;
    }
    return all && strstr(text, "take_both") != NULL;
}

int main(int argc, char **argv) {
    struct process *workers[WORKERS];
    struct timespec moment = {0, 1000000};
    char text[TEXT];
    int lost = 0;
    all_have_one = barrier_new(WORKERS);
    for (int i = 0; i < WORKERS; i++) {
        locks[i] = lock_new();
    }
    for (int i = 0; i < WORKERS; i++) {
        workers[i] = process_start(take_both, &i);
    }
    do {
        nanosleep(&moment, NULL);
        ask(text);
    } while (text[0] == '\0');
    bool seen = says_all(text, workers);
    printf("the kernel %s the deadlock of %d workers\n", seen ? "reports" : "misses", WORKERS);
    if (argc > 1 && strcmp(argv[1], "stay") == 0) {
        process_join(workers[0]);
    }
    process_terminate(workers[0]);
    for (int i = 0; i < WORKERS; i++) {
        process_join(workers[i]);
        lost += process_exitcode(workers[i]) != 0;
    }
    ask(text);
    printf("one gives up, and %d go on to their ends\n", WORKERS - 1 - lost);
    return seen && lost == 0 && text[0] == '\0' ? 0 : 1;
}
