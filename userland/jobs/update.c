/*
 * update: a job that waits for the disk.
 *
 *     update ACCOUNTS [FIRST]
 *
 * Reads, changes and writes back records in scattered places of the last mebibytes of the disk,
 * with a little work on each. FIRST chooses the places; two jobs with the same get in each other's
 * way.
 */

#include <err.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { RECORD_WORDS = 128, AREA_RECORDS = 16384, WORK = 50 };

static uint32_t work(uint32_t *record) {
    uint32_t total = 0;
    for (int round = 0; round < WORK; round++) {
        for (int i = 0; i < RECORD_WORDS; i++) {
            total = total * 31 + record[i] + (uint32_t)i;
        }
    }
    record[0]++;
    return total;
}

int main(int argc, char **argv) {
    if (argc != 2 && argc != 3) {
        errx(2, "usage: update ACCOUNTS [FIRST]");
    }
    int count = atoi(argv[1]);
    int disk = open("/dev/vdb", O_RDWR);
    off_t size = disk < 0 ? -1 : lseek(disk, 0, SEEK_END);
    if (size < 0) {
        err(1, "/dev/vdb");
    }
    uint32_t record[RECORD_WORDS];
    off_t area = size - (off_t)sizeof record * AREA_RECORDS;
    uint32_t place = argc == 3 ? (uint32_t)atoi(argv[2]) : 1, total = 0;
    for (int n = 0; n < count; n++) {
        place = place * 1664525 + 1013904223;
        off_t at = area + (off_t)(place >> 8) % AREA_RECORDS * (off_t)sizeof record;
        if (pread(disk, record, sizeof record, at) != (ssize_t)sizeof record) {
            err(1, "read");
        }
        total += work(record);
        if (pwrite(disk, record, sizeof record, at) != (ssize_t)sizeof record) {
            err(1, "write");
        }
    }
    printf("%d accounts, check %08x\n", count, total);
    return 0;
}
