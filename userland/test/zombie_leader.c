/*
 * The leader of several threads ends by itself: what is seen of the process then.
 *
 * qemu-user: no (it loses the leader's status).
 */
#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>

static char state_of(pid_t pid) {
    char name[32], line[256];
    snprintf(name, sizeof name, "/proc/%d/stat", pid);
    FILE *file = fopen(name, "r");
    CHECK(file != NULL && fgets(line, sizeof line, file) != NULL);
    fclose(file);
    return strrchr(line, ')')[2];
}

static void *read_and_end(void *end) {
    char byte;
    CHECK(read(*(int *)end, &byte, 1) == 1);
    syscall(SYS_exit, 8);
    return NULL;
}

/* A leader that has ended is a zombie, but its process has not: what ends it is the last thread,
 * and how it ended is what the leader said. */
static void zombie_leader(void) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        pthread_t thread;
        CHECK(pthread_create(&thread, NULL, read_and_end, &ends[0]) == 0);
        syscall(SYS_exit, 7);
    }
    while (state_of(child) != 'Z') {
        sched_yield();
    }
    int status;
    CHECK(waitpid(child, &status, WNOHANG) == 0);
    CHECK(kill(child, 0) == 0);
    CHECK(write(ends[1], "", 1) == 1);
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

int main(void) {
    zombie_leader();
    return finish();
}
