/* Locks whose owner ends, robust and not, with and without priority inheritance. qemu-user: no, it
 * keeps no robust lists. */
#include "../test/check.h"

#include <linux/futex.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/syscall.h>

struct shared {
    pthread_mutex_t mutex;
    int word, taken;
};

static struct shared *shared;

static void make(int protocol) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
    pthread_mutexattr_setprotocol(&attributes, protocol);
    CHECK(pthread_mutex_init(&shared->mutex, &attributes) == 0);
    shared->taken = 0;
}

static void wait_taken(int count) {
    while (__atomic_load_n(&shared->taken, __ATOMIC_SEQ_CST) < count) {
        sched_yield();
    }
}

static void take(void) {
    CHECK(pthread_mutex_lock(&shared->mutex) == 0);
    __atomic_add_fetch(&shared->taken, 1, __ATOMIC_SEQ_CST);
}

/* The owner dies while one process waits, and in the end while none does. */
static void killed(int protocol) {
    make(protocol);
    pid_t owner = split();
    if (owner == 0) {
        take();
        pause();
    }
    wait_taken(1);
    pid_t heir = split();
    if (heir == 0) {
        CHECK(pthread_mutex_lock(&shared->mutex) == EOWNERDEAD);
        CHECK(pthread_mutex_consistent(&shared->mutex) == 0);
        CHECK(pthread_mutex_unlock(&shared->mutex) == 0);
        take();
        leave(failures);
    }
    usleep(5000);
    CHECK(kill(owner, SIGKILL) == 0);
    CHECK(wait_status(owner) == 128 + SIGKILL);
    CHECK(wait_status(heir) == 0);
    CHECK(pthread_mutex_trylock(&shared->mutex) == EOWNERDEAD);
    CHECK(pthread_mutex_unlock(&shared->mutex) == 0);
    CHECK(pthread_mutex_lock(&shared->mutex) == ENOTRECOVERABLE);
    printf("killed owners, protocol %d\n", protocol);
}

static void *take_and_end(void *unused) {
    take();
    return unused;
}

static void ended_thread(int protocol) {
    pthread_t thread;
    make(protocol);
    pthread_create(&thread, NULL, take_and_end, NULL);
    pthread_join(thread, NULL);
    CHECK(pthread_mutex_lock(&shared->mutex) == EOWNERDEAD);
    CHECK(pthread_mutex_consistent(&shared->mutex) == 0);
    CHECK(pthread_mutex_unlock(&shared->mutex) == 0);
    CHECK(pthread_mutex_lock(&shared->mutex) == 0);
    CHECK(pthread_mutex_unlock(&shared->mutex) == 0);
    printf("an ended thread, protocol %d\n", protocol);
}

/* Another program keeps no lock of the old one. */
static void executed(int protocol) {
    make(protocol);
    pid_t owner = split();
    if (owner == 0) {
        take();
        execl("/proc/self/exe", "robust", "nothing", NULL);
        leave(9);
    }
    CHECK(wait_status(owner) == 0);
    CHECK(pthread_mutex_lock(&shared->mutex) == EOWNERDEAD);
    printf("another program, protocol %d\n", protocol);
}

static long lock(int operation) { return syscall(SYS_futex, &shared->word, operation, 0, NULL); }

/* Without a robust list the kernel knows the owner only if somebody waits. */
static void plain(void) {
    shared->word = shared->taken = 0;
    pid_t owner = split();
    if (owner == 0) {
        CHECK(lock(FUTEX_LOCK_PI) == 0);
        shared->taken = 1;
        usleep(5000);
        leave(failures);
    }
    wait_taken(1);
    CHECK(lock(FUTEX_LOCK_PI) == 0);
    CHECK((shared->word & FUTEX_TID_MASK) == getpid() && (shared->word & FUTEX_OWNER_DIED) != 0);
    CHECK(lock(FUTEX_UNLOCK_PI) == 0 && shared->word == 0);
    CHECK(wait_status(owner) == 0);
    shared->word = owner;
    FAILS(lock(FUTEX_LOCK_PI), ESRCH);
    FAILS(lock(FUTEX_UNLOCK_PI), EPERM);
    printf("without a list\n");
}

int main(int count, char **arguments) {
    if (count > 1) {
        return arguments[1][0] != 'n';
    }
    shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    for (int protocol = PTHREAD_PRIO_NONE; protocol <= PTHREAD_PRIO_INHERIT; protocol++) {
        killed(protocol);
        ended_thread(protocol);
        executed(protocol);
    }
    plain();
    return finish();
}
