#pragma once

/* POSIX semaphores: in memory, or by a name in /dev/shm between processes (sem_overview(7)). */

#include <fcntl.h>
#include <time.h>

#define SEM_FAILED ((sem_t *)0)

typedef struct {
    int __value;
    int __waiters;
} sem_t;

int sem_init(sem_t *semaphore, int shared, unsigned int value);
int sem_destroy(sem_t *semaphore);
int sem_wait(sem_t *semaphore);
int sem_trywait(sem_t *semaphore);
int sem_timedwait(sem_t *semaphore, const struct timespec *end);
int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *end);
int sem_post(sem_t *semaphore);
int sem_getvalue(sem_t *semaphore, int *value);

/* With O_CREAT, a mode and a first value follow. */
sem_t *sem_open(const char *name, int flags, ...);
int sem_close(sem_t *semaphore);
int sem_unlink(const char *name);
