/*
 * Another thread than the leader executes a program, while more threads wait and run: it keeps the
 * number of the process, its pending signals and its mask, and nothing else of the threads.
 *
 * qemu-user: no, what it executes has to be for the host.
 */
#include "../test/check.h"

#include <pthread.h>
#include <sys/syscall.h>

static void *wait_for_ever(void *unused) {
    pause();
    return unused;
}

static void *run_for_ever(void *unused) {
    while (1) {
    }
    return unused;
}

static void *leave_by_exec(void *unused) {
    char pid[16];
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigaddset(&set, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    CHECK(pthread_kill(pthread_self(), SIGUSR1) == 0);
    CHECK(kill(getpid(), SIGUSR2) == 0);
    CHECK(gettid() != getpid());
    snprintf(pid, sizeof pid, "%d", getpid());
    /* Not /proc/self/exe, which is not there when the leader has ended: see proc(5). */
    execl("/proc/thread-self/exe", "exec_thread", pid, NULL);
    return unused;
}

static int threads(void) {
    char line[256];
    int count = 0;
    FILE *file = fopen("/proc/self/status", "r");
    while (fgets(line, sizeof line, file)) {
        sscanf(line, "Threads: %d", &count);
    }
    fclose(file);
    return count;
}

static int executed(int pid) {
    sigset_t set;
    CHECK(getpid() == pid && gettid() == pid && threads() == 1);
    sigpending(&set);
    CHECK(sigismember(&set, SIGUSR1) == 1 && sigismember(&set, SIGUSR2) == 1);
    pthread_sigmask(SIG_BLOCK, NULL, &set);
    CHECK(sigismember(&set, SIGUSR1) == 1);
    printf("executed by a thread\n");
    fflush(NULL);
    return failures;
}

int main(int count, char **arguments) {
    pthread_t thread;
    if (count > 1) {
        return executed(atoi(arguments[1]));
    }
    for (int leaves = 0; leaves < 2; leaves++) {
        pid_t child = split();
        if (child == 0) {
            sigset_t set;
            sigemptyset(&set);
            sigaddset(&set, SIGUSR2);
            pthread_sigmask(SIG_BLOCK, &set, NULL);
            pthread_create(&thread, NULL, wait_for_ever, NULL);
            pthread_create(&thread, NULL, run_for_ever, NULL);
            pthread_create(&thread, NULL, leave_by_exec, NULL);
            if (leaves) {
                pthread_exit(NULL);
            }
            pause();
        }
        CHECK(wait_status(child) == 0);
    }
    return finish();
}
