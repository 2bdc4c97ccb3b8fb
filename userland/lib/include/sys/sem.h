#pragma once

/* Semaphores of System V, in sets. */

#include <sys/ipc.h>
#include <time.h>

#define SEM_UNDO 0x1000

#define GETPID 11
#define GETVAL 12
#define GETALL 13
#define GETNCNT 14
#define GETZCNT 15
#define SETVAL 16
#define SETALL 17
#define SEM_STAT 18
#define SEM_INFO 19
#define SEM_STAT_ANY 20

struct sembuf {
    unsigned short sem_num;
    short sem_op;
    short sem_flg;
};

struct semid_ds {
    struct ipc_perm sem_perm;
    time_t sem_otime;
    time_t sem_ctime;
    unsigned long sem_nsems;
    unsigned long __unused[2];
};

struct seminfo {
    int semmap;
    int semmni;
    int semmns;
    int semmnu;
    int semmsl;
    int semopm;
    int semume;
    int semusz;
    int semvmx;
    int semaem;
};

int semget(key_t key, int count, int flags);
int semop(int set, struct sembuf *operations, size_t count);
int semtimedop(int set, struct sembuf *operations, size_t count, const struct timespec *timeout);

/* The fourth argument, where a command has one, is a union that the program declares: an int val, a
   struct semid_ds *buf, an unsigned short *array or a struct seminfo *__buf. */
int semctl(int set, int number, int command, ...);
