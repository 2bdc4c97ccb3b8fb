/*
 * Robust mutexes: EOWNERDEAD for the next when the owner has ended, as a thread or killed in its
 * process at any moment; pthread_mutex_consistent; ENOTRECOVERABLE without it.
 *
 * qemu-user: no (it has no robust lists).
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <time.h>

enum { KILLS = 60, WORKERS = 3 };

struct shared {
    pthread_mutex_t mutex;
    pthread_mutex_t more[3];
    long one, other;
};

static struct shared *shared;

static void make(pthread_mutex_t *mutex, int type) {
    pthread_mutexattr_t attr;
    CHECK(pthread_mutexattr_init(&attr) == 0);
    CHECK(pthread_mutexattr_settype(&attr, type) == 0);
    CHECK(pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST) == 0);
    CHECK(pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED) == 0);
    CHECK(pthread_mutex_init(mutex, &attr) == 0);
}

static void *lock_and_end(void *arg) {
    CHECK(pthread_mutex_lock(arg) == 0);
    return NULL;
}

static void *lock(void *arg) { return (void *)(long)pthread_mutex_lock(arg); }

static void abandon(pthread_mutex_t *mutex) {
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, lock_and_end, mutex) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
}

static void threads(void) {
    static const int types[] = {PTHREAD_MUTEX_NORMAL, PTHREAD_MUTEX_RECURSIVE,
                                PTHREAD_MUTEX_ERRORCHECK};
    for (int i = 0; i < 3; i++) {
        pthread_mutex_t mutex;
        struct timespec end = {0, 0};
        make(&mutex, types[i]);
        CHECK(pthread_mutex_consistent(&mutex) == EINVAL);
        CHECK(pthread_mutex_lock(&mutex) == 0 && pthread_mutex_consistent(&mutex) == EINVAL);
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        abandon(&mutex);
        CHECK(pthread_mutex_lock(&mutex) == EOWNERDEAD);
        CHECK(pthread_mutex_consistent(&mutex) == 0 && pthread_mutex_unlock(&mutex) == 0);
        CHECK(pthread_mutex_lock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == 0);
        abandon(&mutex);
        CHECK(pthread_mutex_trylock(&mutex) == EOWNERDEAD && pthread_mutex_consistent(&mutex) == 0);
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        abandon(&mutex);
        CHECK(pthread_mutex_timedlock(&mutex, &end) == EOWNERDEAD);
        CHECK(pthread_mutex_unlock(&mutex) == 0);
        CHECK(pthread_mutex_lock(&mutex) == ENOTRECOVERABLE);
        CHECK(pthread_mutex_trylock(&mutex) == ENOTRECOVERABLE);
        CHECK(pthread_mutex_consistent(&mutex) == EINVAL && pthread_mutex_destroy(&mutex) == 0);
    }
    puts("the next is told, and repairs it or not");
}

/* Those who wait already are told as well: one gets it, and then the others never do. */
static void waiters(void) {
    pthread_mutex_t *mutex = &shared->mutex;
    pthread_t thread[WORKERS];
    long results[3] = {0, 0, 0};
    make(mutex, PTHREAD_MUTEX_NORMAL);
    pid_t pid = split();
    if (pid == 0) {
        pthread_mutex_lock(mutex);
        usleep(20000);
        _exit(0);
    }
    usleep(5000);
    for (int i = 0; i < WORKERS; i++) {
        CHECK(pthread_create(&thread[i], NULL, lock, mutex) == 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        void *result;
        CHECK(pthread_join(thread[i], &result) == 0);
        results[(long)result == EOWNERDEAD ? 0 : 1]++;
    }
    CHECK(wait_status(pid) == 0 && results[0] == WORKERS);
    CHECK(pthread_mutex_lock(mutex) == EOWNERDEAD && pthread_mutex_unlock(mutex) == 0);
    CHECK(pthread_mutex_lock(mutex) == ENOTRECOVERABLE);
    puts("those who wait are told");
}

/* Several at once, given back in any order; those still held are left by the dead. */
static void several(void) {
    for (int i = 0; i < 3; i++) {
        make(&shared->more[i], PTHREAD_MUTEX_NORMAL);
    }
    for (int middle = 0; middle < 3; middle++) {
        pid_t pid = split();
        if (pid == 0) {
            for (int i = 0; i < 3; i++) {
                pthread_mutex_lock(&shared->more[i]);
            }
            pthread_mutex_unlock(&shared->more[middle]);
            _exit(0);
        }
        CHECK(wait_status(pid) == 0);
        for (int i = 0; i < 3; i++) {
            CHECK(pthread_mutex_lock(&shared->more[i]) == (i == middle ? 0 : EOWNERDEAD));
            CHECK(pthread_mutex_consistent(&shared->more[i]) == (i == middle ? EINVAL : 0));
        }
        for (int i = 0; i < 3; i++) {
            CHECK(pthread_mutex_unlock(&shared->more[i]) == 0);
        }
    }
    puts("several at a time");
}

/* Who finds the two numbers unlike was told why. */
static bool step(void) {
    int error = pthread_mutex_lock(&shared->mutex);
    if (error == EOWNERDEAD) {
        shared->other = shared->one;
        error = pthread_mutex_consistent(&shared->mutex);
    }
    if (error != 0 || shared->one != shared->other) {
        return false;
    }
    shared->one++;
    for (volatile int i = 0; i < 20; i++) {
    }
    shared->other++;
    return pthread_mutex_unlock(&shared->mutex) == 0;
}

/* Children are killed at one moment after another; the parent always gets on. */
static void kills(void) {
    make(&shared->mutex, PTHREAD_MUTEX_NORMAL);
    shared->one = shared->other = 0;
    for (int i = 0; i < KILLS; i++) {
        pid_t pids[WORKERS];
        for (int worker = 0; worker < WORKERS; worker++) {
            pids[worker] = split();
            if (pids[worker] == 0) {
                while (step()) {
                    sched_yield(); /* Nobody promises the mutex to those who wait longest. */
                }
                _exit(1);
            }
        }
        for (int worker = 0; worker < WORKERS; worker++) {
            nanosleep(&(struct timespec){0, 50000 + i * 1371}, NULL);
            CHECK(kill(pids[worker], SIGKILL) == 0);
            CHECK(step());
        }
        for (int worker = 0; worker < WORKERS; worker++) {
            CHECK(wait_status(pids[worker]) == 128 + SIGKILL);
        }
        CHECK(step());
    }
    puts("kills at any moment");
}

int main(void) {
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    threads();
    waiters();
    several();
    kills();
    return finish();
}
