#pragma once

/* Message queues of System V. A message is a long, its type, and bytes behind it. */

#include <sys/ipc.h>
#include <time.h>

#define MSG_NOERROR 010000
#define MSG_EXCEPT 020000
#define MSG_COPY 040000

#define MSG_STAT 11
#define MSG_INFO 12
#define MSG_STAT_ANY 13

typedef unsigned long msgqnum_t;
typedef unsigned long msglen_t;

struct msqid_ds {
    struct ipc_perm msg_perm;
    time_t msg_stime;
    time_t msg_rtime;
    time_t msg_ctime;
    unsigned long __msg_cbytes;
    msgqnum_t msg_qnum;
    msglen_t msg_qbytes;
    pid_t msg_lspid;
    pid_t msg_lrpid;
    unsigned long __unused[2];
};

struct msginfo {
    int msgpool;
    int msgmap;
    int msgmax;
    int msgmnb;
    int msgmni;
    int msgssz;
    int msgtql;
    unsigned short msgseg;
};

int msgget(key_t key, int flags);
int msgsnd(int queue, const void *message, size_t length, int flags);
ssize_t msgrcv(int queue, void *message, size_t length, long type, int flags);
int msgctl(int queue, int command, struct msqid_ds *buffer);
