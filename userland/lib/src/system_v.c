/* Message queues, semaphores and shared memory of System V. */

#include <stdarg.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/stat.h>

#include "stubs.h"

key_t ftok(const char *path, int project) {
    struct stat file;
    if (stat(path, &file) < 0) {
        return -1;
    }
    return (key_t)((file.st_ino & 0xffff) | ((file.st_dev & 0xff) << 16) |
                   ((unsigned int)project & 0xff) << 24);
}

int msgget(key_t key, int flags) { return (int)__result(sys_msgget(key, flags)); }

int msgsnd(int queue, const void *message, size_t length, int flags) {
    return (int)__result(sys_msgsnd(queue, message, length, flags));
}

ssize_t msgrcv(int queue, void *message, size_t length, long type, int flags) {
    return __result(sys_msgrcv(queue, message, length, type, flags));
}

int msgctl(int queue, int command, struct msqid_ds *buffer) {
    return (int)__result(sys_msgctl(queue, command, buffer));
}

int semget(key_t key, int count, int flags) {
    return (int)__result(sys_semget(key, count, flags));
}

int semop(int set, struct sembuf *operations, size_t count) {
    return semtimedop(set, operations, count, NULL);
}

int semtimedop(int set, struct sembuf *operations, size_t count, const struct timespec *timeout) {
    return (int)__result(sys_semtimedop(set, operations, count, timeout));
}

int semctl(int set, int number, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    long argument = va_arg(arguments, long);
    va_end(arguments);
    return (int)__result(sys_semctl(set, number, command, argument));
}

int shmget(key_t key, size_t size, int flags) {
    return (int)__result(sys_shmget(key, size, flags));
}

void *shmat(int segment, const void *address, int flags) {
    return (void *)__result(sys_shmat(segment, address, flags));
}

int shmdt(const void *address) { return (int)__result(sys_shmdt(address)); }

int shmctl(int segment, int command, struct shmid_ds *buffer) {
    return (int)__result(sys_shmctl(segment, command, buffer));
}
