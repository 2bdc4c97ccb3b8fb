/*
 * ticket_sale [unlocked]: several offices sell the tickets that a file counts.
 *
 * Each office reads how many tickets are left, hands one out and writes the number less one. With
 * the lock these steps are one: exactly as many tickets are sold as there were. With `unlocked`
 * another office may read between the read and the write of the first, and one ticket is sold
 * twice. Whether that happens is up to the order of events, so on this machine to the seed; the
 * program then ends with 0 if it did happen.
 */

#include <fcntl.h>
#include <multiprocessing.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { TICKETS = 40, OFFICES = 4 };

static const char FORMAT[] = "%6d\n";
static struct lock *lock; /* NULL: unlocked */
static struct barrier *opening;

static int read_left(int file) {
    char text[16] = "";
    return pread(file, text, sizeof text - 1, 0) > 0 ? atoi(text) : -1;
}

static bool write_left(int file, int left) {
    char text[16];
    int size = snprintf(text, sizeof text, FORMAT, left);
    return pwrite(file, text, (size_t)size, 0) == size;
}

/* Sells one ticket, if there is one. */
static bool sell(int file) {
    if (lock != NULL) {
        lock_acquire(lock);
    }
    int left = read_left(file);
    bool sold = left > 0 && write_left(file, left - 1);
    if (lock != NULL) {
        lock_release(lock);
    }
    return sold;
}

/* Sells until nothing is left; its exit status is how many it sold. */
static int office(void *arg) {
    int file = *(int *)arg, sold = 0;
    barrier_wait(opening); /* Or the first would sell all before the last one is there. */
    while (sell(file)) {
        sold++;
    }
    return sold;
}

int main(int argc, char **argv) {
    char path[] = "/tmp/tickets.XXXXXX";
    struct process *offices[OFFICES];
    bool unlocked = argc > 1 && strcmp(argv[1], "unlocked") == 0;
    lock = unlocked ? NULL : lock_new();
    opening = barrier_new(OFFICES);
    int file = mkstemp(path), sold = 0;
    if (file < 0 || !write_left(file, TICKETS) || (!unlocked && lock == NULL)) {
        perror(path);
        return 1;
    }
    unlink(path);
    for (int i = 0; i < OFFICES; i++) {
        offices[i] = process_start(office, &file);
        if (offices[i] == NULL) {
            perror("start");
            return 1;
        }
    }
    for (int i = 0; i < OFFICES; i++) {
        process_join(offices[i]);
        sold += process_exitcode(offices[i]);
    }
    printf("%s: %d tickets, %d sold\n", unlocked ? "without a lock" : "with a lock", TICKETS, sold);
    return unlocked ? sold <= TICKETS : sold != TICKETS;
}
