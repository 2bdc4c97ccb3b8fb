/* Programs that go wrong die by the right signal, and the others go on. */

#include "check.h"

#include <sys/mman.h>

static volatile int zero;

static void null_read(void) { (void)*(volatile int *)NULL; }
static void null_write(void) { *(volatile int *)NULL = 1; }
static void null_call(void) { ((void (*)(void))(size_t)zero)(); }
static void wild_write(void) { *(volatile int *)0x4000000000 = 1; }
static void illegal(void) { __asm__ volatile(".word 0"); }
static void breakpoint(void) { __asm__ volatile("ebreak"); }

static void jump_into_data(void) {
    static unsigned int code[] = {0x00008067}; /* ret */
    ((void (*)(void))code)();
}

static void write_to_code(void) { *(volatile int *)(size_t)null_read = 0; }

static int overflow(int depth) {
    volatile char frame[4096];
    frame[0] = (char)depth;
    return depth < 0 ? 0 : overflow(depth + 1) + frame[0];
}

static void stack_overflow(void) { overflow(zero); }

/* No trap on this machine: the quotient is -1 (RISC-V unprivileged ISA, "Division Operations"). */
static void division(void) {
    long quotient, divisor = zero;
    __asm__ volatile("div %0, %1, %2" : "=r"(quotient) : "r"(5L), "r"(divisor));
    leave(quotient == -1 ? 33 : 0);
}

static const struct {
    const char *name;
    void (*crash)(void);
    int status;
} cases[] = {
    {"read through a null pointer", null_read, 128 + SIGSEGV},
    {"write through a null pointer", null_write, 128 + SIGSEGV},
    {"call of a null pointer", null_call, 128 + SIGSEGV},
    {"wild write", wild_write, 128 + SIGSEGV},
    {"illegal instruction", illegal, 128 + SIGILL},
    {"breakpoint", breakpoint, 128 + SIGTRAP},
    {"jump into data", jump_into_data, 128 + SIGSEGV},
    {"write to code", write_to_code, 128 + SIGSEGV},
    {"stack overflow", stack_overflow, 128 + SIGSEGV},
    {"division by zero", division, 33},
};

int main(void) {
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pid_t child = split();
        if (child == 0) {
            cases[i].crash();
            leave(0);
        }
        int status = wait_status(child);
        printf("%s: %d\n", cases[i].name, status);
        CHECK(status == cases[i].status);
    }
    return finish();
}
