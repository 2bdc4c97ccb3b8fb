/* pthread_key_create, key_delete, setspecific, getspecific; pthread_once; pthread_atfork. */

#include "check.h"

#include <limits.h>
#include <pthread.h>
#include <sched.h>

enum { THREADS = 5 };

static pthread_key_t key, other;
static int destroyed, again, ended;

static void destroy(void *value) {
    __atomic_add_fetch(&destroyed, *(int *)value, __ATOMIC_SEQ_CST);
}

/* Sets a value again each time, and so is called only as often as is promised at most. */
static void once_more(void *value) {
    again++;
    CHECK(pthread_getspecific(other) == NULL);
    pthread_setspecific(other, value);
}

static void *hold(void *arg) {
    CHECK(pthread_getspecific(key) == NULL);
    CHECK(pthread_setspecific(key, arg) == 0);
    sched_yield();
    CHECK(pthread_getspecific(key) == arg);
    return NULL;
}

static void *hold_other(void *arg) {
    CHECK(pthread_setspecific(other, arg) == 0);
    return NULL;
}

static void keys(void) {
    pthread_t threads[THREADS];
    int values[THREADS];
    CHECK(pthread_key_create(&key, destroy) == 0 && pthread_key_create(&other, once_more) == 0);
    for (int i = 0; i < THREADS; i++) {
        values[i] = i + 1;
        CHECK(pthread_create(&threads[i], NULL, hold, &values[i]) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK(destroyed == 15 && pthread_getspecific(key) == NULL);
    CHECK(pthread_create(&threads[0], NULL, hold_other, values) == 0);
    pthread_join(threads[0], NULL);
    CHECK(again == PTHREAD_DESTRUCTOR_ITERATIONS);
    CHECK(pthread_setspecific(key, values) == 0 && pthread_key_delete(key) == 0);
    CHECK(pthread_key_delete(key) == EINVAL && pthread_setspecific(key, values) == EINVAL);
    CHECK(pthread_key_create(&key, NULL) == 0 && pthread_getspecific(key) == NULL);
    puts("keys and destructors");
}

/* There are so many, and no more. */
static void all_keys(void) {
    pthread_key_t more;
    int count = 0, error;
    while ((error = pthread_key_create(&more, NULL)) == 0 && count < 100000) {
        count++;
    }
    CHECK(error == EAGAIN && count >= 100);
    puts("keys run out");
}

static pthread_once_t once = PTHREAD_ONCE_INIT, cancelled_once = PTHREAD_ONCE_INIT;
static int done;

static void first(void) {
    usleep(2000);
    done++;
}

static void *do_once(void *arg) {
    CHECK(pthread_once(&once, first) == 0 && done == 1);
    return arg;
}

static void wait_first(void) {
    if (done++ == 1) {
        for (;;) {
            pause();
        }
    }
}

static void *do_cancelled(void *arg) {
    pthread_once(&cancelled_once, wait_first);
    return arg;
}

static void onces(void) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, do_once, NULL) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK(pthread_create(&threads[0], NULL, do_cancelled, NULL) == 0);
    usleep(5000);
    CHECK(pthread_create(&threads[1], NULL, do_cancelled, threads) == 0);
    pthread_cancel(threads[0]);
    void *result;
    CHECK(pthread_join(threads[0], &result) == 0 && result == PTHREAD_CANCELED);
    CHECK(pthread_join(threads[1], &result) == 0 && result == threads && done == 3);
    puts("once is once, and not at all if it was cancelled");
}

static void prepare_1(void) { ended = ended * 10 + 1; }
static void prepare_2(void) { ended = ended * 10 + 2; }
static void parent_1(void) { ended = ended * 10 + 3; }
static void parent_2(void) { ended = ended * 10 + 4; }
static void child_1(void) { ended = ended * 10 + 5; }
static void child_2(void) { ended = ended * 10 + 6; }

static void forks(void) {
    CHECK(pthread_atfork(prepare_1, parent_1, child_1) == 0);
    CHECK(pthread_atfork(prepare_2, parent_2, child_2) == 0);
    CHECK(pthread_atfork(NULL, NULL, NULL) == 0);
    pid_t pid = split();
    if (pid == 0) {
        CHECK(ended == 2156);
        leave(failures != 0);
    }
    CHECK(ended == 2134 && wait_status(pid) == 0);
    puts("handlers of fork");
}

int main(void) {
    keys();
    all_keys();
    onces();
    forks();
    return finish();
}
