/*
 * POSIX semaphores.
 *
 * A named one is a file in /dev/shm, which all who open it map. It is made under another name and
 * linked to its own when it is complete, so that nobody finds half of one.
 */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "shared_memory.h"
#include "thread.h"

/* What this process has open: opening it again gives the same address. */
struct open_semaphore {
    struct open_semaphore *next;
    dev_t device;
    ino_t inode;
    sem_t *semaphore;
    int opened;
};

static struct open_semaphore *all;
static int all_lock;

static int fail(int error) {
    errno = error;
    return -1;
}

int sem_init(sem_t *semaphore, int shared, unsigned int value) {
    (void)shared;
    if (value > SEM_VALUE_MAX) {
        return fail(EINVAL);
    }
    *semaphore = (sem_t){.__value = (int)value};
    return 0;
}

int sem_destroy(sem_t *semaphore) {
    (void)semaphore;
    return 0;
}

int sem_getvalue(sem_t *semaphore, int *value) {
    *value = load(&semaphore->__value);
    return 0;
}

static bool take(sem_t *semaphore) {
    int value;
    while ((value = load(&semaphore->__value)) > 0) {
        if (swap(&semaphore->__value, value, value - 1)) {
            return true;
        }
    }
    return false;
}

int sem_trywait(sem_t *semaphore) { return take(semaphore) ? 0 : fail(EAGAIN); }

static void leave(void *semaphore) {
    __atomic_sub_fetch(&((sem_t *)semaphore)->__waiters, 1, __ATOMIC_SEQ_CST);
}

/*
 * Who waits is counted before the kernel looks at the value for the last time; who posts adds first
 * and then looks for those who wait: one of both sees the other.
 */
static int await(sem_t *semaphore, clockid_t clock, const struct timespec *end) {
    pthread_testcancel();
    while (!take(semaphore)) {
        if (end != NULL && !is_time(end)) {
            return fail(EINVAL);
        }
        __atomic_add_fetch(&semaphore->__waiters, 1, __ATOMIC_SEQ_CST);
        int error;
        pthread_cleanup_push(leave, semaphore);
        error = __futex_sleep_cancellable(&semaphore->__value, 0, true, clock, end);
        pthread_cleanup_pop(1);
        if (error == ETIMEDOUT || error == EINTR) {
            return fail(error);
        }
    }
    return 0;
}

int sem_wait(sem_t *semaphore) { return await(semaphore, CLOCK_MONOTONIC, NULL); }

int sem_timedwait(sem_t *semaphore, const struct timespec *end) {
    return await(semaphore, CLOCK_REALTIME, end);
}

int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *end) {
    bool known = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
    return known ? await(semaphore, clock, end) : fail(EINVAL);
}

int sem_post(sem_t *semaphore) {
    int value;
    do {
        value = load(&semaphore->__value);
        if (value == SEM_VALUE_MAX) {
            return fail(EOVERFLOW);
        }
    } while (!swap(&semaphore->__value, value, value + 1));
    if (load(&semaphore->__waiters) > 0) {
        __futex_rouse(&semaphore->__value, 1, true);
    }
    return 0;
}

static struct open_semaphore *find(const struct stat *status) {
    struct open_semaphore *found = all;
    while (found != NULL &&
           (found->device != status->st_dev || found->inode != status->st_ino)) {
        found = found->next;
    }
    return found;
}

/* The semaphore in an open file. */
static sem_t *map(int fd) {
    struct stat status;
    if (fstat(fd, &status) < 0) {
        return SEM_FAILED;
    }
    if (status.st_size < (off_t)sizeof(sem_t)) {
        errno = EINVAL;
        return SEM_FAILED;
    }
    HOLDING(&all_lock);
    struct open_semaphore *known = find(&status);
    if (known == NULL) {
        void *memory = mmap(NULL, sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
        known = memory == MAP_FAILED ? NULL : malloc(sizeof *known);
        if (known == NULL) {
            return SEM_FAILED;
        }
        *known = (struct open_semaphore){all, status.st_dev, status.st_ino, memory, 0};
        all = known;
    }
    known->opened++;
    return known->semaphore;
}

static sem_t *map_and_close(int fd) {
    sem_t *semaphore = fd < 0 ? SEM_FAILED : map(fd);
    if (fd >= 0) {
        int error = errno;
        close(fd);
        errno = error;
    }
    return semaphore;
}

/* A new one; EEXIST if somebody else was first. */
static sem_t *make(const char *path, mode_t mode, unsigned int value) {
    sem_t first;
    char draft[] = SHARED_FOLDER "draft.XXXXXX";
    if (sem_init(&first, 1, value) < 0) {
        return SEM_FAILED;
    }
    int fd = mkstemp(draft);
    if (fd < 0) {
        return SEM_FAILED;
    }
    mode_t mask = umask(0);
    umask(mask);
    bool made = write(fd, &first, sizeof first) == sizeof first &&
                fchmod(fd, mode & 0777 & ~mask) == 0 && link(draft, path) == 0;
    int error = errno;
    unlink(draft);
    errno = error;
    if (!made) {
        close(fd);
        return SEM_FAILED;
    }
    return map_and_close(fd);
}

sem_t *sem_open(const char *name, int flags, ...) {
    char path[SHARED_PATH];
    if (!__shared_path(path, "sem.", name)) {
        return SEM_FAILED;
    }
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    unsigned int value = flags & O_CREAT ? va_arg(arguments, unsigned int) : 0;
    va_end(arguments);
    for (;;) {
        bool only_new = (flags & O_CREAT) != 0 && (flags & O_EXCL) != 0;
        sem_t *semaphore =
            only_new ? SEM_FAILED : map_and_close(open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        bool missing = only_new || (semaphore == SEM_FAILED && errno == ENOENT);
        if (!missing || (flags & O_CREAT) == 0) {
            return semaphore;
        }
        semaphore = make(path, mode, value);
        if (semaphore != SEM_FAILED || errno != EEXIST || only_new) {
            return semaphore;
        }
    }
}

int sem_close(sem_t *semaphore) {
    HOLDING(&all_lock);
    for (struct open_semaphore **link = &all; *link != NULL; link = &(*link)->next) {
        struct open_semaphore *known = *link;
        if (known->semaphore == semaphore) {
            if (--known->opened == 0) {
                *link = known->next;
                munmap(semaphore, sizeof *semaphore);
                free(known);
            }
            return 0;
        }
    }
    return fail(EINVAL);
}

/* As shm_unlink: ENOENT also for what can be no name. */
int sem_unlink(const char *name) {
    char path[SHARED_PATH];
    if (!__shared_path(path, "sem.", name)) {
        return fail(errno == EINVAL ? ENOENT : errno);
    }
    return unlink(path);
}
