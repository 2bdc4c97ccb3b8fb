/*
 * Cancellation: pthread_cancel, testcancel, setcancelstate, setcanceltype, cleanup_push and pop;
 * where it happens, and that nothing is left locked by it.
 */

#include "check.h"

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <time.h>

static sem_t never;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static int ends[2];
static int cleaned;

static void clean(void *arg) { cleaned = cleaned * 10 + *(int *)arg; }
static void unlock(void *arg) { pthread_mutex_unlock(arg); }

static void in_read(void) {
    char byte;
    read(ends[0], &byte, 1);
}

static void in_sleep(void) { nanosleep(&(struct timespec){1000, 0}, NULL); }
static void in_semaphore(void) { sem_wait(&never); }
static void in_poll(void) { poll(NULL, 0, -1); }
static void in_pause(void) { pause(); }

static void in_condition(void) {
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(unlock, &mutex);
    for (;;) {
        pthread_cond_wait(&condition, &mutex);
    }
    pthread_cleanup_pop(1);
}

static void in_signals(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    sigtimedwait(&set, NULL, NULL);
}

static void *forever(void *arg) {
    (void)arg;
    for (;;) {
        pause();
    }
}

static void in_join(void) {
    pthread_t other;
    pthread_create(&other, NULL, forever, NULL);
    pthread_join(other, NULL);
}

static void in_test(void) {
    for (;;) {
        pthread_testcancel();
    }
}

static void *perform(void *arg) {
    int first = 1, second = 2;
    pthread_cleanup_push(clean, &first);
    pthread_cleanup_push(clean, &second);
    (*(void (**)(void))arg)();
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

/* At any moment: before the call has begun, and while it waits. */
static void points(void) {
    static const struct {
        const char *name;
        void (*wait)(void);
    } waits[] = {
        {"read", in_read},       {"nanosleep", in_sleep},      {"sem_wait", in_semaphore},
        {"poll", in_poll},       {"pause", in_pause},          {"pthread_cond_wait", in_condition},
        {"pthread_join", in_join}, {"sigtimedwait", in_signals}, {"pthread_testcancel", in_test},
    };
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        for (int delay = 0; delay < 3; delay++) {
            pthread_t thread;
            void *result = NULL;
            cleaned = 0;
            CHECK(pthread_create(&thread, NULL, perform, (void *)&waits[i].wait) == 0);
            usleep((useconds_t)(delay * delay * 2000));
            CHECK(pthread_cancel(thread) == 0 && pthread_join(thread, &result) == 0);
            CHECK(result == PTHREAD_CANCELED);
            CHECK(delay < 2 ? cleaned == 0 || cleaned == 21 : cleaned == 21);
        }
        printf("%s is a point of cancellation\n", waits[i].name);
    }
    CHECK(pthread_mutex_trylock(&mutex) == 0 && pthread_mutex_unlock(&mutex) == 0);
}

static sem_t ready, proceed;

static void *unwilling(void *arg) {
    int old, type;
    CHECK(pthread_setcancelstate(77, &old) == EINVAL && pthread_setcanceltype(77, &type) == EINVAL);
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old) == 0);
    CHECK(old == PTHREAD_CANCEL_ENABLE);
    CHECK(pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type) == 0);
    CHECK(type == PTHREAD_CANCEL_DEFERRED);
    sem_post(&ready);
    while (sem_wait(&proceed) < 0) {
    }
    pthread_testcancel();
    *(int *)arg = 1;
    CHECK(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old) == 0);
    CHECK(old == PTHREAD_CANCEL_DISABLE);
    pthread_testcancel();
    *(int *)arg = 2;
    return NULL;
}

static void disabled(void) {
    pthread_t thread;
    void *result = NULL;
    int reached = 0;
    CHECK(pthread_create(&thread, NULL, unwilling, &reached) == 0);
    while (sem_wait(&ready) < 0) {
    }
    CHECK(pthread_cancel(thread) == 0 && sem_post(&proceed) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED && reached == 1);
    puts("it waits until it is enabled");
}

static void *spin(void *arg) {
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    sem_post(&ready);
    for (volatile int i = 0;; i++) {
    }
    return arg;
}

static void *cancel_itself(void *arg) {
    CHECK(pthread_cancel(pthread_self()) == 0);
    sem_post(arg);
    pthread_testcancel();
    return NULL;
}

static void others(void) {
    pthread_t thread;
    void *result = NULL;
    CHECK(pthread_create(&thread, NULL, spin, NULL) == 0);
    while (sem_wait(&ready) < 0) {
    }
    CHECK(pthread_cancel(thread) == 0 && pthread_join(thread, &result) == 0);
    CHECK(result == PTHREAD_CANCELED);
    CHECK(pthread_create(&thread, NULL, cancel_itself, &ready) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED);
    CHECK(sem_trywait(&ready) == 0);
    puts("asynchronously, and itself");
}

static void *pop(void *arg) {
    int one = 1, two = 2, three = 3;
    pthread_cleanup_push(clean, &one);
    pthread_cleanup_push(clean, &two);
    pthread_cleanup_pop(1);
    pthread_cleanup_push(clean, &three);
    pthread_exit(arg);
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return NULL;
}

int main(void) {
    sem_init(&never, 0, 0);
    sem_init(&ready, 0, 0);
    sem_init(&proceed, 0, 0);
    CHECK(pipe(ends) == 0);
    points();
    disabled();
    others();
    pthread_t thread;
    cleaned = 0;
    CHECK(pthread_create(&thread, NULL, pop, NULL) == 0 && pthread_join(thread, NULL) == 0);
    CHECK(cleaned == 231);
    puts("clean-up handlers run last in, first out");
    return finish();
}
