/* Where threads begin and end, and system calls that can be cancelled. */

    .section .text.__clone_thread, "ax", @progbits

    /* int __clone_thread(flags, stack, parent_tid, tp, child_tid): as clone(2). */
    .globl __clone_thread
    .type __clone_thread, @function
__clone_thread:
    li a7, 220
    ecall
    bnez a0, 1f
    li fp, 0
    li ra, 0
    tail __thread_main
1:
    ret

    /* __unmap_and_exit(mapping, size): the last of a thread that nobody joins. */
    .globl __unmap_and_exit
    .type __unmap_and_exit, @function
__unmap_and_exit:
    li a7, 215
    ecall
    li a0, 0
    li a7, 93
    ecall

    .section .text.__cancel_call, "ax", @progbits

    /*
     * __cancel_call(cancelled, number, a, b, c, d, e, f). A cancellation that comes between begin
     * and end goes to __cancel_now; after that, it has ended the call with EINTR or came too late.
     */
    .globl __cancel_call
    .type __cancel_call, @function
    .globl __cancel_begin
    .globl __cancel_end
__cancel_call:
    mv t0, a0
    mv t1, a1
    mv a0, a2
    mv a1, a3
    mv a2, a4
    mv a3, a5
    mv a4, a6
    mv a5, a7
    mv a7, t1
__cancel_begin:
    lbu t1, 0(t0)
    bnez t1, 1f
    ecall
__cancel_end:
    ret
1:
    tail __cancel_now

    .section .note.GNU-stack, "", @progbits
