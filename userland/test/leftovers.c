/*
 * leftovers [ROUNDS [SEED]]: families of processes and threads that use every kind of object until
 * they are killed, each at another moment. Nothing may be left of them: neither here, where locks,
 * undone semaphores, notifications and memory are looked at, nor in the kernel, at which a judge
 * outside may look.
 *
 * qemu-user: no robust lists.
 */

#include "check.h"

#include <fcntl.h>
#include <mqueue.h>
#include <multiprocessing.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdint.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>
#include <time.h>

enum { MEMBERS = 3, MESSAGE = 32, PERMITS = 2, SOONEST = 20000, LATEST = 400000 };
enum { TOUCHED_LATE = 8 }; /* kilobytes that objects may have and not have used before */

static struct shared {
    sem_t semaphore;
    pthread_mutex_t inheriting;
    int words[2];
} *shared;

static struct lock *lock;
static struct condition *condition;
static struct queue *queue;
static struct barrier *barrier;
static mqd_t posix_queue;
static int typed_queue, semaphores, file;
static uint64_t state = 1;

static unsigned int chance(unsigned int most) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned int)(state >> 33) % most;
}

struct notice {
    void *value;
    int signal;
    int notify;
    int padding[12];
};

static void send_in(int signal, int notify, long nanoseconds) {
    struct notice notice = {.signal = signal, .notify = notify};
    struct timespec once[2] = {{0, 0}, {0, nanoseconds}};
    int timer;
    CHECK(syscall(SYS_timer_create, CLOCK_MONOTONIC, &notice, &timer) == 0);
    CHECK(syscall(SYS_timer_settime, timer, 0, once, NULL) == 0);
}

/* What members do; each may wait for ever or be the last thing that one does. */

static void use_locks(void) {
    if (lock_acquire(lock)) {
        lock_settle(lock);
        condition_notify(condition, 1);
        condition_wait_timeout(condition, 0.00002);
        lock_release(lock);
    }
}

static void use_inheritance(void) {
    int error = pthread_mutex_lock(&shared->inheriting);
    if (error == EOWNERDEAD) {
        pthread_mutex_consistent(&shared->inheriting);
    }
    sched_yield();
    pthread_mutex_unlock(&shared->inheriting);
}

static void use_queue(void) {
    char message[MESSAGE] = "message";
    queue_put_timeout(queue, message, sizeof message, 0.00005);
    queue_get_timeout(queue, message, sizeof message, 0.00005);
}

static void use_barrier(void) { barrier_wait_timeout(barrier, 0.00005); }

static void use_posix_semaphore(void) {
    sem_post(&shared->semaphore);
    sem_wait(&shared->semaphore);
    sem_wait(&shared->semaphore);
}

static void use_posix_queue(void) {
    char message[MESSAGE] = "message";
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    mq_notify(posix_queue, &event);
    mq_send(posix_queue, message, sizeof message, chance(4));
    mq_receive(posix_queue, message, sizeof message, NULL);
}

static void use_typed_queue(void) {
    struct {
        long type;
        char text[MESSAGE];
    } message = {1 + (long)chance(2), "message"};
    msgsnd(typed_queue, &message, MESSAGE, 0);
    msgrcv(typed_queue, &message, MESSAGE, 1 + (long)chance(2), 0);
}

static void use_semaphore_set(void) {
    struct sembuf both[2] = {{0, -1, SEM_UNDO}, {1, -1, SEM_UNDO}};
    struct sembuf back[2] = {{0, 1, SEM_UNDO}, {1, 1, SEM_UNDO}};
    semop(semaphores, both, 2);
    sched_yield();
    semop(semaphores, back, 2);
}

static void use_segment(void) {
    int segment = shmget(IPC_PRIVATE, 8192, IPC_CREAT | 0600);
    char *memory = shmat(segment, NULL, 0);
    shmctl(segment, IPC_RMID, NULL);
    if (memory != (char *)-1) {
        memory[4096] = 1;
        shmdt(memory);
    }
}

static void use_pipes(void) {
    char bytes[5000] = "";
    int ends[2];
    if (pipe(ends) == 0) {
        fcntl(ends[1], F_SETFL, O_NONBLOCK);
        write(ends[1], bytes, sizeof bytes);
        read(ends[0], bytes, 100);
        struct pollfd ready = {.fd = ends[1], .events = POLLOUT};
        poll(&ready, 1, 0);
        close(ends[0]);
        close(ends[1]);
    }
    int fifo = open("/tmp/leftovers.fifo", O_RDWR);
    write(fifo, bytes, 10);
    read(fifo, bytes, 10);
    close(fifo);
}

static void use_files(void) {
    struct flock part = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 + chance(9)};
    int own = open("/tmp/leftovers.file", O_RDWR);
    fcntl(own, F_SETLKW, &part);
    write(own, "text", 4);
    part.l_type = F_UNLCK;
    fcntl(own, F_SETLK, &part);
    close(own);
}

static void use_memory(void) {
    size_t size = 4096 * (1 + chance(8));
    char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memory[0] = memory[size - 1] = 1;
    munmap(memory, size);
}

static void use_timers(void) {
    send_in(SIGURG, 0, 1000 * (1 + chance(900)));
    usleep(1 + chance(10));
}

static void use_futexes(void) {
    int *words = shared->words;
    struct timespec while_away = {0, 30000};
    syscall(SYS_futex, &words[0], 0, 0, &while_away, NULL, 0);
    syscall(SYS_futex, &words[0], 3, 1, (void *)1, &words[1], 0);
    syscall(SYS_futex, &words[1], 1, 1, NULL, NULL, 0);
}

static void use_children(void) {
    pid_t pid = fork();
    if (pid == 0) {
        _exit(0);
    }
    wait_status(pid);
}

