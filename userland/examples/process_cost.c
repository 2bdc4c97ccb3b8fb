/*
 * process_cost: what it costs to create, to switch between and to end processes, in cycles.
 *
 * One cycle of the machine is one nanosecond of its clock. Measures a system call that does nothing
 * for comparison; a switch, by passing a message to and fro between two processes; and a process's
 * whole life, from fork until it was waited for, when it ends at once and when it first writes to
 * memory that it has from its parent, which is copied only then. Shows that each of these costs more
 * than the one before. What threads cost instead is in thread_cost.
 *
 * qemu-user: no (it measures this machine's cycles).
 */

#include <multiprocessing.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CALLS = 200, SWITCHES = 200, PROCESSES = 20, WRITTEN = 1 << 20 };

static long cycles(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000L + time.tv_nsec;
}

static long cost_of_call(void) {
    long start = cycles();
    for (int i = 0; i < CALLS; i++) {
        getppid();
    }
    return (cycles() - start) / CALLS;
}

/* Sends back what comes, until nothing more does. */
static int echo(void *arg) {
    struct connection **ends = arg;
    char byte;
    connection_close(ends[0]);
    while (connection_receive(ends[1], &byte, 1) == 1 && connection_send(ends[1], &byte, 1)) {
    }
    return 0;
}

static long cost_of_switch(void) {
    struct connection *ends[2];
    char byte = 0;
    if (!pipe_new(true, ends)) {
        return -1;
    }
    struct process *process = process_start(echo, ends);
    connection_close(ends[1]);
    long start = cycles();
    for (int i = 0; i < SWITCHES / 2; i++) {
        if (!connection_send(ends[0], &byte, 1) || connection_receive(ends[0], &byte, 1) != 1) {
            return -1;
        }
    }
    long cost = (cycles() - start) / SWITCHES;
    connection_close(ends[0]);
    process_join(process);
    return cost;
}

/*
 * Of a fork until it returns in the parent, and until the child was waited for, which writes to so
 * much memory.
 */
static void cost_of_process(char *memory, size_t written, long *creation, long *life) {
    *creation = *life = 0;
    for (int i = 0; i < PROCESSES; i++) {
        long start = cycles();
        pid_t pid = fork();
        if (pid == 0) {
            memset(memory, i, written);
            _exit(0);
        }
        *creation += cycles() - start;
        waitpid(pid, NULL, 0);
        *life += cycles() - start;
    }
    *creation /= PROCESSES;
    *life /= PROCESSES;
}

int main(void) {
    long creation, life, writing_creation, writing_life;
    char *memory = malloc(WRITTEN);
    if (memory == NULL) {
        perror("memory");
        return 1;
    }
    memset(memory, 1, WRITTEN);
    long call = cost_of_call(), change = cost_of_switch();
    cost_of_process(memory, 0, &creation, &life);
    cost_of_process(memory, WRITTEN, &writing_creation, &writing_life);
    printf("%8ld cycles: a system call\n", call);
    printf("%8ld cycles: a switch, with the message that causes it\n", change);
    printf("%8ld cycles: a process, created, ended and waited for (%ld for fork)\n", life, creation);
    printf("%8ld cycles: one that writes to %d KiB of its memory (%ld for fork)\n", writing_life,
           WRITTEN >> 10, writing_creation);
    return 0 < call && call < change && change < life && creation <= life && life < writing_life
               ? 0
               : 1;
}
