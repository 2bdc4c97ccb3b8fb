/* Memory across fork: private memory is copied as it was, shared memory is one. */

#include "check.h"

#include <sys/mman.h>

enum { INTS = 1 << 18 };

static int global = 1;
static int array[INTS];

static long sum(void) {
    long total = 0;
    for (int i = 0; i < INTS; i++) {
        total += array[i];
    }
    return total;
}

int main(void) {
    int local = 2;
    int *heap = malloc(sizeof *heap);
    int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK(shared != MAP_FAILED);
    *heap = 3;
    for (int i = 0; i < INTS; i++) {
        array[i] = i;
    }
    long before = sum();
    pid_t child = split();
    if (child == 0) {
        CHECK(global == 1 && local == 2 && *heap == 3 && sum() == before);
        global = local = *heap = 100;
        for (int i = 0; i < INTS; i += 512) { /* One write to every other page. */
            array[i] = -1;
        }
        *shared = 42;
        pid_t grandchild = split();
        if (grandchild == 0) {
            CHECK(global == 100 && array[512] == -1 && array[513] == 513);
            shared[1] = *shared + 1;
            leave(failures);
        }
        CHECK(wait_status(grandchild) == 0);
        leave(failures);
    }
    array[1] = 1; /* The parent writes too, on pages that it shares with the child. */
    CHECK(wait_status(child) == 0);
    CHECK(global == 1 && local == 2 && *heap == 3 && sum() == before);
    puts("private memory is the parent's own");
    CHECK(shared[0] == 42 && shared[1] == 43);
    puts("shared memory is shared");
    for (int i = 0; i < 20; i++) {
        child = split();
        if (child == 0) {
            array[i] = -i;
            __atomic_fetch_add(&shared[2], 1, __ATOMIC_SEQ_CST);
            leave(0);
        }
        CHECK(wait_status(child) == 0);
    }
    CHECK(shared[2] == 20 && sum() == before);
    puts("twenty forks of a megabyte");
    return finish();
}