static void use_something(void) {
    static void (*const uses[])(void) = {
        use_locks,         use_inheritance,  use_queue,         use_barrier,
        use_posix_queue,   use_typed_queue,  use_semaphore_set, use_posix_semaphore,
        use_segment,       use_pipes,        use_files,         use_memory,
        use_timers,        use_futexes,      use_children,
    };
    uses[chance(sizeof uses / sizeof *uses)]();
}

static void *thread(void *arg) {
    for (;;) {
        use_something();
    }
    return arg;
}

_Noreturn static void member(int number) {
    pthread_t id;
    state += (uint64_t)number * 977;
    send_in(SIGKILL, 0, SOONEST + (long)chance(LATEST - SOONEST));
    if (number > 0) {
        pthread_create(&id, NULL, thread, NULL);
    }
    thread(NULL);
    _exit(1);
}

static void family(void) {
    pid_t pids[MEMBERS];
    for (int i = 0; i < MEMBERS; i++) {
        pids[i] = split();
        if (pids[i] == 0) {
            member(i);
        }
        chance(10);
    }
    for (int i = 0; i < MEMBERS; i++) {
        CHECK(wait_status(pids[i]) == 128 + SIGKILL);
    }
    usleep(1000); /* Orphans are init's. */
}

/* What is left in the objects that outlive them. */

static void locks_are_free(void) {
    CHECK(lock_acquire_timeout(lock, 1) && lock_settle(lock) && lock_release(lock));
    int error = pthread_mutex_trylock(&shared->inheriting);
    CHECK(error == 0 || error == EOWNERDEAD);
    if (error == EOWNERDEAD) {
        pthread_mutex_consistent(&shared->inheriting);
    }
    CHECK(pthread_mutex_unlock(&shared->inheriting) == 0);
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    CHECK(fcntl(file, F_GETLK, &whole) == 0 && whole.l_type == F_UNLCK);
}

static void semaphores_are_undone(void) {
    for (int i = 0; i < 2; i++) {
        CHECK(semctl(semaphores, i, GETVAL) == PERMITS);
        CHECK(semctl(semaphores, i, GETNCNT) == 0 && semctl(semaphores, i, GETZCNT) == 0);
    }
    while (sem_trywait(&shared->semaphore) == 0) {
    }
}

static void queues_are_whole(void) {
    char message[sizeof(long) + MESSAGE];
    struct sigevent event = {.sigev_notify = SIGEV_NONE};
    struct timespec past = {0, 0};
    CHECK(mq_notify(posix_queue, &event) == 0 && mq_notify(posix_queue, NULL) == 0);
    while (mq_timedreceive(posix_queue, message, sizeof message, NULL, &past) == MESSAGE) {
    }
    while (msgrcv(typed_queue, message, MESSAGE, 0, IPC_NOWAIT) == MESSAGE) {
    }
    while (queue_try_get(queue, message, sizeof message) >= 0) {
    }
    barrier_reset(barrier);
}

static long free_kilobytes(void) {
    char line[100];
    long kilobytes = -1;
    FILE *meminfo = fopen("/proc/meminfo", "r");
    while (fgets(line, sizeof line, meminfo) != NULL) {
        sscanf(line, "MemFree: %ld kB", &kilobytes);
    }
    fclose(meminfo);
    return kilobytes;
}

static void make_objects(void) {
    pthread_mutexattr_t attributes;
    struct mq_attr limits = {.mq_maxmsg = 3, .mq_msgsize = MESSAGE};
    shared = shared_new(sizeof *shared);
    lock = lock_new();
    condition = condition_new(lock);
    queue = queue_new(2);
    barrier = barrier_new(2);
    sem_init(&shared->semaphore, 1, 1);
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setprotocol(&attributes, PTHREAD_PRIO_INHERIT);
    pthread_mutex_init(&shared->inheriting, &attributes);
    posix_queue = mq_open("/leftovers", O_RDWR | O_CREAT, 0600, &limits);
    typed_queue = msgget(IPC_PRIVATE, 0600);
    semaphores = semget(IPC_PRIVATE, 2, 0600);
    file = open("/tmp/leftovers.file", O_RDWR | O_CREAT, 0600);
    CHECK(posix_queue >= 0 && typed_queue >= 0 && semaphores >= 0 && file >= 0);
    for (int i = 0; i < 2 << 16; i += MESSAGE) { /* Touches what it will ever have of memory. */
        char message[MESSAGE] = "";
        queue_put(queue, message, sizeof message);
        queue_get(queue, message, sizeof message);
    }
    CHECK(mkfifo("/tmp/leftovers.fifo", 0600) == 0);
    unsigned short values[2] = {PERMITS, PERMITS};
    CHECK(semctl(semaphores, 0, SETALL, values) == 0);
}

static void remove_objects(void) {
    CHECK(mq_close(posix_queue) == 0 && mq_unlink("/leftovers") == 0);
    CHECK(msgctl(typed_queue, IPC_RMID, NULL) == 0);
    CHECK(semctl(semaphores, 0, IPC_RMID) == 0);
    CHECK(unlink("/tmp/leftovers.file") == 0 && unlink("/tmp/leftovers.fifo") == 0);
}

int main(int argc, char **argv) {
    int rounds = argc > 1 ? atoi(argv[1]) : 4;
    long first = free_kilobytes();
    state += argc > 2 ? (uint64_t)atoi(argv[2]) * 7919 : 0;
    make_objects();
    for (int i = 0; i < rounds; i++) {
        family();
        locks_are_free();
        semaphores_are_undone();
        queues_are_whole();
        first = i == rounds / 2 ? free_kilobytes() : first;
    }
    CHECK(free_kilobytes() >= first - TOUCHED_LATE);
    remove_objects();
    return finish();
}
