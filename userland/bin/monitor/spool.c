#include <err.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "monitor.h"

enum { SLOT_BYTES = DECK_BYTES + LISTING_BYTES, SECTOR_BYTES = 512 };

static int disk = -1;
static off_t disk_bytes;

void spool_open(const char *path) {
    disk = open(path, O_RDWR | O_CLOEXEC);
    disk_bytes = disk < 0 ? -1 : lseek(disk, 0, SEEK_END);
    if (disk_bytes < 0) {
        err(1, "%s", path);
    }
}

int spool_fd(void) {
    return disk;
}

static off_t place(int number) {
    return (off_t)number * SLOT_BYTES;
}

bool spool_has_room(int number) {
    return place(number + 1) <= disk_bytes;
}

/* Whole sectors, so that nothing has to be read first. */
static size_t sectors(size_t size) {
    return (size + SECTOR_BYTES - 1) / SECTOR_BYTES * SECTOR_BYTES;
}

void spool_write_deck(int number, const char *deck, size_t size) {
    size_t whole = sectors(size);
    if (pwrite(disk, deck, whole, place(number)) != (ssize_t)whole) {
        err(1, "the spool disk cannot be written");
    }
}

void spool_read_deck(int number, char *deck, size_t size) {
    size_t whole = sectors(size);
    if (pread(disk, deck, whole, place(number)) != (ssize_t)whole) {
        err(1, "the spool disk cannot be read");
    }
}

off_t spool_listing_place(int number) {
    return place(number) + DECK_BYTES;
}
