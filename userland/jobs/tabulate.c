/*
 * tabulate: a job that waits for its tape.
 *
 *     tabulate RECORDS
 *
 * Writes records to the scratch tape on /dev/nst1, rewinds it, reads them back and adds them up,
 * with a little work on each.
 */

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mtio.h>
#include <unistd.h>

enum { RECORD_WORDS = 100, WORK = 200 };

static void rewind_tape(int tape) {
    struct mtop rewind = {MTREW, 1};
    if (ioctl(tape, MTIOCTOP, &rewind) < 0) {
        err(1, "rewind");
    }
}

static uint32_t sum(const uint32_t *record) {
    uint32_t total = 0;
    for (int round = 0; round < WORK; round++) {
        for (int i = 0; i < RECORD_WORDS; i++) {
            total = total * 31 + record[i];
        }
    }
    return total;
}

int main(int argc, char **argv) {
    if (argc != 2) {
        errx(2, "usage: tabulate RECORDS");
    }
    int count = atoi(argv[1]);
    int tape = open("/dev/nst1", O_RDWR);
    if (tape < 0) {
        err(1, "/dev/nst1");
    }
    uint32_t record[RECORD_WORDS];
    uint32_t written = 0, found = 0;
    rewind_tape(tape);
    for (int n = 0; n < count; n++) {
        for (int i = 0; i < RECORD_WORDS; i++) {
            record[i] = (uint32_t)(n * 1009 + i);
        }
        written += sum(record);
        if (write(tape, record, sizeof record) != (ssize_t)sizeof record) {
            err(1, "write");
        }
    }
    rewind_tape(tape);
    for (int n = 0; n < count; n++) {
        if (read(tape, record, sizeof record) != (ssize_t)sizeof record) {
            err(1, "read");
        }
        found += sum(record);
    }
    printf("%d records, sum %08x\n", count, found);
    return written == found ? 0 : 1;
}
