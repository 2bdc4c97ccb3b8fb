/* Sockets: the system calls, and the shorter forms. */

#include <sys/socket.h>

#include "stubs.h"
#include "thread.h"

int socket(int family, int type, int protocol) {
    return (int)__result(sys_socket(family, type, protocol));
}

int socketpair(int family, int type, int protocol, int ends[2]) {
    return (int)__result(sys_socketpair(family, type, protocol, ends));
}

int bind(int fd, const struct sockaddr *address, socklen_t length) {
    return (int)__result(sys_bind(fd, address, (int)length));
}

int listen(int fd, int backlog) { return (int)__result(sys_listen(fd, backlog)); }

int accept(int fd, struct sockaddr *address, socklen_t *length) {
    return accept4(fd, address, length, 0);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags) {
    return (int)__result(
        __cancellable(SYS_accept4, fd, (long)address, (long)length, flags, 0, 0));
}

int connect(int fd, const struct sockaddr *address, socklen_t length) {
    return (int)__result(__cancellable(SYS_connect, fd, (long)address, (long)length, 0, 0, 0));
}

int getsockname(int fd, struct sockaddr *address, socklen_t *length) {
    return (int)__result(sys_getsockname(fd, address, length));
}

int getpeername(int fd, struct sockaddr *address, socklen_t *length) {
    return (int)__result(sys_getpeername(fd, address, length));
}

int shutdown(int fd, int how) { return (int)__result(sys_shutdown(fd, how)); }

int setsockopt(int fd, int level, int option, const void *value, socklen_t length) {
    return (int)__result(sys_setsockopt(fd, level, option, value, (int)length));
}

int getsockopt(int fd, int level, int option, void *value, socklen_t *length) {
    return (int)__result(sys_getsockopt(fd, level, option, value, length));
}

ssize_t send(int fd, const void *data, size_t size, int flags) {
    return sendto(fd, data, size, flags, NULL, 0);
}

ssize_t sendto(int fd, const void *data, size_t size, int flags, const struct sockaddr *address,
               socklen_t length) {
    return __result(__cancellable(SYS_sendto, fd, (long)data, (long)size, flags, (long)address,
                                  (long)length));
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    return __result(__cancellable(SYS_sendmsg, fd, (long)message, flags, 0, 0, 0));
}

ssize_t recv(int fd, void *data, size_t size, int flags) {
    return recvfrom(fd, data, size, flags, NULL, NULL);
}

ssize_t recvfrom(int fd, void *data, size_t size, int flags, struct sockaddr *address,
                 socklen_t *length) {
    return __result(__cancellable(SYS_recvfrom, fd, (long)data, (long)size, flags, (long)address,
                                  (long)length));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags) {
    return __result(__cancellable(SYS_recvmsg, fd, (long)message, flags, 0, 0, 0));
}

int sendmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags) {
    return (int)__result(
        __cancellable(SYS_sendmmsg, fd, (long)messages, (long)count, flags, 0, 0));
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags,
             struct timespec *timeout) {
    return (int)__result(__cancellable(SYS_recvmmsg, fd, (long)messages, (long)count, flags,
                                       (long)timeout, 0));
}
