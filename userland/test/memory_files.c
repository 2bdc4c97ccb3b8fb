/* Files in memory: shared and private mappings, their ends, and mappings that move. */

#include "check.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sys/mman.h>

enum { PAGE = 4096, MREMAP = 216, MSYNC = 227, MINCORE = 232 };
enum { MAY_MOVE = 1, MOVE_THERE = 2, SYNC = 4 };

static sigjmp_buf retry;
static volatile int fault_signal;

static void on_fault(int number) {
    fault_signal = number;
    siglongjmp(retry, 1);
}

/* The signal that a store raises, or 0. */
static int store(volatile char *address) {
    fault_signal = 0;
    if (sigsetjmp(retry, 1) == 0) {
        *address = 's';
    }
    return fault_signal;
}

static char *map(int fd, size_t pages, int flags, off_t offset) {
    char *memory = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, flags, fd, offset);
    CHECK(memory != MAP_FAILED);
    return memory;
}

static char byte_at(int fd, off_t offset) {
    char byte = '?';
    CHECK(pread(fd, &byte, 1, offset) == 1);
    return byte;
}

static void one_memory(int fd) {
    char *shared = map(fd, 2, MAP_SHARED, 0);
    char *again = map(fd, 1, MAP_SHARED, PAGE);
    char *private = map(fd, 2, MAP_PRIVATE, 0);
    shared[0] = 'A';
    CHECK(byte_at(fd, 0) == 'A' && private[0] == 'A');
    private[0] = 'B'; /* The page is the process's own from now on. */
    CHECK(byte_at(fd, 0) == 'A' && shared[0] == 'A');
    CHECK(pwrite(fd, "C", 1, PAGE) == 1);
    CHECK(shared[PAGE] == 'C' && again[0] == 'C');
    CHECK(pwrite(fd, "D", 1, 0) == 1);
    CHECK(shared[0] == 'D' && private[0] == 'B');
    pid_t child = split();
    if (child == 0) {
        shared[1] = 'E';
        private[1] = 'F';
        leave(0);
    }
    CHECK(wait_status(child) == 0);
    CHECK(byte_at(fd, 1) == 'E' && private[1] != 'F');
    CHECK(syscall(MSYNC, shared, 2 * PAGE, SYNC) == 0);
    CHECK(munmap(shared, 2 * PAGE) == 0 && munmap(again, PAGE) == 0);
    CHECK(munmap(private, 2 * PAGE) == 0);
    puts("one memory");
}

static void end_of_file(int fd) {
    char *memory = map(fd, 3, MAP_SHARED, 0);
    CHECK(ftruncate(fd, PAGE + 10) == 0);
    CHECK(store(memory + PAGE + 9) == 0);
    CHECK(store(memory + PAGE + 100) == 0); /* The rest of the page is there, */
    CHECK(store(memory + 2 * PAGE) == SIGBUS);
    CHECK(ftruncate(fd, 3 * PAGE) == 0);
    CHECK(memory[PAGE + 9] == 's' && memory[PAGE + 100] == 0); /* but not of the file. */
    CHECK(store(memory + 2 * PAGE) == 0);
    CHECK(ftruncate(fd, 0) == 0);
    CHECK(store(memory) == SIGBUS && store(memory + 2 * PAGE) == SIGBUS);
    CHECK(munmap(memory, 3 * PAGE) == 0);
    CHECK(store(memory) == SIGSEGV);
    puts("end of file");
}

static void without_a_name(void) {
    int fd = open("short-lived", O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0 && ftruncate(fd, PAGE) == 0);
    char *memory = map(fd, 1, MAP_SHARED, 0);
    CHECK(unlink("short-lived") == 0 && close(fd) == 0);
    CHECK(store(memory) == 0 && memory[0] == 's');
    CHECK(munmap(memory, PAGE) == 0);
    puts("without a name");
}

static void rights(void) {
    int fd = open("file", O_RDONLY);
    FAILS(mmap(NULL, PAGE, PROT_WRITE, MAP_SHARED, fd, 0), EACCES);
    FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1), EINVAL);
    char *memory = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, fd, 0);
    CHECK(memory != MAP_FAILED);
    FAILS(mprotect(memory, PAGE, PROT_READ | PROT_WRITE), EACCES);
    CHECK(munmap(memory, PAGE) == 0 && close(fd) == 0);
    int ends[2];
    CHECK(pipe(ends) == 0);
    FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, ends[0], 0), ENODEV);
    CHECK(close(ends[0]) == 0 && close(ends[1]) == 0);
    puts("rights");
}

static void moving(void) {
    char *memory = map(-1, 4, MAP_PRIVATE | MAP_ANONYMOUS, 0);
    memory[PAGE] = 'm';
    CHECK(syscall(MREMAP, memory, 4 * PAGE, 2 * PAGE, 0) == (long)memory);
    CHECK(store(memory + 2 * PAGE) == SIGSEGV && memory[PAGE] == 'm');
    CHECK(mmap(memory + 2 * PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
          == memory + 2 * PAGE);
    FAILS(syscall(MREMAP, memory, 2 * PAGE, 64 * PAGE, 0), ENOMEM);
    char *moved = (char *)syscall(MREMAP, memory, 2 * PAGE, 64 * PAGE, MAY_MOVE);
    CHECK(moved != memory && moved[PAGE] == 'm' && moved[63 * PAGE] == 0);
    CHECK(store(memory + PAGE) == SIGSEGV);
    char *target = map(-1, 2, MAP_PRIVATE | MAP_ANONYMOUS, 0);
    CHECK(syscall(MREMAP, moved, 2 * PAGE, 2 * PAGE, MAY_MOVE | MOVE_THERE, target)
          == (long)target);
    CHECK(target[PAGE] == 'm');
    CHECK(munmap(target, 2 * PAGE) == 0 && munmap(moved + 2 * PAGE, 62 * PAGE) == 0);
    puts("moving");
}

static void anew(void) {
    char *memory = map(-1, 2, MAP_PRIVATE | MAP_ANONYMOUS, 0);
    memory[0] = memory[PAGE] = 'x';
    CHECK(madvise(memory, PAGE, MADV_DONTNEED) == 0);
    CHECK(memory[0] == 0 && memory[PAGE] == 'x');
    unsigned char present[2] = {0, 0};
    CHECK(syscall(MINCORE, memory, 2 * PAGE, present) == 0 && (present[1] & 1) == 1);
    FAILS(madvise(memory + 1, PAGE, MADV_DONTNEED), EINVAL);
    CHECK(munmap(memory, 2 * PAGE) == 0);
    FAILS(syscall(MINCORE, memory, PAGE, present), ENOMEM);
    puts("anew");
}

int main(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_fault;
    CHECK(sigaction(SIGSEGV, &action, NULL) == 0 && sigaction(SIGBUS, &action, NULL) == 0);
    scratch();
    int fd = open("file", O_RDWR | O_CREAT, 0600);
    CHECK(fd >= 0 && ftruncate(fd, 2 * PAGE) == 0);
    one_memory(fd);
    end_of_file(fd);
    without_a_name();
    rights();
    moving();
    anew();
    CHECK(close(fd) == 0 && unlink("file") == 0);
    return finish();
}
