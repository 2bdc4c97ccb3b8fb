/*
 * Takes all that the kernel gives of System V's objects and of what they hold: every limit is an
 * error, and when all is removed there is as much again.
 *
 * qemu-user: no, it would take all of the host's.
 */

#include "check.h"

#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

enum { MOST = 32768, LARGE = 8192 };

static int ids[MOST];

static void expect_end(int count) {
    CHECK(count > 0 && count < MOST && (errno == ENOMEM || errno == ENOSPC));
}

static int queues(void) {
    struct {
        long type;
        char text[LARGE];
    } message = {.type = 1};
    int count = 0, messages = 0;
    while ((ids[count] = msgget(IPC_PRIVATE, 0600)) >= 0) {
        count++;
    }
    expect_end(count);
    for (int i = count / 2; i < count; i++) {
        CHECK(msgctl(ids[i], IPC_RMID, NULL) == 0);
    }
    for (int i = 0; i < count / 2; i++) {
        while (msgsnd(ids[i], &message, LARGE, IPC_NOWAIT) == 0) {
            messages++;
        }
        CHECK(errno == EAGAIN || errno == ENOMEM);
    }
    FAILS(msgsnd(ids[count / 2 - 1], &message, LARGE, 0), ENOMEM);
    for (int i = 0; i < count / 2; i++) {
        CHECK(msgctl(ids[i], IPC_RMID, NULL) == 0);
    }
    return count + messages;
}

/* Sets as large as can be, and the most that can be undone. */
static int semaphores(void) {
    int count = 0;
    while ((ids[count] = semget(IPC_PRIVATE, 32000, 0600)) >= 0) {
        count++;
    }
    expect_end(count);
    CHECK(semctl(ids[--count], 0, IPC_RMID) == 0);
    struct sembuf operation = {0, 1, SEM_UNDO};
    int undone = 0;
    while (undone < 32000 && semop(ids[undone % count], &operation, 1) == 0) {
        operation.sem_num = (unsigned short)(++undone / count);
    }
    CHECK(undone > 0 && (undone == 32000 || errno == ENOMEM));
    int sum = count + undone;
    while (count > 0) {
        CHECK(semctl(ids[--count], 0, IPC_RMID) == 0);
    }
    return sum;
}

static int segments(void) {
    int count = 0;
    FAILS(shmget(IPC_PRIVATE, 1UL << 40, 0600), ENOMEM);
    while ((ids[count] = shmget(IPC_PRIVATE, 1UL << 20, 0600 | SHM_NORESERVE)) >= 0) {
        CHECK(shmat(ids[count], NULL, 0) != (void *)-1);
        CHECK(shmctl(ids[count++], SHM_LOCK, NULL) == 0);
    }
    expect_end(count);
    for (int i = 0; i < count; i++) {
        CHECK(shmctl(ids[i], IPC_RMID, NULL) == 0);
    }
    return count;
}

int main(void) {
    int first = queues();
    CHECK(queues() == first);
    first = semaphores();
    CHECK(semaphores() == first);
    pid_t child = split();
    if (child == 0) {
        segments();
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    int left = shmget(IPC_PRIVATE, 1, 0600);
    CHECK(left >= 0 && shmctl(left, IPC_RMID, NULL) == 0);
    CHECK(segments() == 4096);
    return finish();
}
