/*
 * The C library among threads: memory, streams, lines that stay whole, random numbers.
 */

#include "check.h"

#include <pthread.h>
#include <sched.h>

enum { THREADS = 6, ROUNDS = 200 };

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

/* What is handed out twice at a time is overwritten by another. */
static void *allocate(void *arg) {
    unsigned seed = (unsigned)(long)arg;
    for (int i = 0; i < ROUNDS; i++) {
        size_t size = (size_t)rand_r(&seed) % 3000 + 1;
        unsigned char *memory = malloc(size);
        memset(memory, (int)(long)arg, size);
        memory = realloc(memory, size * 2);
        rand();
        CHECK(memory[0] == (unsigned char)(long)arg && memory[size - 1] == memory[0]);
        free(memory);
    }
    return NULL;
}

static FILE *file;

static void *write_lines(void *arg) {
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 2 == 0) {
            fprintf(file, "%s %ld %s\n", "thread", (long)arg, "whole");
        } else {
            flockfile(file);
            CHECK(ftrylockfile(file) == 0);
            fputs("thread ", file);
            putc('0' + (int)(long)arg, file);
            sched_yield();
            fputs(" whole\n", file);
            funlockfile(file);
            funlockfile(file);
        }
    }
    return NULL;
}

static int lines, bad;

static void *read_lines(void *arg) {
    char line[64];
    while (fgets(line, sizeof line, file) != NULL) {
        __atomic_add_fetch(&lines, 1, __ATOMIC_SEQ_CST);
        bool whole = strlen(line) == 15 && strcmp(line + 8, " whole\n") == 0;
        __atomic_add_fetch(&bad, !whole, __ATOMIC_SEQ_CST);
    }
    return arg;
}

static void *is_locked(void *arg) {
    CHECK(ftrylockfile(file) != 0);
    return arg;
}

static void streams(void) {
    pthread_t threads[THREADS];
    file = fopen("lines", "w+");
    start(threads, write_lines);
    join(threads);
    rewind(file);
    start(threads, read_lines);
    join(threads);
    CHECK(lines == THREADS * ROUNDS && bad == 0);
    flockfile(file);
    CHECK(pthread_create(&threads[0], NULL, is_locked, NULL) == 0);
    pthread_join(threads[0], NULL);
    funlockfile(file);
    CHECK(ftrylockfile(file) == 0);
    funlockfile(file);
    CHECK(fclose(file) == 0 && unlink("lines") == 0);
    puts("lines stay whole");
}

int main(void) {
    pthread_t threads[THREADS];
    scratch();
    start(threads, allocate);
    join(threads);
    puts("memory belongs to one at a time");
    streams();
    return finish();
}
