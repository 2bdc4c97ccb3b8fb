/* A handler that uses every floating-point register leaves those of the program as they were. */

#include "check.h"

static volatile sig_atomic_t handled;

static void disturb(int number) {
    (void)number;
    __asm__ volatile("fcvt.d.l f0, zero\n fcvt.d.l f1, zero\n fcvt.d.l f2, zero\n"
                     "fcvt.d.l f8, zero\n fcvt.d.l f9, zero\n fcvt.d.l f10, zero\n"
                     "fcvt.d.l f18, zero\n fcvt.d.l f27, zero\n fcvt.d.l f31, zero\n"
                     "li t0, 0\n li t1, 0\n li t6, 0\n fsflags zero\n fsrm zero\n"
                     :
                     :
                     : "t0", "t1", "t6", "f0", "f1", "f2", "f10", "f31");
    handled++;
}

/* Raises a signal between loading registers and storing them; all in one piece of assembly. */
static void raise_between(long pid, double *floats, long *integers) {
    register long a0 __asm__("a0") = pid;
    register long a1 __asm__("a1") = SIGUSR1;
    register long a7 __asm__("a7") = 129; /* kill */
    register double *a2 __asm__("a2") = floats;
    register long *a3 __asm__("a3") = integers;
    __asm__ volatile("fld f0, 0(a2)\n fld f1, 8(a2)\n fld f10, 16(a2)\n fld f31, 24(a2)\n"
                     "ld t0, 0(a3)\n ld t1, 8(a3)\n ld t6, 16(a3)\n"
                     "li a4, 3\n fsrm a4\n li a4, 21\n fsflags a4\n"
                     "ecall\n"
                     "fsd f0, 32(a2)\n fsd f1, 40(a2)\n fsd f10, 48(a2)\n fsd f31, 56(a2)\n"
                     "sd t0, 24(a3)\n sd t1, 32(a3)\n sd t6, 40(a3)\n"
                     "frrm a4\n sd a4, 48(a3)\n frflags a4\n sd a4, 56(a3)\n"
                     "fscsr zero\n"
                     : "+r"(a0)
                     : "r"(a1), "r"(a2), "r"(a3), "r"(a7)
                     : "a4", "t0", "t1", "t6", "f0", "f1", "f10", "f31", "memory");
}

int main(void) {
    double floats[8] = {1.5, -2.25, 3e300, -4e-300};
    long integers[8] = {0x0123456789abcdef, -2, 0x5555};
    signal(SIGUSR1, disturb);
    raise_between(getpid(), floats, integers);
    CHECK(handled == 1);
    for (int i = 0; i < 4; i++) {
        CHECK(floats[i] == floats[i + 4]);
    }
    for (int i = 0; i < 3; i++) {
        CHECK(integers[i] == integers[i + 3]);
    }
    CHECK(integers[6] == 3 && integers[7] == 21);
    puts("registers, rounding mode and flags are kept");
    double sum = 0;
    for (int i = 1; i <= 1000; i++) {
        sum += 1.0 / i;
        if (i % 100 == 0) {
            raise(SIGUSR1);
        }
    }
    printf("%.15f after %d signals\n", sum, (int)handled);
    CHECK(handled == 11);
    return finish();
}
