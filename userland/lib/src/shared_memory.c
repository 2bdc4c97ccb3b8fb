/* Memory that processes share by a name. */

#include "shared_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

bool __shared_path(char path[SHARED_PATH], const char *prefix, const char *name) {
    name += strspn(name, "/");
    bool none = *name == '\0' || strchr(name, '/') != NULL;
    if (none || (*prefix == '\0' && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0))) {
        errno = EINVAL;
        return false;
    }
    if (strlen(prefix) + strlen(name) > NAME_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    strcpy(stpcpy(stpcpy(path, SHARED_FOLDER), prefix), name);
    return true;
}

int shm_open(const char *name, int flags, mode_t mode) {
    char path[SHARED_PATH];
    return __shared_path(path, "", name) ? open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode) : -1;
}

int shm_unlink(const char *name) {
    char path[SHARED_PATH];
    if (!__shared_path(path, "", name)) {
        errno = errno == EINVAL ? ENOENT : errno;
        return -1;
    }
    return unlink(path);
}
