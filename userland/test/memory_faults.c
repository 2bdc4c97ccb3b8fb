/* Mappings and what happens beyond them: SIGSEGV with the address and the reason. */

#include "check.h"

#include <setjmp.h>
#include <sys/mman.h>

enum { PAGE = 4096 };

static sigjmp_buf retry;
static volatile int faults;
static char *volatile fault_address;
static volatile int fault_code;

static void on_fault(int number, siginfo_t *info, void *context) {
    (void)number;
    (void)context;
    faults++;
    fault_address = info->si_addr;
    fault_code = info->si_code;
    siglongjmp(retry, 1);
}

static bool can_read(volatile char *address) {
    if (sigsetjmp(retry, 1) != 0) {
        return false;
    }
    (void)*address;
    return true;
}

static bool can_write(volatile char *address) {
    if (sigsetjmp(retry, 1) != 0) {
        return false;
    }
    *address = 1;
    return true;
}

static char *map(size_t pages, int protection) {
    char *memory = mmap(NULL, pages * PAGE, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(memory != MAP_FAILED);
    return memory;
}

static void unmapped(void) {
    char *memory = map(3, PROT_READ | PROT_WRITE);
    CHECK(can_write(memory + PAGE) && can_write(memory + 3 * PAGE - 1));
    CHECK(munmap(memory + PAGE, PAGE) == 0); /* A hole in the middle. */
    CHECK(can_read(memory) && can_read(memory + 2 * PAGE));
    CHECK(!can_read(memory + PAGE + 5));
    CHECK(fault_address == memory + PAGE + 5 && fault_code == SEGV_MAPERR);
    CHECK(munmap(memory, 3 * PAGE) == 0); /* Holes are no error. */
    CHECK(!can_read(memory));
    puts("unmapped");
}

static void protected(void) {
    char *memory = map(2, PROT_READ);
    CHECK(can_read(memory) && *memory == 0);
    CHECK(!can_write(memory + 7));
    CHECK(fault_address == memory + 7 && fault_code == SEGV_ACCERR);
    CHECK(mprotect(memory, PAGE, PROT_READ | PROT_WRITE) == 0);
    CHECK(can_write(memory) && !can_write(memory + PAGE));
    CHECK(mprotect(memory, PAGE, PROT_NONE) == 0);
    CHECK(!can_read(memory) && fault_code == SEGV_ACCERR);
    CHECK(mprotect(memory, PAGE, PROT_READ) == 0);
    CHECK(can_read(memory) && *memory == 1);
    CHECK(munmap(memory, 2 * PAGE) == 0);
    puts("protected");
}

static void wild(void) {
    CHECK(!can_read(NULL) && fault_address == NULL && fault_code == SEGV_MAPERR);
    CHECK(!can_write((char *)8));
    CHECK(!can_write((char *)on_fault)); /* Code is not for writing. */
    CHECK(can_read((char *)on_fault));
    puts("wild pointers");
}

static void fixed(void) {
    char *memory = map(4, PROT_READ | PROT_WRITE);
    memory[2 * PAGE] = 9;
    char *middle = mmap(memory + PAGE, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
                        -1, 0);
    CHECK(middle == memory + PAGE && memory[2 * PAGE] == 9);
    CHECK(!can_write(middle) && can_write(memory));
    FAILS(mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), EINVAL);
    FAILS(mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, -1, 0), EBADF);
    FAILS(munmap(memory + 1, PAGE), EINVAL);
    FAILS(mprotect(memory + 1, PAGE, PROT_READ), EINVAL);
    CHECK(munmap(memory, 4 * PAGE) == 0);
    FAILS(mprotect(memory, PAGE, PROT_READ), ENOMEM);
    puts("MAP_FIXED and errors");
}

int main(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_fault;
    action.sa_flags = SA_SIGINFO;
    CHECK(sigaction(SIGSEGV, &action, NULL) == 0);
    unmapped();
    protected();
    wild();
    fixed();
    printf("%d faults\n", faults);
    CHECK(faults == 9);
    return finish();
}
