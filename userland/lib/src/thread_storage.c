/* Storage of threads, from the ELF file's PT_TLS segment; and the library's own locks. */

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

#include "stubs.h"
#include "thread.h"

enum { PT_TLS = 7, FIRST_ROOM = 4096 };

struct program_header {
    unsigned int type;
    unsigned int flags;
    unsigned long offset;
    unsigned long address;
    unsigned long physical;
    unsigned long file_size;
    unsigned long memory_size;
    unsigned long alignment;
};

bool __threaded;
static const void *initial;
static size_t initial_size;
static size_t storage_size;
static size_t alignment = 16;

static void find_segment(void) {
    const char *header = (const char *)getauxval(AT_PHDR);
    for (unsigned long left = getauxval(AT_PHNUM); left > 0; left--) {
        const struct program_header *segment = (const struct program_header *)header;
        if (segment->type == PT_TLS) {
            initial = (const void *)segment->address;
            initial_size = segment->file_size;
            storage_size = segment->memory_size;
            alignment = segment->alignment > 16 ? segment->alignment : 16;
        }
        header += getauxval(AT_PHENT);
    }
}

size_t __thread_room(void) {
    return sizeof(struct thread) + _Alignof(struct thread) + storage_size + alignment;
}

struct thread *__thread_at(void *end) {
    size_t align = alignment > _Alignof(struct thread) ? alignment : _Alignof(struct thread);
    char *storage = (char *)(((unsigned long)end - storage_size) & -align);
    struct thread *thread = (struct thread *)storage - 1;
    memcpy(storage, initial, initial_size);
    thread->held.next = &thread->held;
    return thread;
}

/* Room of its own for what usual programs need, for a mapping would cost each a system call. */
void __start_threads(void) {
    static char first[FIRST_ROOM] __attribute__((aligned(64)));
    find_segment();
    char *room = first;
    size_t size = sizeof first;
    if (__thread_room() > size) {
        size = __thread_room();
        room = (char *)sys_mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
                                -1, 0);
    }
    struct thread *thread = __thread_at(room + size);
    thread->alive = 1;
    __asm__ volatile("mv tp, %0" : : "r"(thread + 1) : "memory");
}

int __ask_tid(void) { return self()->tid = (int)sys_gettid(); }

static long sleep_arguments(clockid_t clock, bool shared) {
    return FUTEX_WAIT_BITSET | (shared ? 0 : FUTEX_PRIVATE_FLAG) |
           (clock == CLOCK_REALTIME ? FUTEX_CLOCK_REALTIME : 0);
}

/* WAIT_BITSET, for it takes a point in time, which a signal in between does not move. */
int __futex_sleep(int *word, int value, bool shared, clockid_t clock, const struct timespec *end) {
    return (int)-ecall6(SYS_futex, (long)word, sleep_arguments(clock, shared), value, (long)end, 0,
                        -1);
}

int __futex_sleep_cancellable(int *word, int value, bool shared, clockid_t clock,
                              const struct timespec *end) {
    return (int)-__cancellable(SYS_futex, (long)word, sleep_arguments(clock, shared), value,
                               (long)end, 0, -1);
}

void __futex_rouse(int *word, int count, bool shared) {
    ecall3(SYS_futex, (long)word, FUTEX_WAKE | (shared ? 0 : FUTEX_PRIVATE_FLAG), count);
}

/* Who has waited cannot know whether others still wait (Drepper, "Futexes Are Tricky"). */
void __lock(int *word) {
    if (!__threaded) {
        return;
    }
    int mine = own_tid();
    while (!swap(word, 0, mine)) {
        int seen = load(word);
        if (seen != 0 && ((seen & WAITERS) != 0 || swap(word, seen, seen | WAITERS))) {
            __futex_sleep(word, seen | WAITERS, false, CLOCK_MONOTONIC, NULL);
            mine |= WAITERS;
        }
    }
}

void __unlock(int *word) {
    if (__threaded && (__atomic_exchange_n(word, 0, __ATOMIC_SEQ_CST) & WAITERS) != 0) {
        __futex_rouse(word, 1, false);
    }
}
