/*
 * The disk /dev/vda from inside: its size, reading and writing at any byte, its ends, and several
 * processes at once, also in one sector. Whatever was on the disk is lost.
 * qemu-user: no, it has no disk.
 */

#include "check.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <sys/ioctl.h>

enum { WORKERS = 4, ROUNDS = 30, AREA = 64 << 10, SECTOR = 512 };

static const char NAME[] = "/dev/vda";

static uint32_t next(uint32_t *state) {
    *state = *state * 1664525 + 1013904223;
    return *state >> 8;
}

static void fill(unsigned char *data, size_t size, uint32_t seed) {
    for (size_t i = 0; i < size; i++) {
        data[i] = (unsigned char)next(&seed);
    }
}

static off_t what_it_is(void) {
    struct stat status;
    uint64_t bytes = 0;
    unsigned long sectors = 0;
    int sector = 0, read_only = -1, fd = open(NAME, O_RDONLY);
    CHECK(fd >= 0);
    CHECK(fstat(fd, &status) == 0 && S_ISBLK(status.st_mode) && status.st_size == 0);
    CHECK(ioctl(fd, BLKGETSIZE64, &bytes) == 0 && bytes >= (WORKERS + 1) * AREA);
    CHECK(ioctl(fd, BLKGETSIZE, &sectors) == 0 && sectors * SECTOR == bytes);
    CHECK(ioctl(fd, BLKSSZGET, &sector) == 0 && sector == SECTOR);
    CHECK(ioctl(fd, BLKROGET, &read_only) == 0 && read_only == 0);
    CHECK(lseek(fd, 0, SEEK_END) == (off_t)bytes);
    FAILS(ioctl(fd, BLKGETSIZE64, (void *)8), EFAULT);
    FAILS(write(fd, "x", 1), EBADF);
    close(fd);
    puts("what it is");
    return (off_t)bytes;
}

static void ends(off_t size) {
    char data[1024];
    int fd = open(NAME, O_RDWR);
    memset(data, 'e', sizeof data);
    CHECK(pwrite(fd, data, sizeof data, size - 100) == 100);
    memset(data, 0, sizeof data);
    CHECK(pread(fd, data, sizeof data, size - 100) == 100 && data[99] == 'e' && data[100] == 0);
    CHECK(pread(fd, data, sizeof data, size) == 0);
    FAILS(pwrite(fd, data, 1, size), ENOSPC);
    CHECK(lseek(fd, -1, SEEK_END) == size - 1);
    CHECK(write(fd, data, 2) == 1);
    CHECK(read(fd, data, 1) == 0);
    FAILS(lseek(fd, -1, SEEK_SET), EINVAL);
    FAILS(ftruncate(fd, 0), EINVAL);
    FAILS(pread(fd, (void *)8, 512, 0), EFAULT);
    close(fd);
    puts("its ends");
}

static void large(void) {
    static unsigned char written[5 * AREA / 2], seen[sizeof written];
    int fd = open(NAME, O_RDWR | O_SYNC);
    fill(written, sizeof written, 7);
    CHECK(pwrite(fd, written, sizeof written, 3) == sizeof written);
    CHECK(fsync(fd) == 0 && fdatasync(fd) == 0);
    CHECK(pread(fd, seen, sizeof seen, 3) == sizeof seen);
    CHECK(memcmp(written, seen, sizeof seen) == 0);
    close(fd);
    puts("large transfers");
}

/* Writes and reads pieces of all lengths at all places of an area of its own. */
static void work(int worker) {
    static unsigned char model[AREA], data[AREA];
    uint32_t state = (uint32_t)worker + 1;
    off_t base = (off_t)worker * AREA;
    int fd = open(NAME, O_RDWR);
    CHECK(pwrite(fd, model, AREA, base) == AREA);
    for (int round = 0; round < ROUNDS; round++) {
        size_t start = next(&state) % AREA, length = next(&state) % (AREA / 8);
        length = start + length > AREA ? AREA - start : length;
        if (next(&state) % 2 == 0) {
            fill(model + start, length, state);
            CHECK(pwrite(fd, model + start, length, base + (off_t)start) == (ssize_t)length);
        } else {
            CHECK(pread(fd, data, length, base + (off_t)start) == (ssize_t)length);
            CHECK(memcmp(data, model + start, length) == 0);
        }
    }
    CHECK(pread(fd, data, AREA, base) == AREA && memcmp(data, model, AREA) == 0);
    close(fd);
}

static void several_at_once(void) {
    for (int worker = 0; worker < WORKERS; worker++) {
        if (split() == 0) {
            work(worker);
            leave(failures);
        }
    }
    for (int worker = 0; worker < WORKERS; worker++) {
        CHECK(wait_status(-1) == 0);
    }
    puts("several processes at once");
}

/* Each process writes every fourth byte of one sector. */
static void one_sector(void) {
    char data[SECTOR];
    int fd = open(NAME, O_RDWR);
    memset(data, '-', SECTOR);
    CHECK(pwrite(fd, data, SECTOR, 0) == SECTOR);
    for (int worker = 0; worker < WORKERS; worker++) {
        if (split() == 0) {
            char mine = (char)('a' + worker);
            for (int i = worker; i < SECTOR; i += 8 * WORKERS) {
                CHECK(pwrite(fd, &mine, 1, i) == 1);
            }
            leave(failures);
        }
    }
    for (int worker = 0; worker < WORKERS; worker++) {
        CHECK(wait_status(-1) == 0);
    }
    CHECK(pread(fd, data, SECTOR, 0) == SECTOR);
    for (int i = 0; i < SECTOR; i++) {
        CHECK(data[i] == (i % (8 * WORKERS) < WORKERS ? 'a' + i % (8 * WORKERS) : '-'));
    }
    close(fd);
    puts("several processes in one sector");
}

/* Processes that are killed while they wait for the disk leave it, and memory, whole. */
static void killed(void) {
    static char data[AREA];
    int fd = open(NAME, O_RDWR);
    for (int round = 0; round < 5; round++) {
        pid_t children[WORKERS];
        for (int i = 0; i < WORKERS; i++) {
            children[i] = split();
            if (children[i] == 0) {
                for (;;) {
                    pread(fd, data, AREA, i * AREA);
                }
            }
        }
        usleep(1000 * round + 100);
        for (int i = 0; i < WORKERS; i++) {
            kill(children[i], SIGKILL);
            CHECK(wait_status(children[i]) == 128 + SIGKILL);
        }
    }
    CHECK(pread(fd, data, AREA, 0) == AREA);
    close(fd);
    puts("killed while waiting");
}

int main(void) {
    off_t size = what_it_is();
    ends(size);
    large();
    several_at_once();
    one_sector();
    killed();
    return finish();
}
