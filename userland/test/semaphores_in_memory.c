/*
 * sem_init, destroy, wait, trywait, timedwait, clockwait, post, getvalue, among threads and
 * processes; signals while waiting.
 */

#include "check.h"

#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <time.h>

enum { THREADS = 5, ROUNDS = 100, PERMITS = 2 };

static sem_t semaphore;
static int inside;

static struct timespec in(clockid_t clock, long milliseconds) {
    struct timespec point;
    clock_gettime(clock, &point);
    point.tv_nsec += milliseconds * 1000000;
    point.tv_sec += point.tv_nsec / 1000000000;
    point.tv_nsec %= 1000000000;
    return point;
}

static void results(void) {
    int value;
    struct timespec soon = in(CLOCK_REALTIME, 5), past = {0, 0}, wrong = {0, -1};
    FAILS(sem_init(&semaphore, 0, SEM_VALUE_MAX + 1U), EINVAL);
    CHECK(sem_init(&semaphore, 0, SEM_VALUE_MAX) == 0);
    FAILS(sem_post(&semaphore), EOVERFLOW);
    CHECK(sem_destroy(&semaphore) == 0 && sem_init(&semaphore, 0, 2) == 0);
    CHECK(sem_getvalue(&semaphore, &value) == 0 && value == 2);
    CHECK(sem_wait(&semaphore) == 0 && sem_timedwait(&semaphore, &past) == 0);
    CHECK(sem_getvalue(&semaphore, &value) == 0 && value == 0);
    FAILS(sem_trywait(&semaphore), EAGAIN);
    FAILS(sem_timedwait(&semaphore, &soon), ETIMEDOUT);
    FAILS(sem_timedwait(&semaphore, &past), ETIMEDOUT);
    FAILS(sem_timedwait(&semaphore, &wrong), EINVAL);
    soon = in(CLOCK_MONOTONIC, 5);
    FAILS(sem_clockwait(&semaphore, CLOCK_MONOTONIC, &soon), ETIMEDOUT);
    FAILS(sem_clockwait(&semaphore, CLOCK_PROCESS_CPUTIME_ID, &soon), EINVAL);
    CHECK(sem_post(&semaphore) == 0 && sem_trywait(&semaphore) == 0);
    puts("results");
}

static void handle(int number) { (void)number; }

static void interruption(void) {
    struct sigaction action = {.sa_handler = handle};
    sigaction(SIGALRM, &action, NULL);
    struct timespec late = in(CLOCK_REALTIME, 100000);
    alarm(1);
    FAILS(sem_wait(&semaphore), EINTR);
    alarm(1);
    FAILS(sem_timedwait(&semaphore, &late), EINTR);
    puts("a signal ends a wait");
}

static void *share(void *arg) {
    sem_t *permits = arg;
    for (int i = 0; i < ROUNDS; i++) {
        while (sem_wait(permits) < 0) {
        }
        CHECK(__atomic_add_fetch(&inside, 1, __ATOMIC_SEQ_CST) <= PERMITS);
        sched_yield();
        __atomic_sub_fetch(&inside, 1, __ATOMIC_SEQ_CST);
        CHECK(sem_post(permits) == 0);
    }
    return NULL;
}

static void threads(void) {
    pthread_t thread[THREADS];
    int value;
    sem_t permits;
    CHECK(sem_init(&permits, 0, PERMITS) == 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&thread[i], NULL, share, &permits) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(thread[i], NULL) == 0);
    }
    CHECK(sem_getvalue(&permits, &value) == 0 && value == PERMITS);
    puts("no more are inside than may be");
}

/* To and fro: each post is waited for once. */
static void processes(void) {
    sem_t *pair = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int value;
    CHECK(sem_init(&pair[0], 1, 0) == 0 && sem_init(&pair[1], 1, 0) == 0);
    pid_t pid = split();
    if (pid == 0) {
        for (int i = 0; i < ROUNDS; i++) {
            CHECK(sem_wait(&pair[0]) == 0 && sem_post(&pair[1]) == 0);
        }
        leave(failures != 0);
    }
    for (int i = 0; i < ROUNDS; i++) {
        CHECK(sem_post(&pair[0]) == 0 && sem_wait(&pair[1]) == 0);
    }
    CHECK(wait_status(pid) == 0);
    CHECK(sem_getvalue(&pair[0], &value) == 0 && value == 0);
    CHECK(sem_getvalue(&pair[1], &value) == 0 && value == 0);
    puts("between processes");
}

int main(void) {
    results();
    interruption();
    threads();
    processes();
    return finish();
}
