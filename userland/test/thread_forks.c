/*
 * Threads and processes: fork while others hold the library's locks, threads in the child; how one
 * thread ends them all, by exit, by another program; what is left when the first one ends.
 *
 * qemu-user: no (it cannot make threads in the child of a process that had some).
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>

enum { THREADS = 6, FORKS = 10 };

static int stop;

static void start(pthread_t threads[THREADS], void *(*work)(void *)) {
    for (long i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, work, (void *)i) == 0);
    }
}

static void join(pthread_t threads[THREADS]) {
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
}

/* The compiler must not see that nobody needs it. */
static void *allocate(void *arg) {
    void *volatile memory = malloc(100);
    free(memory);
    return arg;
}

static void *disturb_memory(void *arg) {
    while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
        allocate(NULL);
    }
    return arg;
}

static void *disturb_streams(void *arg) {
    FILE *sink = fopen("/dev/null", "w");
    while (!__atomic_load_n(&stop, __ATOMIC_SEQ_CST)) {
        fprintf(sink, "%p\n", arg);
        fclose(fopen("/dev/null", "r"));
    }
    fclose(sink);
    return NULL;
}

/* The child has one thread, free locks, and may have threads of its own. */
static void in_child(void) {
    pthread_t thread;
    void *result;
    char *memory = malloc(1000);
    FILE *sink = fopen("/dev/null", "w");
    fprintf(sink, "%p", (void *)memory);
    CHECK(memory != NULL && fclose(sink) == 0);
    CHECK(pthread_create(&thread, NULL, allocate, memory) == 0);
    CHECK(pthread_join(thread, &result) == 0 && result == memory);
    leave(failures != 0);
}

static void forks(void) {
    pthread_t memory, streams;
    CHECK(pthread_create(&memory, NULL, disturb_memory, NULL) == 0);
    CHECK(pthread_create(&streams, NULL, disturb_streams, NULL) == 0);
    for (int i = 0; i < FORKS; i++) {
        pid_t pid = fork();
        if (pid == 0) {
            in_child();
        }
        CHECK(wait_status(pid) == 0);
    }
    __atomic_store_n(&stop, 1, __ATOMIC_SEQ_CST);
    CHECK(pthread_join(memory, NULL) == 0 && pthread_join(streams, NULL) == 0);
    puts("a child finds the library's locks free");
}

/* The thread that forks is the child's first one, whatever it was before. */
static void *fork_here(void *arg) {
    pid_t pid = split();
    if (pid == 0) {
        pthread_t thread;
        CHECK(getpid() == gettid() && pthread_equal(*(pthread_t *)arg, pthread_self()));
        CHECK(pthread_create(&thread, NULL, allocate, NULL) == 0);
        CHECK(pthread_join(thread, NULL) == 0);
        leave(failures != 0);
    }
    CHECK(wait_status(pid) == 0);
    return arg;
}

static void fork_in_thread(void) {
    static pthread_t thread;
    CHECK(pthread_create(&thread, NULL, fork_here, &thread) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    puts("a thread forks");
}

static void say_1(void) { fputs("handler 1\n", stdout); }
static void say_2(void) { fputs("handler 2\n", stdout); }

static void *leave_all(void *arg) {
    (void)arg;
    exit(3);
}

static void *execute(void *arg) {
    execl("/bin/sh", "sh", "-c", "exit 6", (char *)NULL);
    return arg;
}

static void *crash(void *arg) {
    raise(SIGKILL);
    return arg;
}

static void exits(void) {
    static const struct {
        void *(*way)(void *);
        int status;
    } ways[] = {{leave_all, 3}, {execute, 6}, {crash, 128 + SIGKILL}};
    for (int i = 0; i < 3; i++) {
        pid_t pid = split();
        if (pid == 0) {
            pthread_t threads[THREADS];
            atexit(say_1);
            atexit(say_2);
            start(threads, ways[i].way);
            join(threads);
            for (;;) {
                pause();
            }
        }
        CHECK(wait_status(pid) == ways[i].status);
    }
    puts("one thread ends its process");
}

static void *join_first(void *arg) {
    void *result;
    CHECK(pthread_join(*(pthread_t *)arg, &result) == 0 && result == arg);
    puts("the first thread was joined");
    return NULL;
}

static void first_ends(void) {
    static pthread_t first;
    pid_t pid = split();
    if (pid == 0) {
        pthread_t thread;
        first = pthread_self();
        CHECK(pthread_create(&thread, NULL, join_first, &first) == 0);
        pthread_detach(thread);
        pthread_exit(&first);
    }
    CHECK(wait_status(pid) == 0);
}

int main(void) {
    forks();
    fork_in_thread();
    exits();
    first_ends();
    return finish();
}
