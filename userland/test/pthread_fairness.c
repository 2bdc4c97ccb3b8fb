/*
 * Reader-writer locks starve neither side: readers who always overlap do not keep a writer out, nor
 * do writers who follow each other keep a reader out. The other C library has a kind for each.
 */

#include "check.h"

#include <pthread.h>
#include <time.h>

enum { CROWD = 4 };

#ifdef PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP
static pthread_rwlock_t for_writers = PTHREAD_RWLOCK_WRITER_NONRECURSIVE_INITIALIZER_NP;
#else
static pthread_rwlock_t for_writers = PTHREAD_RWLOCK_INITIALIZER;
#endif
static pthread_rwlock_t for_readers = PTHREAD_RWLOCK_INITIALIZER;
static int stop;

static void hold(void) { nanosleep(&(struct timespec){0, 300000}, NULL); }

static void *keep_reading(void *arg) {
    while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
        pthread_rwlock_rdlock(arg);
        hold();
        pthread_rwlock_unlock(arg);
    }
    return NULL;
}

static void *keep_writing(void *arg) {
    while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
        pthread_rwlock_wrlock(arg);
        hold();
        pthread_rwlock_unlock(arg);
    }
    return NULL;
}

/* Whether one gets its turns within a limit that a starved one would miss. */
static void among(void *(*crowd)(void *), pthread_rwlock_t *lock,
                  int (*take)(pthread_rwlock_t *, const struct timespec *)) {
    pthread_t threads[CROWD];
    stop = 0;
    for (int i = 0; i < CROWD; i++) {
        CHECK(pthread_create(&threads[i], NULL, crowd, lock) == 0);
        nanosleep(&(struct timespec){0, 70000}, NULL);
    }
    for (int i = 0; i < 10; i++) {
        struct timespec end;
        clock_gettime(CLOCK_REALTIME, &end);
        end.tv_sec += 1;
        if (CHECK(take(lock, &end) == 0)) {
            pthread_rwlock_unlock(lock);
        }
    }
    __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
    for (int i = 0; i < CROWD; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

int main(void) {
    among(keep_reading, &for_writers, pthread_rwlock_timedwrlock);
    puts("a writer among readers");
    among(keep_writing, &for_readers, pthread_rwlock_timedrdlock);
    puts("a reader among writers");
    return finish();
}
