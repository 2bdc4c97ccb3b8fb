#pragma once

/* What System V's message queues, semaphores and shared memory have in common (svipc(7)). */

#include <sys/types.h>

typedef int key_t;

#define IPC_PRIVATE ((key_t)0)
#define IPC_CREAT 01000
#define IPC_EXCL 02000
#define IPC_NOWAIT 04000

#define IPC_RMID 0
#define IPC_SET 1
#define IPC_STAT 2
#define IPC_INFO 3

struct ipc_perm {
    key_t __key;
    uid_t uid;
    gid_t gid;
    uid_t cuid;
    gid_t cgid;
    unsigned int mode;
    unsigned short __seq;
    unsigned short __reserved[3];
    unsigned long __unused[2];
};

/* A key for the file at a path, from its numbers and the low byte of a project's, or -1. */
key_t ftok(const char *path, int project);
