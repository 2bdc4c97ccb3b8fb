/*
 * What is asked of and told to a thread: pthread_kill, sigmask, sigqueue; names, CPU-time clocks,
 * affinity, policies.
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <time.h>

static sem_t ready, proceed;
static pthread_t handled_by;
static int value;

static void wait_for(sem_t *semaphore) {
    while (sem_wait(semaphore) < 0) {
    }
}

static void handle(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    handled_by = pthread_self();
    value = info->si_value.sival_int;
}

/* Waits for signals without missing one. */
static void *sleeper(void *arg) {
    sigset_t blocked, old;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGUSR1);
    CHECK(pthread_sigmask(SIG_BLOCK, &blocked, &old) == 0 && !sigismember(&old, SIGUSR1));
    CHECK(pthread_sigmask(77, &blocked, NULL) == EINVAL);
    sem_post(&ready);
    while (!pthread_equal(handled_by, pthread_self())) {
        sigsuspend(&old);
    }
    CHECK(pthread_sigmask(SIG_SETMASK, NULL, &old) == 0 && sigismember(&old, SIGUSR1));
    return arg;
}

static void signals(void) {
    struct sigaction action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO};
    pthread_t thread;
    sigset_t mask;
    sigaction(SIGUSR1, &action, NULL);
    for (int i = 0; i < 2; i++) {
        handled_by = pthread_self();
        CHECK(pthread_create(&thread, NULL, sleeper, NULL) == 0);
        wait_for(&ready);
        CHECK(pthread_kill(thread, 0) == 0 && pthread_kill(thread, 100) == EINVAL);
        CHECK((i == 0 ? pthread_kill(thread, SIGUSR1)
                      : pthread_sigqueue(thread, SIGUSR1, (union sigval){.sival_int = 7})) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
    }
    CHECK(value == 7 && pthread_sigmask(SIG_BLOCK, NULL, &mask) == 0);
    CHECK(!sigismember(&mask, SIGUSR1));
    CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0);
    CHECK(pthread_equal(handled_by, pthread_self()));
    puts("signals reach the thread they are for");
}

static void *inherit(void *arg) {
    sigset_t mask;
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    CHECK(sigismember(&mask, SIGUSR2) && !sigismember(&mask, SIGUSR1));
    sigpending(&mask);
    CHECK(!sigismember(&mask, SIGUSR2));
    return arg;
}

static void masks(void) {
    sigset_t set;
    pthread_t thread;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    pthread_kill(pthread_self(), SIGUSR2);
    CHECK(pthread_create(&thread, NULL, inherit, NULL) == 0 && pthread_join(thread, NULL) == 0);
    int number;
    CHECK(sigwait(&set, &number) == 0 && number == SIGUSR2);
    puts("a thread has its creator's mask, and none of its pending signals");
}

static void *wait_here(void *arg) {
    for (volatile int i = 0; i < 100000; i++) {
    }
    sem_post(&ready);
    wait_for(&proceed);
    return arg;
}

static void properties(void) {
    pthread_t thread;
    char name[16];
    clockid_t clock;
    struct timespec used = {0, 0};
    cpu_set_t all, got;
    struct sched_param parameter = {77};
    int policy;
    CHECK(pthread_create(&thread, NULL, wait_here, NULL) == 0);
    wait_for(&ready);
    CHECK(pthread_setname_np(pthread_self(), "a name too long!") == ERANGE);
    CHECK(pthread_getname_np(pthread_self(), name, 15) == ERANGE);
    CHECK(pthread_setname_np(pthread_self(), "fifteen letters") == 0);
    CHECK(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
    CHECK(strcmp(name, "fifteen letters") == 0);
    CHECK(pthread_setname_np(thread, "the other one") == 0);
    CHECK(pthread_getname_np(thread, name, sizeof name) == 0);
    CHECK(strcmp(name, "the other one") == 0);
    CHECK(pthread_getname_np(pthread_self(), name, sizeof name) == 0);
    CHECK(strcmp(name, "fifteen letters") == 0);
    CHECK(pthread_getcpuclockid(thread, &clock) == 0 && clock_gettime(clock, &used) == 0);
    CHECK(used.tv_sec > 0 || used.tv_nsec > 0);
    CHECK(pthread_getaffinity_np(thread, sizeof all, &all) == 0);
    int cpu = 0;
    while (!CPU_ISSET(cpu, &all)) {
        cpu++;
    }
    CPU_ZERO(&got);
    CHECK(pthread_setaffinity_np(thread, sizeof got, &got) == EINVAL);
    CPU_SET(cpu, &got);
    CHECK(pthread_setaffinity_np(thread, sizeof got, &got) == 0);
    CHECK(pthread_getaffinity_np(thread, sizeof all, &all) == 0 && CPU_ISSET(cpu, &all));
    CHECK(pthread_getschedparam(thread, &policy, &parameter) == 0);
    CHECK(policy == SCHED_OTHER && parameter.sched_priority == 0);
    CHECK(pthread_setschedparam(thread, SCHED_BATCH, &parameter) == 0);
    CHECK(pthread_getschedparam(thread, &policy, &parameter) == 0 && policy == SCHED_BATCH);
    CHECK(pthread_getschedparam(pthread_self(), &policy, &parameter) == 0);
    CHECK(policy == SCHED_OTHER && pthread_setschedparam(thread, 77, &parameter) == EINVAL);
    CHECK(pthread_setschedprio(thread, 5000) == EINVAL);
    CHECK(sem_post(&proceed) == 0 && pthread_join(thread, NULL) == 0);
    puts("names, clocks, harts, policies");
}

int main(void) {
    sem_init(&ready, 0, 0);
    sem_init(&proceed, 0, 0);
    signals();
    masks();
    properties();
    return finish();
}
