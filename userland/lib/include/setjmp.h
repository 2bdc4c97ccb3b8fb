#pragma once

/* ra, sp, s0 to s11, fs0 to fs11; then for sigsetjmp whether the mask is saved, and the mask. */
typedef unsigned long jmp_buf[28];
typedef jmp_buf sigjmp_buf;

int setjmp(jmp_buf environment) __attribute__((returns_twice));
_Noreturn void longjmp(jmp_buf environment, int value);
int sigsetjmp(sigjmp_buf environment, int save_mask) __attribute__((returns_twice));
_Noreturn void siglongjmp(sigjmp_buf environment, int value);
