/*
 * The printer's process: it takes the listings of jobs that have ended from the spool disk to the
 * printer, one after the other, while the machine goes on.
 */

#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "monitor.h"

struct order {
    int number;
    size_t size;
};

enum { CHUNK_BYTES = 4096 };

static pid_t child;
static int orders;

static void print(int printer, const struct order *order) {
    char chunk[CHUNK_BYTES];
    for (size_t done = 0; done < order->size;) {
        size_t size = order->size - done < sizeof chunk ? order->size - done : sizeof chunk;
        off_t place = spool_listing_place(order->number) + (off_t)done;
        if (pread(spool_fd(), chunk, size, place) != (ssize_t)size) {
            err(1, "the spool disk cannot be read");
        }
        write_all(printer, chunk, size);
        done += size;
    }
}

static _Noreturn void serve(int from) {
    int printer = open("/dev/lp0", O_WRONLY);
    if (printer < 0) {
        err(1, "/dev/lp0");
    }
    for (struct order order; read(from, &order, sizeof order) == (ssize_t)sizeof order;) {
        print(printer, &order);
    }
    close(printer);
    exit(0);
}

void printer_start(void) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0 || (child = fork()) < 0) {
        err(1, "the printer's process");
    }
    if (child == 0) {
        close(ends[1]);
        go_first();
        serve(ends[0]);
    }
    close(ends[0]);
    orders = ends[1];
}

void printer_add(int number, size_t size) {
    struct order order = {number, size};
    write_all(orders, &order, sizeof order);
}

/* Waits until everything is printed. */
void printer_finish(void) {
    close(orders);
    waitpid(child, NULL, 0);
}
