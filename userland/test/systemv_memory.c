/*
 * Shared memory of System V: keys and permissions, where it is attached and how, counts through
 * fork, exec and exit, removal of what is attached, and futexes in it.
 */

#include "check.h"

#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <time.h>

enum { PAGE = 4096, SIZE = 3 * PAGE - 100 };

static int make(size_t size) {
    int segment = shmget(IPC_PRIVATE, size, IPC_CREAT | 0600);
    CHECK(segment >= 0);
    return segment;
}

static void drop(int segment) { CHECK(shmctl(segment, IPC_RMID, NULL) == 0); }

static struct shmid_ds status(int segment) {
    struct shmid_ds result;
    memset(&result, 0, sizeof result);
    CHECK(shmctl(segment, IPC_STAT, &result) == 0);
    return result;
}

static long attachments(int segment) { return (long)status(segment).shm_nattch; }

static void keys(void) {
    key_t key = (key_t)(getpid() << 8 | 0x53000000);
    FAILS(shmget(key, SIZE, 0600), ENOENT);
    FAILS(shmget(key, 0, IPC_CREAT | 0600), EINVAL);
    int segment = shmget(key, SIZE, IPC_CREAT | 0640);
    CHECK(segment >= 0 && shmget(key, 0, 0) == segment && shmget(key, SIZE, 0) == segment);
    FAILS(shmget(key, SIZE + 1, 0), EINVAL);
    FAILS(shmget(key, SIZE, IPC_CREAT | IPC_EXCL), EEXIST);
    struct shmid_ds found = status(segment);
    CHECK(found.shm_segsz == SIZE && found.shm_cpid == getpid() && found.shm_nattch == 0);
    CHECK(found.shm_atime == 0 && found.shm_dtime == 0 && found.shm_ctime > 0);
    CHECK((found.shm_perm.mode & 0777) == 0640);
    pid_t child = split();
    if (child == 0) {
        CHECK(setgid(1000) == 0 && setuid(1000) == 0);
        FAILS(shmget(key, SIZE, 0400), EACCES);
        FAILS(shmat(segment, NULL, 0), EACCES);
        FAILS(shmat(segment, NULL, SHM_RDONLY), EACCES);
        FAILS(shmctl(segment, IPC_STAT, &found), EACCES);
        FAILS(shmctl(segment, IPC_RMID, NULL), EPERM);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    found.shm_perm.mode = 0604;
    CHECK(shmctl(segment, IPC_SET, &found) == 0);
    child = split();
    if (child == 0) {
        CHECK(setgid(1000) == 0 && setuid(1000) == 0);
        FAILS(shmat(segment, NULL, 0), EACCES);
        CHECK(shmat(segment, NULL, SHM_RDONLY) != (void *)-1);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    drop(segment);
    FAILS(shmctl(segment, IPC_STAT, &found), EINVAL);
    FAILS(shmat(segment, NULL, 0), EINVAL);
    FAILS(shmat(-1, NULL, 0), EINVAL);
    puts("keys and permissions");
}

static void addresses(void) {
    int segment = make(SIZE);
    char *first = shmat(segment, NULL, 0), *second = shmat(segment, NULL, 0);
    CHECK(first != (char *)-1 && second != (char *)-1 && first != second);
    CHECK(((unsigned long)first & (PAGE - 1)) == 0);
    CHECK(first[0] == 0 && first[SIZE - 1] == 0);
    strcpy(first, "both");
    CHECK(strcmp(second, "both") == 0 && attachments(segment) == 2);
    CHECK(status(segment).shm_lpid == getpid() && status(segment).shm_atime > 0);
    CHECK(shmdt(second) == 0 && attachments(segment) == 1);
    FAILS(shmdt(second), EINVAL);
    FAILS(shmdt(first + 1), EINVAL);
    FAILS(shmdt(first + PAGE), EINVAL);
    FAILS(shmat(segment, first, 0), EINVAL);
    FAILS(shmat(segment, second + 1, 0), EINVAL);
    CHECK(shmat(segment, second + 1, SHM_RND) == second);
    CHECK(shmdt(second) == 0 && status(segment).shm_dtime > 0);
    CHECK(shmat(segment, second, 0) == second && strcmp(second, "both") == 0);
    CHECK(shmdt(second) == 0);
    char *other = mmap(NULL, 4 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    strcpy(other, "other");
    FAILS(shmdt(other), EINVAL);
    FAILS(shmat(segment, other, 0), EINVAL);
    CHECK(strcmp(other, "other") == 0);
    CHECK(shmat(segment, other, SHM_REMAP) == other && strcmp(other, "both") == 0);
    CHECK(attachments(segment) == 2);
    CHECK(munmap(other + PAGE, PAGE) == 0);
    CHECK(shmdt(other) == 0 && attachments(segment) == 1);
    CHECK(munmap(other, 4 * PAGE) == 0);
    CHECK(shmdt(first) == 0 && attachments(segment) == 0);
    first = shmat(segment, NULL, 0);
    CHECK(first != (char *)-1 && strcmp(first, "both") == 0);
    CHECK(munmap(first, 3 * PAGE) == 0 && attachments(segment) == 0);
    drop(segment);
    puts("addresses");
}

static void reading(void) {
    int segment = make(PAGE);
    char *writable = shmat(segment, NULL, 0);
    char *readable = shmat(segment, NULL, SHM_RDONLY);
    strcpy(writable, "text");
    CHECK(strcmp(readable, "text") == 0);
    FAILS(mprotect(readable, PAGE, PROT_READ | PROT_WRITE), EACCES);
    pid_t child = split();
    if (child == 0) {
        readable[0] = 'n';
        leave(1);
    }
    CHECK(wait_status(child) == 128 + SIGSEGV);
    CHECK(strcmp(writable, "text") == 0);
    CHECK(shmdt(readable) == 0 && shmdt(writable) == 0);
    drop(segment);
    puts("read only");
}

/* Attachments are inherited by fork, end with exec and exit, and keep what was removed. */
static void lives(void) {
    int segment = make(PAGE);
    int *words = shmat(segment, NULL, 0);
    int pipes[2];
    CHECK(pipe(pipes) == 0);
    pid_t child = split();
    if (child == 0) {
        char byte;
        words[0] = 42;
        CHECK(read(pipes[0], &byte, 1) == 1);
        execl("/bin/sleep", "sleep", "0.3", (char *)NULL);
        leave(1);
    }
    while (__atomic_load_n(&words[0], __ATOMIC_SEQ_CST) != 42) {
        usleep(1000);
    }
    CHECK(attachments(segment) == 2);
    CHECK(write(pipes[1], "x", 1) == 1);
    for (int i = 0; i < 1000 && attachments(segment) == 2; i++) {
        usleep(5000);
    }
    CHECK(attachments(segment) == 1);
    CHECK(wait_status(child) == 0);
    child = split();
    if (child == 0) {
        kill(getpid(), SIGKILL);
    }
    CHECK(wait_status(child) == 128 + SIGKILL && attachments(segment) == 1);
    CHECK(status(segment).shm_lpid == child);
    drop(segment);
    struct shmid_ds found = status(segment);
    CHECK(found.shm_nattch == 1 && (found.shm_perm.mode & SHM_DEST) != 0);
    CHECK(found.shm_perm.__key == IPC_PRIVATE && words[0] == 42);
    int *again = shmat(segment, NULL, 0);
    CHECK(again != (int *)-1 && again[0] == 42);
    CHECK(shmdt(again) == 0 && shmdt(words) == 0);
    FAILS(shmctl(segment, IPC_STAT, &found), EINVAL);
    key_t key = (key_t)(getpid() << 8 | 0x54000000);
    segment = shmget(key, PAGE, IPC_CREAT | 0600);
    words = shmat(segment, NULL, 0);
    drop(segment);
    int next = shmget(key, PAGE, IPC_CREAT | IPC_EXCL | 0600);
    CHECK(next >= 0 && next != segment);
    drop(next);
    CHECK(shmdt(words) == 0);
    puts("lives");
}

static void locks(void) {
    int segment = make(PAGE);
    CHECK(shmctl(segment, SHM_LOCK, NULL) == 0);
    CHECK((status(segment).shm_perm.mode & SHM_LOCKED) != 0);
    CHECK(shmctl(segment, SHM_UNLOCK, NULL) == 0);
    CHECK((status(segment).shm_perm.mode & SHM_LOCKED) == 0);
    FAILS(shmctl(segment, 99, NULL), EINVAL);
    drop(segment);
    struct shminfo limits;
    CHECK(shmctl(0, IPC_INFO, (struct shmid_ds *)&limits) >= 0);
    CHECK(limits.shmmin == 1 && limits.shmmni > 0);
    puts("locks and limits");
}

/* A word in a segment is one futex, wherever it is attached. */
static void futexes(void) {
    int segment = make(PAGE);
    int *words = shmat(segment, NULL, 0);
    pid_t child = split();
    if (child == 0) {
        int *mine = shmat(segment, NULL, 0);
        CHECK(mine != words && shmdt(words) == 0);
        mine[1] = 1;
        while (mine[0] == 0) {
            syscall(SYS_futex, &mine[0], FUTEX_WAIT, 0, NULL, NULL, 0);
        }
        leave(failures);
    }
    while (__atomic_load_n(&words[1], __ATOMIC_SEQ_CST) == 0) {
        usleep(1000);
    }
    usleep(20000);
    __atomic_store_n(&words[0], 1, __ATOMIC_SEQ_CST);
    CHECK(syscall(SYS_futex, &words[0], FUTEX_WAKE, 1, NULL, NULL, 0) == 1);
    CHECK(wait_status(child) == 0);
    CHECK(shmdt(words) == 0);
    drop(segment);
    puts("futexes");
}

int main(void) {
    keys();
    addresses();
    reading();
    lives();
    locks();
    futexes();
    return finish();
}
