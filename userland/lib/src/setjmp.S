/* setjmp and longjmp: what a function must preserve for its caller goes into jmp_buf and back. */

    .macro each_register operation, float_operation
    \operation ra, 0(a0)
    \operation sp, 8(a0)
    \operation s0, 16(a0)
    \operation s1, 24(a0)
    \operation s2, 32(a0)
    \operation s3, 40(a0)
    \operation s4, 48(a0)
    \operation s5, 56(a0)
    \operation s6, 64(a0)
    \operation s7, 72(a0)
    \operation s8, 80(a0)
    \operation s9, 88(a0)
    \operation s10, 96(a0)
    \operation s11, 104(a0)
    \float_operation fs0, 112(a0)
    \float_operation fs1, 120(a0)
    \float_operation fs2, 128(a0)
    \float_operation fs3, 136(a0)
    \float_operation fs4, 144(a0)
    \float_operation fs5, 152(a0)
    \float_operation fs6, 160(a0)
    \float_operation fs7, 168(a0)
    \float_operation fs8, 176(a0)
    \float_operation fs9, 184(a0)
    \float_operation fs10, 192(a0)
    \float_operation fs11, 200(a0)
    .endm

    .section .text.setjmp, "ax", @progbits

    /* sigsetjmp: as setjmp, after __save_mask has noted the signal mask behind the registers. */
    .globl sigsetjmp
    .type sigsetjmp, @function
sigsetjmp:
    addi sp, sp, -16
    sd ra, 0(sp)
    sd a0, 8(sp)
    call __save_mask
    ld ra, 0(sp)
    ld a0, 8(sp)
    addi sp, sp, 16

    .globl setjmp
    .type setjmp, @function
setjmp:
    each_register sd, fsd
    li a0, 0
    ret

    .globl longjmp
    .type longjmp, @function
longjmp:
    each_register ld, fld
    seqz a0, a1
    add a0, a0, a1
    ret

    .section .note.GNU-stack, "", @progbits
