/*
 * Memory that runs out: who asks is told, who takes it is ended, and it comes back.
 * qemu-user: no (the memory is the host's)
 */

#include "check.h"

#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>

enum { PAGE = 4096, STEP = 1 << 20 };

static unsigned long free_bytes(void) {
    struct sysinfo info;
    CHECK(sysinfo(&info) == 0);
    return info.freeram * info.mem_unit;
}

static char *map(size_t length, int flags) {
    return mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
}

static void touch(char *memory, size_t length) {
    for (size_t at = 0; at < length; at += PAGE) {
        memory[at] = 1;
    }
}

/* Takes memory step by step until it is refused. */
static void asks(void) {
    pid_t child = split();
    if (child == 0) {
        char *memory = map(STEP, 0);
        while (memory != MAP_FAILED) {
            touch(memory, STEP);
            memory = map(STEP, 0);
        }
        leave(errno == ENOMEM ? 0 : 1);
    }
    CHECK(wait_status(child) == 0);
    puts("who asks is told");
}

/* Was promised more than there is, and takes it. */
static void takes(void) {
    pid_t child = split();
    if (child == 0) {
        size_t length = (size_t)1 << 36;
        touch(map(length, MAP_NORESERVE), length);
        leave(0);
    }
    CHECK(wait_status(child) == 128 + SIGKILL);
    puts("who takes is ended");
}

static void limited(void) {
    pid_t child = split();
    if (child == 0) {
        struct rlimit limit = {32 * STEP, 32 * STEP};
        CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
        CHECK(map(33 * STEP, MAP_NORESERVE) == MAP_FAILED && errno == ENOMEM);
        CHECK(map(STEP, 0) != MAP_FAILED);
        leave(failures);
    }
    CHECK(wait_status(child) == 0);
    puts("limited");
}

int main(void) {
    CHECK(map((size_t)1 << 40, 0) == MAP_FAILED && errno == ENOMEM);
    unsigned long before = free_bytes();
    asks();
    takes();
    limited();
    unsigned long after = free_bytes();
    CHECK(after + 64 * PAGE >= before);
    puts("it comes back");
    return finish();
}
