/* glibc's condition variables, cancellation, signals to threads, and the threads of C11. */
#include "../test/check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <threads.h>
#include <time.h>

enum { THREADS = 5 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition;
static int ready, waiting, cleaned;

static void *wait_for_it(void *number) {
    pthread_mutex_lock(&mutex);
    waiting++;
    while (!ready) {
        pthread_cond_wait(&condition, &mutex);
    }
    pthread_mutex_unlock(&mutex);
    return number;
}

static void await_waiters(void) {
    pthread_mutex_lock(&mutex);
    while (waiting < THREADS) {
        pthread_mutex_unlock(&mutex);
        sched_yield();
        pthread_mutex_lock(&mutex);
    }
}

static void broadcast(int protocol) {
    pthread_t threads[THREADS];
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_setprotocol(&attributes, protocol);
    pthread_mutex_init(&mutex, &attributes);
    ready = waiting = 0;
    for (long i = 0; i < THREADS; i++) {
        pthread_create(&threads[i], NULL, wait_for_it, (void *)i);
    }
    await_waiters();
    ready = 1;
    pthread_cond_broadcast(&condition);
    pthread_mutex_unlock(&mutex);
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("broadcast with protocol %d\n", protocol);
}

static void timed(clockid_t clock) {
    pthread_condattr_t attributes;
    pthread_cond_t timed;
    struct timespec end, now;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, clock);
    pthread_cond_init(&timed, &attributes);
    clock_gettime(clock, &end);
    end.tv_nsec += 3000000;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    pthread_mutex_lock(&mutex);
    int result;
    do {
        result = pthread_cond_timedwait(&timed, &mutex, &end);
    } while (result == 0);
    CHECK(result == ETIMEDOUT);
    clock_gettime(clock, &now);
    CHECK(now.tv_sec > end.tv_sec || (now.tv_sec == end.tv_sec && now.tv_nsec >= end.tv_nsec));
    pthread_mutex_unlock(&mutex);
    printf("timed wait on clock %d\n", clock);
}

static void clean(void *unused) {
    (void)unused;
    cleaned++;
    pthread_mutex_unlock(&mutex);
}

static void *wait_for_ever(void *unused) {
    pthread_mutex_lock(&mutex);
    pthread_cleanup_push(clean, NULL);
    waiting++;
    while (1) {
        pthread_cond_wait(&condition, &mutex);
    }
    pthread_cleanup_pop(0);
    return unused;
}

static void *spin(void *unused) {
    pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
    __atomic_store_n(&waiting, 1, __ATOMIC_SEQ_CST);
    while (1) {
    }
    return unused;
}

static void *refuse(void *unused) {
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    __atomic_store_n(&waiting, 1, __ATOMIC_SEQ_CST);
    while (__atomic_load_n(&waiting, __ATOMIC_SEQ_CST) != 2) {
        sched_yield();
    }
    pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    pthread_testcancel();
    return unused;
}

static void cancel(void *(*body)(void *), int go, const char *what) {
    pthread_t thread;
    void *result;
    waiting = 0;
    pthread_create(&thread, NULL, body, NULL);
    while (__atomic_load_n(&waiting, __ATOMIC_SEQ_CST) == 0) {
        sched_yield();
    }
    CHECK(pthread_cancel(thread) == 0);
    if (go) {
        __atomic_store_n(&waiting, 2, __ATOMIC_SEQ_CST);
    }
    CHECK(pthread_join(thread, &result) == 0 && result == PTHREAD_CANCELED);
    printf("cancelled: %s\n", what);
}

static volatile sig_atomic_t got;
static pthread_t receiver;

static void note(int signal) {
    CHECK(pthread_equal(pthread_self(), receiver));
    got += signal == SIGUSR1;
}

static void *receive(void *unused) {
    sigset_t none;
    sigemptyset(&none);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    while (got < 2) {
        sigsuspend(&none);
    }
    return unused;
}

/* One signal for the thread, one for the process, which nobody else lets through. */
static void signals(void) {
    sigset_t set;
    struct sigaction action = {.sa_handler = note};
    sigaction(SIGUSR1, &action, NULL);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    pthread_mutex_lock(&mutex);
    pthread_create(&receiver, NULL, receive, NULL);
    pthread_mutex_unlock(&mutex);
    CHECK(pthread_kill(receiver, SIGUSR1) == 0);
    while (got < 1) {
        sched_yield();
    }
    CHECK(kill(getpid(), SIGUSR1) == 0);
    pthread_join(receiver, NULL);
    CHECK(got == 2);
    printf("signals to a thread and to the process\n");
}

static mtx_t lock;
static once_flag flag = ONCE_FLAG_INIT;
static int sum, onces;
static thread_local int mine;

static void once(void) { onces++; }

static int add(void *number) {
    call_once(&flag, once);
    for (int i = 0; i < 100; i++) {
        mtx_lock(&lock);
        sum++;
        mtx_unlock(&lock);
        mine++;
    }
    CHECK(mine == 100);
    return (int)(long)number;
}

static void c11(void) {
    thrd_t threads[THREADS];
    mtx_init(&lock, mtx_plain | mtx_recursive);
    for (long i = 0; i < THREADS; i++) {
        CHECK(thrd_create(&threads[i], add, (void *)i) == thrd_success);
    }
    for (int i = 0; i < THREADS; i++) {
        int result;
        CHECK(thrd_join(threads[i], &result) == thrd_success && result == i);
    }
    CHECK(sum == 100 * THREADS && onces == 1);
    printf("threads of C11\n");
}

static void *use_time(void *unused) {
    struct timespec used, again;
    struct rusage usage;
    clockid_t clock;
    volatile int i = 0;
    while (i < 200000) {
        i = i + 1;
    }
    CHECK(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used) == 0);
    CHECK(pthread_getcpuclockid(pthread_self(), &clock) == 0);
    CHECK(clock_gettime(clock, &again) == 0);
    CHECK(again.tv_sec > used.tv_sec || again.tv_nsec >= used.tv_nsec);
    CHECK(used.tv_sec > 0 || used.tv_nsec > 0);
    CHECK(getrusage(RUSAGE_THREAD, &usage) == 0);
    return unused;
}

int main(void) {
    pthread_t thread;
    pthread_cond_init(&condition, NULL);
    broadcast(PTHREAD_PRIO_NONE);
    broadcast(PTHREAD_PRIO_INHERIT);
    timed(CLOCK_REALTIME);
    timed(CLOCK_MONOTONIC);
    cancel(wait_for_ever, 0, "in a wait for a condition");
    CHECK(cleaned == 1);
    cancel(spin, 0, "at any instruction");
    cancel(refuse, 1, "when it lets itself");
    signals();
    c11();
    pthread_create(&thread, NULL, use_time, NULL);
    pthread_join(thread, NULL);
    printf("clocks of a thread\n");
    return finish();
}
