/* Reading directories: a buffer of what getdents64 gives, handed out entry by entry. */

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "stubs.h"

struct __directory {
    int fd;
    size_t at;
    size_t end;
    _Alignas(8) char entries[4096];
};

/* The descriptor is not for programs that this one may become. */
DIR *opendir(const char *path) {
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) {
        return NULL;
    }
    DIR *directory = calloc(1, sizeof *directory);
    if (directory == NULL) {
        close(fd);
        return NULL;
    }
    directory->fd = fd;
    return directory;
}

/* Asks the kernel for more when all entries of the buffer have been handed out. */
struct dirent *readdir(DIR *directory) {
    if (directory->at == directory->end) {
        long size = __result(
            sys_getdents64(directory->fd, directory->entries, sizeof directory->entries));
        if (size <= 0) {
            return NULL;
        }
        directory->at = 0;
        directory->end = (size_t)size;
    }
    struct dirent *entry = (struct dirent *)(directory->entries + directory->at);
    directory->at += entry->d_reclen;
    return entry;
}

void rewinddir(DIR *directory) {
    lseek(directory->fd, 0, SEEK_SET);
    directory->at = directory->end = 0;
}

int dirfd(DIR *directory) { return directory->fd; }

int closedir(DIR *directory) {
    int fd = directory->fd;
    free(directory);
    return close(fd);
}
