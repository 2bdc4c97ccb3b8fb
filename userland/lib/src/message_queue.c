/* Message queues of POSIX. The kernel's names have no slash in front. */

#include <errno.h>
#include <mqueue.h>
#include <stdarg.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

mqd_t mq_open(const char *name, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    struct mq_attr *attributes = flags & O_CREAT ? va_arg(arguments, struct mq_attr *) : NULL;
    va_end(arguments);
    if (name[0] != '/') {
        errno = EINVAL;
        return -1;
    }
    return (mqd_t)__result(sys_mq_open(name + 1, flags, mode, attributes));
}

int mq_close(mqd_t queue) { return close(queue); }

/* The kernel says EPERM of a queue that is another user's, POSIX knows EACCES alone. */
int mq_unlink(const char *name) {
    if (name[0] != '/') {
        errno = EINVAL;
        return -1;
    }
    int result = (int)__result(sys_mq_unlink(name + 1));
    if (result < 0 && errno == EPERM) {
        errno = EACCES;
    }
    return result;
}

int mq_getattr(mqd_t queue, struct mq_attr *attributes) {
    return mq_setattr(queue, NULL, attributes);
}

int mq_setattr(mqd_t queue, const struct mq_attr *next, struct mq_attr *old) {
    return (int)__result(sys_mq_getsetattr(queue, next, old));
}

int mq_send(mqd_t queue, const char *message, size_t length, unsigned int priority) {
    return mq_timedsend(queue, message, length, priority, NULL);
}

int mq_timedsend(mqd_t queue, const char *message, size_t length, unsigned int priority,
                 const struct timespec *deadline) {
    return (int)__result(__cancellable(SYS_mq_timedsend, queue, (long)message, (long)length,
                                       priority, (long)deadline, 0));
}

ssize_t mq_receive(mqd_t queue, char *message, size_t length, unsigned int *priority) {
    return mq_timedreceive(queue, message, length, priority, NULL);
}

ssize_t mq_timedreceive(mqd_t queue, char *message, size_t length, unsigned int *priority,
                        const struct timespec *deadline) {
    return __result(__cancellable(SYS_mq_timedreceive, queue, (long)message, (long)length,
                                  (long)priority, (long)deadline, 0));
}

int mq_notify(mqd_t queue, const struct sigevent *event) {
    return (int)__result(sys_mq_notify(queue, event));
}
