/* select and pselect: the three sets, the time left, masks, and who wakes whom. */

#include "check.h"

#include <fcntl.h>
#include <sys/select.h>
#include <sys/socket.h>

static int first[2], second[2];

static int highest(void) {
    int most = 0, fds[] = {first[0], first[1], second[0], second[1]};
    for (int i = 0; i < 4; i++) {
        most = fds[i] > most ? fds[i] : most;
    }
    return most + 1;
}

static void set_bits(void) {
    fd_set set;
    FD_ZERO(&set);
    int found = 0;
    for (int fd = 0; fd < FD_SETSIZE; fd += 63) {
        FD_SET(fd, &set);
    }
    FD_CLR(63, &set);
    for (int fd = 0; fd < FD_SETSIZE; fd++) {
        found += FD_ISSET(fd, &set) != 0;
        CHECK((FD_ISSET(fd, &set) != 0) == (fd % 63 == 0 && fd != 63));
    }
    printf("%d of %d\n", found, FD_SETSIZE);
}

static void states(void) {
    fd_set to_read, to_write;
    FD_ZERO(&to_read);
    FD_ZERO(&to_write);
    FD_SET(first[0], &to_read);
    FD_SET(second[0], &to_read);
    FD_SET(first[1], &to_write);
    CHECK(write(second[1], "x", 1) == 1);
    fd_set wanted = to_read;
    CHECK(select(highest(), &to_read, &to_write, NULL, NULL) == 2);
    CHECK(!FD_ISSET(first[0], &to_read) && FD_ISSET(second[0], &to_read));
    CHECK(FD_ISSET(first[1], &to_write) && !FD_ISSET(second[1], &to_write));
    char byte;
    CHECK(read(second[0], &byte, 1) == 1);
    to_read = wanted;
    struct timeval none = {0, 0};
    CHECK(select(highest(), &to_read, NULL, NULL, &none) == 0);
    CHECK(!FD_ISSET(first[0], &to_read) && !FD_ISSET(second[0], &to_read));
    puts("states");
}

static void ends_of_files(void) {
    int ends[2];
    CHECK(pipe(ends) == 0 && close(ends[1]) == 0);
    fd_set to_read;
    FD_ZERO(&to_read);
    FD_SET(ends[0], &to_read);
    CHECK(select(ends[0] + 1, &to_read, NULL, NULL, NULL) == 1);
    close(ends[0]);
    FD_SET(ends[0], &to_read);
    FAILS(select(ends[0] + 1, &to_read, NULL, NULL, NULL), EBADF);
    CHECK(pipe(ends) == 0 && close(ends[0]) == 0);
    fd_set to_write;
    FD_ZERO(&to_write);
    FD_SET(ends[1], &to_write);
    CHECK(select(ends[1] + 1, NULL, &to_write, NULL, NULL) == 1);
    close(ends[1]);
    FAILS(select(-1, NULL, NULL, NULL, NULL), EINVAL);
    FAILS(select(0, NULL, NULL, NULL, &(struct timeval){-1, 0}), EINVAL);
    puts("ends of files, and errors");
}

static void times(void) {
    fd_set to_read;
    FD_ZERO(&to_read);
    FD_SET(first[0], &to_read);
    struct timeval limit = {0, 20000};
    CHECK(select(highest(), &to_read, NULL, NULL, &limit) == 0);
    CHECK(limit.tv_sec == 0 && limit.tv_usec == 0);
    pid_t child = split();
    if (child == 0) {
        usleep(30000);
        CHECK(write(first[1], "x", 1) == 1);
        leave(failures);
    }
    FD_SET(first[0], &to_read);
    limit = (struct timeval){1000, 0};
    CHECK(select(highest(), &to_read, NULL, NULL, &limit) == 1);
    CHECK(limit.tv_sec >= 900 && limit.tv_sec < 1000);
    CHECK(wait_status(child) == 0);
    const struct timespec kept = {0, 1000000};
    CHECK(pselect(0, NULL, NULL, NULL, &kept, NULL) == 0 && kept.tv_nsec == 1000000);
    puts("times");
}

static volatile sig_atomic_t caught;

static void on_signal(int number) { caught = number; }

/* A signal that is blocked comes only while pselect waits. */
static void masks(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    sigset_t blocked, before;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    CHECK(sigprocmask(SIG_BLOCK, &blocked, &before) == 0 && raise(SIGUSR1) == 0);
    CHECK(caught == 0);
    FAILS(pselect(0, NULL, NULL, NULL, NULL, &before), EINTR);
    CHECK(caught == SIGUSR1);
    sigset_t now;
    CHECK(sigprocmask(SIG_SETMASK, NULL, &now) == 0 && sigismember(&now, SIGUSR1));
    CHECK(sigprocmask(SIG_SETMASK, &before, NULL) == 0);
    puts("masks");
}

/* A server that serves whoever writes. */
static void server(void) {
    enum { CLIENTS = 5, ROUNDS = 10 };
    int fds[CLIENTS], most = 0;
    for (int client = 0; client < CLIENTS; client++) {
        int pair[2];
        CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
        if (split() == 0) {
            for (int round = 0; round < ROUNDS; round++) {
                char byte = 'a' + client, answer = 0;
                CHECK(write(pair[1], &byte, 1) == 1 && read(pair[1], &answer, 1) == 1);
                CHECK(answer == 'A' + client);
            }
            leave(failures);
        }
        close(pair[1]);
        fds[client] = pair[0];
        most = pair[0] > most ? pair[0] : most;
    }
    int served = 0, open = CLIENTS;
    while (open > 0) {
        fd_set to_read;
        FD_ZERO(&to_read);
        for (int client = 0; client < CLIENTS; client++) {
            if (fds[client] >= 0) {
                FD_SET(fds[client], &to_read);
            }
        }
        CHECK(select(most + 1, &to_read, NULL, NULL, NULL) > 0);
        for (int client = 0; client < CLIENTS; client++) {
            char byte;
            if (fds[client] >= 0 && FD_ISSET(fds[client], &to_read)) {
                if (read(fds[client], &byte, 1) == 1) {
                    byte += 'A' - 'a';
                    CHECK(write(fds[client], &byte, 1) == 1);
                    served++;
                } else {
                    close(fds[client]);
                    fds[client] = -1;
                    open--;
                }
            }
        }
    }
    for (int client = 0; client < CLIENTS; client++) {
        CHECK(wait_status(-1) == 0);
    }
    printf("served %d requests\n", served);
}

int main(void) {
    CHECK(pipe(first) == 0 && pipe(second) == 0);
    set_bits();
    states();
    ends_of_files();
    times();
    masks();
    server();
    return finish();
}
