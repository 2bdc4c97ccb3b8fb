/* How threads begin and end: by the hundred, detached, with the leader first, by
 * exit_group. */
#include "../test/check.h"

#include <pthread.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>

enum { MANY = 200, VERY_MANY = 2000, FEW = 8 };

static int ended;
static pthread_barrier_t barrier;

static void *end(void *unused) {
    __atomic_add_fetch(&ended, 1, __ATOMIC_SEQ_CST);
    return unused;
}

static void detached(void) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, 65536);
    pthread_attr_setguardsize(&attributes, 4096);
    for (int i = 0; i < MANY; i++) {
        pthread_t thread;
        CHECK(pthread_create(&thread, &attributes, end, NULL) == 0);
    }
    while (__atomic_load_n(&ended, __ATOMIC_SEQ_CST) < MANY) {
        sched_yield();
    }
    printf("%d detached threads\n", ended);
}

static void *meet(void *unused) {
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    return unused;
}

static void at_once(int count) {
    static pthread_t threads[VERY_MANY];
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 65536);
    pthread_barrier_init(&barrier, NULL, (unsigned)count + 1);
    for (int i = 0; i < count; i++) {
        CHECK(pthread_create(&threads[i], &attributes, meet, NULL) == 0);
    }
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < count; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    printf("%d threads at once\n", count);
}

static void caught(int signal) { _exit(signal); }

static void *overflow(void *unused) {
    volatile char page[4096];
    page[0] = 1;
    page[4095] = 1;
    void *result = overflow(unused);
    return page[0] == page[4095] ? result : unused;
}

/* The handler needs a stack of its own. */
static void *meet_guard(void *unused) {
    static char space[65536];
    stack_t stack = {.ss_sp = space, .ss_size = sizeof space};
    struct sigaction action = {.sa_handler = caught, .sa_flags = SA_ONSTACK};
    CHECK(sigaltstack(&stack, NULL) == 0 && sigaction(SIGSEGV, &action, NULL) == 0);
    return overflow(unused);
}

static void *leave_by_exit(void *unused) {
    (void)unused;
    exit(5);
}

static void *outlive(void *leader) {
    CHECK(pthread_join(*(pthread_t *)leader, NULL) == 0);
    _exit(6);
}

static void *sleep_for_ever(void *unused) {
    pause();
    return unused;
}

static pthread_t leader;

static int status_of(void *(*body)(void *), int leaves) {
    pid_t child = fork();
    if (child == 0) {
        pthread_t thread, sleeper;
        leader = pthread_self();
        pthread_create(&sleeper, NULL, sleep_for_ever, NULL);
        pthread_create(&thread, NULL, body, &leader);
        if (leaves) {
            pthread_exit(NULL);
        }
        pthread_join(thread, NULL);
        _exit(99);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    return status;
}

/* Threads count among the processes of a user; root may have any number. */
static void limited(void) {
    pid_t child = fork();
    if (child == 0) {
        struct rlimit limit = {FEW, FEW};
        if (getuid() != 0) {
            _exit(0);
        }
        CHECK(setrlimit(RLIMIT_NPROC, &limit) == 0 && setuid(4321) == 0);
        pthread_t thread;
        int count = 1, error;
        while ((error = pthread_create(&thread, NULL, sleep_for_ever, NULL)) == 0) {
            count++;
        }
        CHECK(error == EAGAIN && count == FEW);
        CHECK(fork() == -1 && errno == EAGAIN);
        _exit(failures != 0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    printf("threads are limited\n");
}

static void affinity(void) {
    cpu_set_t set;
    CHECK(pthread_getaffinity_np(pthread_self(), sizeof set, &set) == 0);
    CHECK(CPU_COUNT(&set) >= 1);
    CHECK(pthread_setaffinity_np(pthread_self(), sizeof set, &set) == 0);
}

static void *change_user(void *unused) {
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    CHECK(geteuid() == 1234);
    return unused;
}

/* The kernel knows credentials of tasks; glibc makes them those of the process. */
static void users(void) {
    pid_t child = fork();
    if (child == 0) {
        pthread_t thread;
        pthread_barrier_init(&barrier, NULL, 2);
        pthread_create(&thread, NULL, change_user, NULL);
        pthread_barrier_wait(&barrier);
        if (getuid() == 0) {
            CHECK(setuid(1234) == 0);
        } else {
            _exit(0);
        }
        pthread_barrier_wait(&barrier);
        pthread_join(thread, NULL);
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    printf("users\n");
}

static void errors(void) {
    CHECK(syscall(SYS_tgkill, getpid(), 0, 0) == -1 && errno == EINVAL);
    CHECK(syscall(SYS_tgkill, getpid(), getppid(), 0) == -1 && errno == ESRCH);
    CHECK(syscall(SYS_tgkill, getpid(), gettid(), 0) == 0);
    CHECK(syscall(SYS_set_tid_address, NULL) == gettid());
}

int main(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    detached();
    at_once(MANY);
    at_once(VERY_MANY);
    limited();
    CHECK(WEXITSTATUS(status_of(leave_by_exit, 0)) == 5);
    printf("exit from another thread\n");
    CHECK(WEXITSTATUS(status_of(outlive, 1)) == 6);
    printf("the leader ends first\n");
    CHECK(WEXITSTATUS(status_of(meet_guard, 0)) == SIGSEGV);
    printf("a guard page\n");
    affinity();
    users();
    errors();
    return finish();
}
