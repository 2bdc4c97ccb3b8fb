#pragma once

/* Shared memory of System V. */

#include <sys/ipc.h>
#include <time.h>
#include <unistd.h>

#define SHM_NORESERVE 010000
#define SHM_RDONLY 010000
#define SHM_RND 020000
#define SHM_REMAP 040000
#define SHM_EXEC 0100000

#define SHM_LOCK 11
#define SHM_UNLOCK 12
#define SHM_STAT 13
#define SHM_INFO 14
#define SHM_STAT_ANY 15

/* In the mode of a segment: it goes with its last attachment; it stays in memory. */
#define SHM_DEST 01000
#define SHM_LOCKED 02000

#define SHMLBA 4096

typedef unsigned long shmatt_t;

struct shmid_ds {
    struct ipc_perm shm_perm;
    size_t shm_segsz;
    time_t shm_atime;
    time_t shm_dtime;
    time_t shm_ctime;
    pid_t shm_cpid;
    pid_t shm_lpid;
    shmatt_t shm_nattch;
    unsigned long __unused[2];
};

struct shminfo {
    unsigned long shmmax;
    unsigned long shmmin;
    unsigned long shmmni;
    unsigned long shmseg;
    unsigned long shmall;
    unsigned long __unused[4];
};

struct shm_info {
    int used_ids;
    unsigned long shm_tot;
    unsigned long shm_rss;
    unsigned long shm_swp;
    unsigned long swap_attempts;
    unsigned long swap_successes;
};

int shmget(key_t key, size_t size, int flags);
void *shmat(int segment, const void *address, int flags);
int shmdt(const void *address);
int shmctl(int segment, int command, struct shmid_ds *buffer);
