#pragma once

/*
 * The system-call instruction: number in a7, arguments from a0 on, result in a0. A result from
 * -4095 to -1 is a negated error number.
 */

static inline long ecall6(long number, long a, long b, long c, long d, long e, long f) {
    register long a0 __asm__("a0") = a;
    register long a1 __asm__("a1") = b;
    register long a2 __asm__("a2") = c;
    register long a3 __asm__("a3") = d;
    register long a4 __asm__("a4") = e;
    register long a5 __asm__("a5") = f;
    register long a7 __asm__("a7") = number;
    __asm__ volatile("ecall"
                     : "+r"(a0)
                     : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7)
                     : "memory");
    return a0;
}

static inline long ecall3(long number, long a, long b, long c) {
    register long a0 __asm__("a0") = a;
    register long a1 __asm__("a1") = b;
    register long a2 __asm__("a2") = c;
    register long a7 __asm__("a7") = number;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
    return a0;
}

static inline long ecall0(long number) {
    register long a0 __asm__("a0");
    register long a7 __asm__("a7") = number;
    __asm__ volatile("ecall" : "=r"(a0) : "r"(a7) : "memory");
    return a0;
}

#define ecall1(number, a) ecall3(number, a, 0, 0)
#define ecall2(number, a, b) ecall3(number, a, b, 0)
#define ecall4(number, a, b, c, d) ecall6(number, a, b, c, d, 0, 0)
#define ecall5(number, a, b, c, d, e) ecall6(number, a, b, c, d, e, 0)

/* The result of a system call as C functions give it: -1 and errno for an error. */
long __result(long result);
