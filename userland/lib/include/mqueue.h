#pragma once

/* Message queues of POSIX (mq_overview(7)). A descriptor is a file descriptor. */

#include <fcntl.h>
#include <signal.h>
#include <time.h>

#define MQ_PRIO_MAX 32768

typedef int mqd_t;

struct mq_attr {
    long mq_flags;
    long mq_maxmsg;
    long mq_msgsize;
    long mq_curmsgs;
    long __reserved[4];
};

mqd_t mq_open(const char *name, int flags, ...);
int mq_close(mqd_t queue);
int mq_unlink(const char *name);
int mq_getattr(mqd_t queue, struct mq_attr *attributes);
int mq_setattr(mqd_t queue, const struct mq_attr *next, struct mq_attr *old);
int mq_send(mqd_t queue, const char *message, size_t length, unsigned int priority);
int mq_timedsend(mqd_t queue, const char *message, size_t length, unsigned int priority,
                 const struct timespec *deadline);
ssize_t mq_receive(mqd_t queue, char *message, size_t length, unsigned int *priority);
ssize_t mq_timedreceive(mqd_t queue, char *message, size_t length, unsigned int *priority,
                        const struct timespec *deadline);

/* SIGEV_NONE and SIGEV_SIGNAL; SIGEV_THREAD fails with EINVAL. */
int mq_notify(mqd_t queue, const struct sigevent *event);
