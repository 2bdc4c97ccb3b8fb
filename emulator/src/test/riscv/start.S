# The beginning of every conformance program: a stack for each of eight harts, handlers that note a trap and go
# on behind the instruction that raised it, and the way into a less privileged mode and back.
#
# struct trap (see conformance.h): 0 t0, 8 t1, 16 t2, 24 cause, 32 epc, 40 value, 48 status, 56 count,
# 64 the stack pointer to return to from a less privileged mode, 72 where to resume, once.

  .set RETURN, 0x5e7

  .section .text.start, "ax"
  .globl _start
_start:
  csrr a0, mhartid
  la sp, stacks
  addi t1, a0, 1
  slli t1, t1, 14
  add sp, sp, t1
  li t1, 80
  mul t1, t1, a0
  la t0, machine_traps
  add t0, t0, t1
  csrw mscratch, t0
  la t0, supervisor_traps
  add t0, t0, t1
  csrw sscratch, t0
  la t0, machine_trap
  csrw mtvec, t0
  la t0, supervisor_trap
  csrw stvec, t0
  li t0, 1 << 13
  csrs mstatus, t0
  bnez a0, 1f
  call main
  li t1, 1
  la t0, tohost
  sd t1, 0(t0)
  j 2f
1:
  call others
2:
  wfi
  j 2b

  .text

# What harts other than the first do, unless the program says something else.
  .weak others
others:
  ret

# Notes a trap in the structure that \scratch points to, and disables an interrupt in \enable.
  .macro handler name, scratch, cause, epc, value, status, enable, look
  .balign 4
  .globl \name
\name:
  csrrw t0, \scratch, t0
  sd t1, 8(t0)
  sd t2, 16(t0)
  csrr t1, \epc
  sd t1, 32(t0)
  csrr t1, \value
  sd t1, 40(t0)
  csrr t1, \status
  sd t1, 48(t0)
  ld t1, 56(t0)
  addi t1, t1, 1
  sd t1, 56(t0)
  csrr t1, \cause
  sd t1, 24(t0)
  bgez t1, 1f
  li t2, 1
  sll t2, t2, t1
  csrc \enable, t2
  j 4f
1:
  ld t2, 64(t0)
  beqz t2, 2f
  addi t1, t1, -8
  sltiu t1, t1, 2
  beqz t1, 2f
  li t1, RETURN
  beq a7, t1, return_to_caller
2:
  ld t1, 72(t0)
  sd zero, 72(t0)
  bnez t1, 3f
  csrr t2, \epc
  li t1, \look
  csrs \status, t1
  lhu t2, 0(t2)
  csrc \status, t1
  csrr t1, \epc
  andi t2, t2, 3
  addi t2, t2, -3
  addi t1, t1, 2
  bnez t2, 3f
  addi t1, t1, 2
3:
  csrw \epc, t1
4:
  ld t1, 8(t0)
  ld t2, 16(t0)
  csrrw t0, \scratch, t0
  .endm

# Looks at instructions with MPRV and MXR, or with SUM and MXR.
  handler machine_trap, mscratch, mcause, mepc, mtval, mstatus, mie, (1 << 17 | 1 << 19)
  mret
  handler supervisor_trap, sscratch, scause, sepc, stval, sstatus, sie, (1 << 18 | 1 << 19)
  sret

# long run_in(mode, function, argument): calls the function in a less privileged mode.
  .globl run_in
run_in:
  addi sp, sp, -112
  sd ra, 0(sp)
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  sd s\n, 8 + 8 * \n(sp)
  .endr
  csrr t0, mscratch
  sd sp, 64(t0)
  li t1, 3 << 11
  csrc mstatus, t1
  slli a0, a0, 11
  csrs mstatus, a0
  csrw mepc, a1
  mv a0, a2
  la ra, 1f
  mret
1:
  li a7, RETURN
  ecall

return_to_caller:
  csrw mscratch, t0
  ld sp, 64(t0)
  sd zero, 64(t0)
  ld ra, 0(sp)
  .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
  ld s\n, 8 + 8 * \n(sp)
  .endr
  addi sp, sp, 112
  ret

# A table of vectors in which only that of machine software interrupts leads on.
  .balign 256
  .option push
  .option norvc
  .globl vectors
vectors:
  j machine_trap
  j wrong_vector
  j wrong_vector
  j software_vector
  .rept 12
  j wrong_vector
  .endr
  .option pop
software_vector:
  csrrw t0, mscratch, t0
  sd t1, 8(t0)
  la t0, vectored
  ld t1, 0(t0)
  addi t1, t1, 1
  sd t1, 0(t0)
  csrr t0, mhartid
  li t1, 80
  mul t1, t1, t0
  la t0, machine_traps
  add t0, t0, t1
  ld t1, 8(t0)
  csrrw t0, mscratch, t0
  j machine_trap
wrong_vector:
  li a0, 9999
  j fail

# void fail(line): the number of the line is the result of the program.
  .globl fail
fail:
  slli a0, a0, 1
  ori a0, a0, 1
  la t0, tohost
  sd a0, 0(t0)
1:
  j 1b

  .section .tohost, "aw", @progbits
  .balign 64
  .globl tohost
tohost:
  .dword 0
  .balign 64
  .globl fromhost
fromhost:
  .dword 0

  .bss
  .balign 64
  .globl machine_traps, supervisor_traps, vectored
machine_traps:
  .zero 80 * 8
supervisor_traps:
  .zero 80 * 8
vectored:
  .zero 8
  .balign 4096
stacks:
  .zero 8 << 14
