/*
 * Semaphores of System V: sets and permissions, operations that happen all or not at all, waiting
 * for more and for zero, time limits, interruption, removal, and what is undone at an end.
 */

#include "check.h"

#include <sys/mman.h>
#include <sys/sem.h>
#include <time.h>

enum { WORKERS = 4, ROUNDS = 50 };

union argument {
    int val;
    struct semid_ds *buf;
    unsigned short *array;
    struct seminfo *info;
};

static int make(int count) {
    int set = semget(IPC_PRIVATE, count, IPC_CREAT | 0600);
    CHECK(set >= 0);
    return set;
}

static void drop(int set) { CHECK(semctl(set, 0, IPC_RMID) == 0); }

static int value(int set, int number) { return semctl(set, number, GETVAL); }

static int assign(int set, int number, int next) {
    return semctl(set, number, SETVAL, (union argument){.val = next});
}

static int change(int set, int number, int by, int flags) {
    struct sembuf operation = {(unsigned short)number, (short)by, (short)flags};
    return semop(set, &operation, 1);
}

static int change_within(int set, int by, long nanoseconds) {
    struct sembuf operation = {0, (short)by, 0};
    struct timespec limit = {0, nanoseconds};
    return semtimedop(set, &operation, 1, &limit);
}

static void sets(void) {
    key_t key = (key_t)(getpid() << 8 | 0x52000000);
    FAILS(semget(key, 1, 0600), ENOENT);
    FAILS(semget(key, 0, IPC_CREAT | 0600), EINVAL);
    FAILS(semget(key, -1, IPC_CREAT | 0600), EINVAL);
    int set = semget(key, 3, IPC_CREAT | IPC_EXCL | 0640);
    CHECK(set >= 0 && semget(key, 0, 0) == set && semget(key, 3, IPC_CREAT) == set);
    FAILS(semget(key, 4, 0), EINVAL);
    FAILS(semget(key, 3, IPC_CREAT | IPC_EXCL | 0600), EEXIST);
    struct semid_ds status;
    CHECK(semctl(set, 0, IPC_STAT, (union argument){.buf = &status}) == 0);
    CHECK(status.sem_nsems == 3 && status.sem_otime == 0 && status.sem_ctime > 0);
    CHECK((status.sem_perm.mode & 0777) == 0640 && status.sem_perm.__key == key);
    unsigned short values[3] = {1, 2, 3};
    CHECK(semctl(set, 0, SETALL, (union argument){.array = values}) == 0);
    CHECK(value(set, 0) == 1 && value(set, 1) == 2 && value(set, 2) == 3);
    CHECK(assign(set, 1, 32767) == 0);
    memset(values, 0, sizeof values);
    CHECK(semctl(set, 0, GETALL, (union argument){.array = values}) == 0);
    CHECK(values[0] == 1 && values[1] == 32767 && values[2] == 3);
    CHECK(semctl(set, 1, GETPID) == getpid());
    FAILS(assign(set, 1, 32768), ERANGE);
    FAILS(assign(set, 1, -1), ERANGE);
    FAILS(assign(set, 3, 1), EINVAL);
    FAILS(value(set, 3), EINVAL);
    FAILS(value(set, -1), EINVAL);
    values[2] = 32768;
    FAILS(semctl(set, 0, SETALL, (union argument){.array = values}), ERANGE);
    FAILS(semctl(set, 0, 99), EINVAL);
    pid_t child = split();
    if (child == 0) {
        CHECK(setgid(1000) == 0 && setuid(1000) == 0);
        FAILS(semget(key, 3, 0400), EACCES);
        FAILS(change(set, 0, 1, IPC_NOWAIT), EACCES);
        FAILS(change(set, 0, 0, IPC_NOWAIT), EACCES);
        FAILS(value(set, 0), EACCES);
        FAILS(assign(set, 0, 0), EACCES);
        FAILS(semctl(set, 0, IPC_RMID), EPERM);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    drop(set);
    FAILS(value(set, 0), EINVAL);
    puts("sets and permissions");
}

static void atomicity(void) {
    int set = make(3);
    CHECK(assign(set, 0, 5) == 0 && assign(set, 1, 1) == 0);
    struct sembuf both[] = {{0, -3, 0}, {1, -2, IPC_NOWAIT}};
    FAILS(semop(set, both, 2), EAGAIN);
    CHECK(value(set, 0) == 5 && value(set, 1) == 1);
    both[1].sem_op = -1;
    CHECK(semop(set, both, 2) == 0);
    CHECK(value(set, 0) == 2 && value(set, 1) == 0);
    struct sembuf around[] = {{0, -2, 0}, {0, 0, IPC_NOWAIT}, {0, 7, 0}};
    CHECK(semop(set, around, 3) == 0 && value(set, 0) == 7);
    FAILS(semop(set, around, 3), EAGAIN);
    CHECK(value(set, 0) == 7);
    FAILS(change(set, 0, 32767, 0), ERANGE);
    FAILS(change(set, 0, -8, IPC_NOWAIT), EAGAIN);
    FAILS(change(set, 3, 1, 0), EFBIG);
    FAILS(semop(set, both, 0), EINVAL);
    FAILS(semop(-1, both, 1), EINVAL);
    struct seminfo limits;
    CHECK(semctl(0, 0, IPC_INFO, (union argument){.info = &limits}) >= 0);
    CHECK(limits.semvmx == 32767 && limits.semopm > 0);
    struct sembuf *many = calloc((size_t)limits.semopm + 1, sizeof *many);
    CHECK(semop(set, many, 0) < 0);
    for (int i = 0; i <= limits.semopm; i++) {
        many[i].sem_num = 2;
    }
    CHECK(semop(set, many, (size_t)limits.semopm) == 0);
    FAILS(semop(set, many, (size_t)limits.semopm + 1), E2BIG);
    free(many);
    struct semid_ds status;
    CHECK(semctl(set, 0, IPC_STAT, (union argument){.buf = &status}) == 0);
    CHECK(status.sem_otime > 0);
    drop(set);
    puts("all or nothing");
}

static void await_waiters(int set, int number, int more, int zero) {
    for (int i = 0; i < 500 && (semctl(set, number, GETNCNT) != more ||
                                semctl(set, number, GETZCNT) != zero); i++) {
        usleep(10000);
    }
    printf("%d wait for more, %d for zero\n", semctl(set, number, GETNCNT),
           semctl(set, number, GETZCNT));
}

static void waiting(void) {
    int set = make(2);
    CHECK(assign(set, 0, 1) == 0);
    pid_t children[3];
    for (int i = 0; i < 3; i++) {
        children[i] = split();
        if (children[i] == 0) {
            leave(change(set, 0, i == 2 ? 0 : -2, 0) != 0);
        }
    }
    await_waiters(set, 0, 2, 1);
    CHECK(change(set, 0, 1, 0) == 0);
    await_waiters(set, 0, 1, 0);
    CHECK(wait_status(children[2]) == 0);
    CHECK(value(set, 0) == 0 && semctl(set, 0, GETPID) != getpid());
    CHECK(change(set, 0, 5, 0) == 0);
    CHECK(wait_status(children[0]) == 0 && wait_status(children[1]) == 0);
    CHECK(value(set, 0) == 3);
    pid_t killed = split();
    if (killed == 0) {
        change(set, 1, -1, SEM_UNDO);
        leave(1);
    }
    await_waiters(set, 1, 1, 0);
    CHECK(kill(killed, SIGKILL) == 0 && wait_status(killed) == 128 + SIGKILL);
    await_waiters(set, 1, 0, 0);
    CHECK(change(set, 1, 1, 0) == 0 && value(set, 1) == 1);
    drop(set);
}

static void on_signal(int signal) { (void)signal; }

static void ends_of_waiting(void) {
    int set = make(1);
    FAILS(change_within(set, -1, 0), EAGAIN);
    FAILS(change_within(set, -1, 20000000), EAGAIN);
    FAILS(change_within(set, -1, 1000000000), EINVAL);
    struct sigaction action = {.sa_flags = SA_RESTART};
    action.sa_handler = on_signal;
    CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
    pid_t parent = getpid();
    for (int timed = 0; timed < 2; timed++) {
        pid_t child = split();
        if (child == 0) {
            usleep(50000);
            leave(kill(parent, SIGUSR1));
        }
        FAILS(timed ? change_within(set, -1, 900000000) : change(set, 0, -1, 0), EINTR);
        CHECK(wait_status(child) == 0);
    }
    pid_t child = split();
    if (child == 0) {
        FAILS(change(set, 0, -1, 0), EIDRM);
        leave(failures);
    }
    await_waiters(set, 0, 1, 0);
    drop(set);
    CHECK(wait_status(child) == 0);
    puts("time limits, interruption and removal");
}

/* What a child did with SEM_UNDO is gone with it, however it ends. */
static void undoing(void) {
    int set = make(3);
    CHECK(assign(set, 0, 10) == 0);
    pid_t child = split();
    if (child == 0) {
        CHECK(change(set, 0, -4, SEM_UNDO) == 0);
        CHECK(change(set, 0, -1, 0) == 0);
        CHECK(change(set, 1, 3, SEM_UNDO) == 0);
        CHECK(change(set, 2, 2, SEM_UNDO) == 0);
        CHECK(value(set, 0) == 5);
        kill(getpid(), SIGKILL);
    }
    CHECK(wait_status(child) == 128 + SIGKILL);
    printf("values %d %d %d\n", value(set, 0), value(set, 1), value(set, 2));
    CHECK(semctl(set, 1, GETPID) == child);
    child = split();
    if (child == 0) {
        CHECK(change(set, 1, 5, SEM_UNDO) == 0 && change(set, 2, 5, SEM_UNDO) == 0);
        CHECK(assign(set, 1, 7) == 0);
        CHECK(change(set, 2, -4, 0) == 0);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    printf("values %d %d %d\n", value(set, 0), value(set, 1), value(set, 2));
    child = split();
    if (child == 0) {
        CHECK(change(set, 0, -9, SEM_UNDO) == 0);
        pid_t grandchild = fork();
        if (grandchild == 0) {
            leave(0);
        }
        CHECK(wait_status(grandchild) == 0 && value(set, 0) == 0);
        execl("/bin/true", "true", (char *)NULL);
        execl("/usr/bin/true", "true", (char *)NULL);
        leave(1);
    }
    CHECK(wait_status(child) == 0);
    printf("values %d %d %d\n", value(set, 0), value(set, 1), value(set, 2));
    CHECK(assign(set, 0, 0) == 0);
    child = split();
    if (child == 0) {
        CHECK(change(set, 0, 1, SEM_UNDO) == 0 && change(set, 0, -1, SEM_UNDO) == 0);
        CHECK(change(set, 1, -7, SEM_UNDO) == 0);
        CHECK(change(set, 1, 32767, 0) == 0);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    printf("values %d %d %d\n", value(set, 0), value(set, 1), value(set, 2));
    drop(set);
}

/* A lock that a killed holder gives back, and never two within. */
static void exclusion(void) {
    int set = make(1);
    CHECK(assign(set, 0, 1) == 0);
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pid_t holder = split();
    if (holder == 0) {
        CHECK(change(set, 0, -1, SEM_UNDO) == 0);
        shared[2] = 1;
        pause();
    }
    while (__atomic_load_n(&shared[2], __ATOMIC_SEQ_CST) == 0) {
        usleep(1000);
    }
    pid_t children[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
        children[i] = split();
        if (children[i] == 0) {
            for (int round = 0; round < ROUNDS; round++) {
                CHECK(change(set, 0, -1, SEM_UNDO) == 0);
                CHECK(__atomic_add_fetch(&shared[0], 1, __ATOMIC_SEQ_CST) == 1);
                shared[1]++;
                __atomic_sub_fetch(&shared[0], 1, __ATOMIC_SEQ_CST);
                CHECK(change(set, 0, 1, SEM_UNDO) == 0);
            }
            leave(failures);
        }
    }
    await_waiters(set, 0, WORKERS, 0);
    CHECK(kill(holder, SIGKILL) == 0 && wait_status(holder) == 128 + SIGKILL);
    for (int i = 0; i < WORKERS; i++) {
        CHECK(wait_status(children[i]) == 0);
    }
    printf("%d rounds, value %d\n", shared[1], value(set, 0));
    munmap(shared, 4096);
    drop(set);
}

int main(void) {
    sets();
    atomicity();
    waiting();
    ends_of_waiting();
    undoing();
    exclusion();
    return finish();
}
