/* Where a program starts: sp points at argc, then argv, envp and the auxiliary vector. */

    .section .text._start, "ax", @progbits
    .globl _start
    .type _start, @function
_start:
    .option push
    .option norelax
    la gp, __global_pointer$
    .option pop
    mv a0, sp
    andi sp, sp, -16
    li fp, 0
    li ra, 0
    tail __start
    .size _start, . - _start

    .section .note.GNU-stack, "", @progbits
