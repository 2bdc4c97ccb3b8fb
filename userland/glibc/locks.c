/* glibc's mutexes of every kind, reader-writer locks, barriers and semaphores between threads. */
#include "../test/check.h"

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <time.h>

enum { THREADS = 6, ROUNDS = 400 };

static pthread_mutex_t mutex;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static sem_t semaphore;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static long counter, other, firsts, onces, destroyed;

static void make(int kind, int protocol, int shared) {
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, kind);
    pthread_mutexattr_setprotocol(&attributes, protocol);
    pthread_mutexattr_setpshared(&attributes, shared);
    CHECK(pthread_mutex_init(&mutex, &attributes) == 0);
    pthread_mutexattr_destroy(&attributes);
}

static void *count(void *unused) {
    for (int i = 0; i < ROUNDS; i++) {
        pthread_mutex_lock(&mutex);
        long seen = counter;
        if (i % 64 == 0) {
            sched_yield();
        }
        counter = seen + 1;
        pthread_mutex_unlock(&mutex);
    }
    return unused;
}

static void together(void *(*body)(void *)) {
    pthread_t threads[THREADS];
    for (long i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, body, (void *)i) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *result;
        CHECK(pthread_join(threads[i], &result) == 0);
        CHECK(result == (void *)(long)i);
    }
}

static void *is_busy(void *unused) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    CHECK(pthread_mutex_trylock(&mutex) == EBUSY);
    end.tv_nsec += 2000000;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    CHECK(pthread_mutex_timedlock(&mutex, &end) == ETIMEDOUT);
    return unused;
}

static void kinds(int protocol, int shared) {
    static const int all[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE,
                              PTHREAD_MUTEX_ERRORCHECK, PTHREAD_MUTEX_ADAPTIVE_NP};
    for (int i = 0; i < 4; i++) {
        make(all[i], protocol, shared);
        counter = 0;
        together(count);
        CHECK(counter == (long)THREADS * ROUNDS);
        CHECK(pthread_mutex_lock(&mutex) == 0);
        pthread_t thread;
        pthread_create(&thread, NULL, is_busy, NULL);
        pthread_join(thread, NULL);
        if (all[i] == PTHREAD_MUTEX_RECURSIVE) {
            CHECK(pthread_mutex_lock(&mutex) == 0);
            CHECK(pthread_mutex_unlock(&mutex) == 0);
        }
        if (all[i] == PTHREAD_MUTEX_ERRORCHECK) {
            CHECK(pthread_mutex_lock(&mutex) == EDEADLK);
        }
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        if (all[i] == PTHREAD_MUTEX_ERRORCHECK) {
            CHECK(pthread_mutex_unlock(&mutex) == EPERM);
        }
        CHECK(pthread_mutex_destroy(&mutex) == 0);
    }
    printf("mutexes with protocol %d, shared %d\n", protocol, shared);
}

static void *read_and_write(void *number) {
    for (int i = 0; i < ROUNDS; i++) {
        if ((i + (long)number) % 8 == 0) {
            pthread_rwlock_wrlock(&rwlock);
            counter++;
            sched_yield();
            other++;
            pthread_rwlock_unlock(&rwlock);
        } else {
            pthread_rwlock_rdlock(&rwlock);
            CHECK(counter == other);
            pthread_rwlock_unlock(&rwlock);
        }
    }
    return number;
}

static void *meet(void *number) {
    for (int i = 0; i < 20; i++) {
        int result = pthread_barrier_wait(&barrier);
        if (result == PTHREAD_BARRIER_SERIAL_THREAD) {
            __atomic_add_fetch(&firsts, 1, __ATOMIC_SEQ_CST);
        } else {
            CHECK(result == 0);
        }
    }
    return number;
}

static void *enter(void *number) {
    static long inside;
    for (int i = 0; i < ROUNDS / 4; i++) {
        sem_wait(&semaphore);
        CHECK(__atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST) <= 2);
        sched_yield();
        __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
        sem_post(&semaphore);
    }
    return number;
}

static void run_once(void) { onces++; }

static void destroy(void *value) {
    CHECK(value != NULL);
    __atomic_add_fetch(&destroyed, 1, __ATOMIC_SEQ_CST);
}

static _Thread_local long own = 7;

static void *keep(void *number) {
    pthread_once(&once, run_once);
    CHECK(pthread_getspecific(key) == NULL);
    pthread_setspecific(key, (char *)number + 1);
    CHECK(own == 7);
    own = (long)number;
    sched_yield();
    CHECK(own == (long)number);
    CHECK(pthread_getspecific(key) == (char *)number + 1);
    return number;
}

static void named(void) {
    sem_unlink("/spool-locks");
    sem_t *mine = sem_open("/spool-locks", O_CREAT | O_EXCL, 0600, 0);
    CHECK(mine != SEM_FAILED);
    CHECK(sem_open("/spool-locks", O_CREAT | O_EXCL, 0600, 0) == SEM_FAILED && errno == EEXIST);
    pid_t child = fork();
    if (child == 0) {
        sem_t *same = sem_open("/spool-locks", 0);
        _exit(same == SEM_FAILED || sem_post(same) != 0);
    }
    CHECK(sem_wait(mine) == 0);
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK(sem_trywait(mine) == -1 && errno == EAGAIN);
    struct timespec past = {1, 0};
    CHECK(sem_timedwait(mine, &past) == -1 && errno == ETIMEDOUT);
    CHECK(sem_close(mine) == 0 && sem_unlink("/spool-locks") == 0);
    CHECK(sem_open("/spool-locks", 0) == SEM_FAILED && errno == ENOENT);
    printf("named semaphores\n");
}

static void between_processes(void) {
    struct Shared {
        pthread_mutex_t mutex;
        pthread_cond_t condition;
        int turn;
    } *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&shared->mutex, &attributes);
    pthread_condattr_t condition;
    pthread_condattr_init(&condition);
    pthread_condattr_setpshared(&condition, PTHREAD_PROCESS_SHARED);
    pthread_cond_init(&shared->condition, &condition);
    pid_t child = fork();
    int parity = child == 0;
    for (int i = 0; i < 50; i++) {
        pthread_mutex_lock(&shared->mutex);
        while (shared->turn % 2 != parity) {
            pthread_cond_wait(&shared->condition, &shared->mutex);
        }
        shared->turn++;
        pthread_cond_signal(&shared->condition);
        pthread_mutex_unlock(&shared->mutex);
    }
    if (child == 0) {
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    CHECK(shared->turn == 100);
    printf("between processes\n");
}

int main(void) {
    kinds(PTHREAD_PRIO_NONE, PTHREAD_PROCESS_PRIVATE);
    kinds(PTHREAD_PRIO_NONE, PTHREAD_PROCESS_SHARED);
    kinds(PTHREAD_PRIO_INHERIT, PTHREAD_PROCESS_PRIVATE);
    kinds(PTHREAD_PRIO_INHERIT, PTHREAD_PROCESS_SHARED);
    counter = 0;
    together(read_and_write);
    CHECK(counter == other && counter == (long)THREADS * ROUNDS / 8);
    printf("reader-writer locks\n");
    pthread_barrier_init(&barrier, NULL, THREADS);
    together(meet);
    CHECK(firsts == 20);
    printf("barriers\n");
    sem_init(&semaphore, 0, 2);
    together(enter);
    printf("semaphores\n");
    pthread_key_create(&key, destroy);
    together(keep);
    CHECK(onces == 1 && destroyed == THREADS && own == 7);
    printf("keys, thread-local storage and once\n");
    named();
    between_processes();
    return finish();
}
