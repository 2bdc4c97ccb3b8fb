/*
 * sem_open, close, unlink: names, flags, permissions, sharing between processes, the same address in
 * one; shm_open and shm_unlink.
 */

#include "check.h"

#include <fcntl.h>
#include <limits.h>
#include <semaphore.h>
#include <sys/mman.h>

enum { PROCESSES = 4, ROUNDS = 60 };

static char name[40];
static char path[64];

#define OPENS_NOT(call, error) CHECK((errno = 0, (call) == SEM_FAILED) && errno == (error))

static void names(void) {
    char longest[NAME_MAX + 2];
    memset(longest, 'x', sizeof longest);
    longest[0] = '/';
    longest[NAME_MAX + 1] = '\0';
    OPENS_NOT(sem_open("/a/b", O_CREAT, 0600, 0), EINVAL);
    OPENS_NOT(sem_open("", O_CREAT, 0600, 0), EINVAL);
    OPENS_NOT(sem_open("/", O_CREAT, 0600, 0), EINVAL);
    OPENS_NOT(sem_open(longest, O_CREAT, 0600, 0), ENAMETOOLONG);
    OPENS_NOT(sem_open(name, 0), ENOENT);
    OPENS_NOT(sem_open(name, O_CREAT, 0600, SEM_VALUE_MAX + 1U), EINVAL);
    FAILS(sem_unlink(name), ENOENT);
    FAILS(sem_unlink(longest), ENAMETOOLONG);
    FAILS(sem_unlink("/a/b"), ENOENT);
    puts("names");
}

static void opening(void) {
    struct stat status;
    int value;
    mode_t mask = umask(027);
    sem_t *semaphore = sem_open(name, O_CREAT | O_EXCL, 0666, 3);
    umask(mask);
    if (!CHECK(semaphore != SEM_FAILED)) {
        return;
    }
    CHECK(stat(path, &status) == 0 && (status.st_mode & 0777) == 0640);
    OPENS_NOT(sem_open(name, O_CREAT | O_EXCL, 0666, 1), EEXIST);
    sem_t *again = sem_open(name, O_CREAT, 0666, 9);
    CHECK(again == semaphore && sem_getvalue(again, &value) == 0 && value == 3);
    CHECK(sem_open(name, 0) == semaphore);
    CHECK(sem_wait(semaphore) == 0 && sem_close(again) == 0 && sem_close(again) == 0);
    CHECK(sem_getvalue(semaphore, &value) == 0 && value == 2);
    CHECK(sem_close(semaphore) == 0);
    semaphore = sem_open(name, 0);
    CHECK(semaphore != SEM_FAILED && sem_getvalue(semaphore, &value) == 0 && value == 2);
    CHECK(sem_unlink(name) == 0 && stat(path, &status) < 0);
    OPENS_NOT(sem_open(name, 0), ENOENT);
    CHECK(sem_post(semaphore) == 0 && sem_getvalue(semaphore, &value) == 0 && value == 3);
    again = sem_open(name, O_CREAT, 0600, 0);
    CHECK(again != SEM_FAILED && again != semaphore && sem_trywait(again) < 0);
    CHECK(sem_close(semaphore) == 0 && sem_close(again) == 0 && sem_unlink(name) == 0);
    puts("it stays until it is unlinked and closed");
}

/* The same semaphore in processes that have nothing but its name in common. */
static void processes(void) {
    int *counter = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t pids[PROCESSES];
    for (int i = 0; i < PROCESSES; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            sem_t *semaphore = sem_open(name, O_CREAT, 0600, 1);
            for (int round = 0; round < ROUNDS; round++) {
                CHECK(sem_wait(semaphore) == 0);
                int seen = __atomic_load_n(counter, __ATOMIC_SEQ_CST);
                usleep(10);
                __atomic_store_n(counter, seen + 1, __ATOMIC_SEQ_CST);
                CHECK(sem_post(semaphore) == 0);
            }
            leave(failures != 0);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        CHECK(wait_status(pids[i]) == 0);
    }
    CHECK(*counter == PROCESSES * ROUNDS && sem_unlink(name) == 0);
    puts("processes meet by the name");
}

static void memory(void) {
    struct stat status;
    FAILS(shm_open(name, O_RDWR, 0), ENOENT);
    FAILS(shm_open("/a/b", O_RDWR | O_CREAT, 0600), EINVAL);
    int fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    CHECK(fd >= 0 && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    CHECK(fstat(fd, &status) == 0 && status.st_size == 0 && (status.st_mode & 0777) == 0600);
    FAILS(shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600), EEXIST);
    CHECK(ftruncate(fd, 8192) == 0);
    int *one = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    int other_fd = shm_open(name, O_RDONLY, 0);
    int *other = mmap(NULL, 8192, PROT_READ, MAP_SHARED, other_fd, 0);
    CHECK(one != MAP_FAILED && other != MAP_FAILED && other[2000] == 0);
    one[2000] = 77;
    CHECK(other[2000] == 77 && shm_unlink(name) == 0);
    FAILS(shm_unlink(name), ENOENT);
    one[2000] = 78;
    CHECK(other[2000] == 78 && close(fd) == 0 && close(other_fd) == 0);
    puts("memory by name");
}

int main(void) {
    snprintf(name, sizeof name, "/spool.%d", (int)getpid());
    snprintf(path, sizeof path, "/dev/shm/sem.%s", name + 1);
    names();
    opening();
    processes();
    memory();
    return finish();
}
