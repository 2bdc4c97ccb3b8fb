/*
 * thread_cost: what processes cost and what threads cost instead, in cycles.
 *
 * One cycle of the machine is one nanosecond of its clock. A process has memory, files and signals of
 * its own, which are made, copied when they are first written to, and taken away again; a thread
 * shares those of its process and has a stack and registers. Measures both alike: creation, the whole
 * life until it was waited for, and a switch from one to the other and back, by two semaphores in
 * memory that they share. Shows that a thread is created faster and lives for less, and that what a
 * switch costs is mostly the waiting and waking, which is the same.
 *
 * qemu-user: no (it measures this machine's cycles).
 */

#define _GNU_SOURCE

#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS = 50, SWITCHES = 200, MEMORY = 256 << 10 };

struct cost {
    long creation;
    long life;
    long change;
};

static char memory[MEMORY];
static sem_t *turns;

static long cycles(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

/* Something that every child does. */
static void *work(void *arg) {
    memory[0]++;
    return arg;
}

static void *answer(void *arg) {
    for (int i = 0; i < SWITCHES; i++) {
        sem_wait(&turns[0]);
        sem_post(&turns[1]);
    }
    return arg;
}

static pid_t create_process(void *(*function)(void *)) {
    pid_t pid = fork();
    if (pid == 0) {
        function(NULL);
        _exit(0);
    }
    return pid;
}

static pthread_t create_thread(void *(*function)(void *)) {
    pthread_t thread = 0;
    if (pthread_create(&thread, NULL, function, NULL) != 0) {
        exit(1);
    }
    return thread;
}

static long cost_of_turns(void) {
    long start = cycles();
    for (int i = 0; i < SWITCHES; i++) {
        sem_post(&turns[0]);
        sem_wait(&turns[1]);
    }
    return (cycles() - start) / (2 * SWITCHES);
}

static struct cost of_processes(void) {
    struct cost cost = {0, 0, 0};
    for (int i = 0; i < ROUNDS; i++) {
        long start = cycles();
        pid_t pid = create_process(work);
        cost.creation += (cycles() - start) / ROUNDS;
        waitpid(pid, NULL, 0);
        cost.life += (cycles() - start) / ROUNDS;
    }
    pid_t other = create_process(answer);
    cost.change = cost_of_turns();
    waitpid(other, NULL, 0);
    return cost;
}

static struct cost of_threads(void) {
    struct cost cost = {0, 0, 0};
    for (int i = 0; i < ROUNDS; i++) {
        long start = cycles();
        pthread_t thread = create_thread(work);
        cost.creation += (cycles() - start) / ROUNDS;
        pthread_join(thread, NULL);
        cost.life += (cycles() - start) / ROUNDS;
    }
    pthread_t other = create_thread(answer);
    cost.change = cost_of_turns();
    pthread_join(other, NULL);
    return cost;
}

static void print(const char *what, long process, long thread) {
    printf("%-28s %9ld %9ld\n", what, process, thread);
}

/* All on one hart, so that a switch is one. */
int main(void) {
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    turns = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (turns == MAP_FAILED || sched_setaffinity(0, sizeof one, &one) < 0) {
        perror("thread_cost");
        return 1;
    }
    sem_init(&turns[0], 1, 0);
    sem_init(&turns[1], 1, 0);
    memset(memory, 1, sizeof memory);
    struct cost process = of_processes(), thread = of_threads();
    printf("%-28s %9s %9s\n", "cycles for", "a process", "a thread");
    print("creation", process.creation, thread.creation);
    print("the whole life", process.life, thread.life);
    print("a switch, with its reason", process.change, thread.change);
    bool cheaper = thread.creation < process.creation && thread.life < process.life;
    bool alike = labs(thread.change - process.change) < process.change / 5;
    return cheaper && alike ? 0 : 1;
}
