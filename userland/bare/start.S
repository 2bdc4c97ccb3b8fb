/* What a program of the box needs to run on a bare machine, QEMU's `virt`, in machine mode: a stack, and a
 * kernel that knows four system calls. write goes to the serial port, brk gives what is asked, gettid says
 * 1, exit switches the machine off, and all else does not exist.
 *
 * Whoever starts the machine puts the program's argument, a string, at `ARGUMENT`. */

#define ARGUMENT 0x87ff0000
#define STACK 0x87fe0000
#define HEAP 0x84000000
#define SERIAL_PORT 0x10000000
#define POWER 0x100000
#define POWER_OFF 0x5555
#define POWER_FAILURE 0x3333
#define FLOATING_POINT 0x2000
#define SYS_WRITE 64
#define SYS_EXIT 93
#define SYS_EXIT_GROUP 94
#define SYS_GETTID 178
#define SYS_BRK 214
#define ENOSYS 38

    .section .text.bare_start, "ax", @progbits
    .globl bare_start
bare_start:
    la t0, trap
    csrw mtvec, t0
    li t0, FLOATING_POINT
    csrs mstatus, t0
    li sp, STACK
    la t0, arguments
    sd t0, 8(sp)
    li t0, ARGUMENT
    sd t0, 16(sp)
    li t0, 2
    sd t0, 0(sp)
    tail _start

    .balign 4
trap:
    csrw mscratch, t0
    csrr t0, mepc
    addi t0, t0, 4
    csrw mepc, t0
    li t0, SYS_WRITE
    beq a7, t0, write
    li t0, SYS_EXIT
    beq a7, t0, exit
    li t0, SYS_EXIT_GROUP
    beq a7, t0, exit
    li t0, SYS_BRK
    beq a7, t0, brk
    li t0, SYS_GETTID
    beq a7, t0, gettid
    li a0, -ENOSYS
    csrr t0, mscratch
    mret

/* a0: the new end of the heap, or 0 to ask for it. */
brk:
    bnez a0, 1f
    li a0, HEAP
1:
    csrr t0, mscratch
    mret

gettid:
    li a0, 1
    csrr t0, mscratch
    mret

/* a1: the bytes, a2: how many. */
write:
    sd t1, -8(sp)
    sd t2, -16(sp)
    li t0, SERIAL_PORT
    mv a0, a2
    add t2, a1, a2
1:
    beq a1, t2, 2f
    lbu t1, 0(a1)
    sb t1, 0(t0)
    addi a1, a1, 1
    j 1b
2:
    sub a1, a1, a2
    ld t1, -8(sp)
    ld t2, -16(sp)
    csrr t0, mscratch
    mret

/* a0: the status. */
exit:
    li t0, POWER
    li t1, POWER_OFF
    beqz a0, 1f
    slli a0, a0, 16
    li t1, POWER_FAILURE
    or t1, t1, a0
1:
    sw t1, 0(t0)
    j 1b

    .section .rodata.arguments, "a"
arguments:
    .asciz "bare"

    .section .note.GNU-stack, "", @progbits
