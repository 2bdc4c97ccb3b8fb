package spool.emulator.machine;

import spool.emulator.memory.PhysicalMemory;

/// Programs for the bare machine, assembled by hand for address 0x8000_0000.
final class BareMetal {
  /// Where [#COUNT] keeps its counters: with `amoadd`, with `lr` and `sc`, without atomics, and how
  /// many harts are done.
  static final long COUNTERS = 0x8100_0000L;

  /// How often each hart counts in [#COUNT].
  static final long COUNTS = 2000;

  /// Prints `Hi!` and switches off.
  static final int[] HELLO = {
    0x10000437, // lui s0, 0x10000
    0x00000497, // auipc s1, 0
    0x03848493, // addi s1, s1, 56
    0x0004c503, // next: lbu a0, 0(s1)
    0x00050e63, // beqz a0, done
    0x00544583, // wait: lbu a1, 5(s0)
    0x0205f593, // andi a1, a1, 0x20
    0xfe058ce3, // beqz a1, wait
    0x00a40023, // sb a0, 0(s0)
    0x00148493, // addi s1, s1, 1
    0xfe5ff06f, // j next
    0x00100437, // done: lui s0, 0x100
    0x00005537, // lui a0, 0x5
    0x55550513, // addi a0, a0, 0x555
    0x00a42023, // sw a0, 0(s0)
    0x00216948, // "Hi!"
  };

  /// Two harts count in three ways; the first waits for the other and switches off.
  static final int[] COUNT = {
    0x00081437, // lui s0, 0x81
    0x00c41413, // slli s0, s0, 12
    0x7d000493, // li s1, 2000
    0x00100293, // li t0, 1
    0x0054302f, // again: amoadd.d zero, t0, (s0)
    0x00840913, // addi s2, s0, 8
    0x1009352f, // retry: lr.d a0, (s2)
    0x00150513, // addi a0, a0, 1
    0x18a935af, // sc.d a1, a0, (s2)
    0xfe059ae3, // bnez a1, retry
    0x01043503, // ld a0, 16(s0)
    0x00150513, // addi a0, a0, 1
    0x00a43823, // sd a0, 16(s0)
    0xfff48493, // addi s1, s1, -1
    0xfc049ce3, // bnez s1, again
    0x01840913, // addi s2, s0, 24
    0x0059302f, // amoadd.d zero, t0, (s2)
    0xf1402573, // csrr a0, mhartid
    0x00051063, // bnez a0, .
    0x00200593, // li a1, 2
    0x01843603, // all: ld a2, 24(s0)
    0xfeb61ee3, // bne a2, a1, all
    0x00100437, // lui s0, 0x100
    0x00005537, // lui a0, 0x5
    0x55550513, // addi a0, a0, 0x555
    0x00a42023, // sw a0, 0(s0)
  };

  private static final int WFI = 0x10500073;
  private static final int NOP = 0x00000013;

  /// Waits for `wfi` after `wfi` for the timer at tick 50, notes `mcycle`, `mcause` and `time` in
  /// `a0` to `a2`, and switches off.
  static final int[] TIMER_ASLEEP = timer(WFI);

  /// The same in a busy loop.
  static final int[] TIMER_AWAKE = timer(NOP);

  /// Hart 0 interrupts hart 1 in cycle 2006, which notes the cycle in `a2` and switches off with
  /// status 7.
  static final int[] WAKE_OTHER = {
    0x02000437, // lui s0, 0x2000
    0x30445073, // csrwi mie, 8
    0xf1402573, // csrr a0, mhartid
    0x00051e63, // bnez a0, sleep
    0x3e800293, // li t0, 1000
    0xfff28293, // spin: addi t0, t0, -1
    0xfe029ee3, // bnez t0, spin
    0x00100313, // li t1, 1
    0x00642223, // sw t1, 4(s0)
    0x10500073, // wfi
    0x10500073, // sleep: wfi
    0xb0002673, // csrr a2, mcycle
    0x00100437, // lui s0, 0x100
    0x000732b7, // lui t0, 0x73
    0x33328293, // addi t0, t0, 0x333
    0x00542023, // sw t0, 0(s0)
  };

  /// Interrupts itself by the eighth instruction, notes `mepc` and `mcycle` in `a1` and `a2`, and
  /// switches off; `a0` counts what executes after the one or the other store.
  static final int[] INTERRUPT_ITSELF = {
    0x00000297, // auipc t0, 0
    0x02828293, // addi t0, t0, 40
    0x30529073, // csrw mtvec, t0
    0x30445073, // csrwi mie, 8
    0x30045073, // csrwi mstatus, 8
    0x02000437, // lui s0, 0x2000
    0x00100313, // li t1, 1
    0x00642023, // sw t1, 0(s0)
    0x00150513, // addi a0, a0, 1
    0x0000006f, // j .
    0x341025f3, // csrr a1, mepc
    0xb0002673, // csrr a2, mcycle
    0x00100437, // lui s0, 0x100
    0x000052b7, // lui t0, 0x5
    0x55528293, // addi t0, t0, 0x555
    0x00542023, // sw t0, 0(s0)
    0x00150513, // addi a0, a0, 1
    0x0000006f, // j .
  };

  /// Sends back what it receives, asleep in between, until that is a full stop.
  static final int[] ECHO = {
    0x10000437, // lui s0, 0x10000
    0x0c0004b7, // lui s1, 0xc000
    0x00100293, // li t0, 1
    0x0254a423, // sw t0, 40(s1)
    0x0c002337, // lui t1, 0xc002
    0x40000293, // li t0, 0x400
    0x00532023, // sw t0, 0(t1)
    0x0c200937, // lui s2, 0xc200
    0x00100293, // li t0, 1
    0x005400a3, // sb t0, 1(s0)
    0x000012b7, // lui t0, 1
    0x80028293, // addi t0, t0, -2048
    0x30429073, // csrw mie, t0
    0x10500073, // again: wfi
    0x00492503, // lw a0, 4(s2)
    0x00044583, // lbu a1, 0(s0)
    0x00b40023, // sb a1, 0(s0)
    0x00a92223, // sw a0, 4(s2)
    0xfd258593, // addi a1, a1, -'.'
    0xfe0594e3, // bnez a1, again
    0x00100437, // lui s0, 0x100
    0x000052b7, // lui t0, 0x5
    0x55528293, // addi t0, t0, 0x555
    0x00542023, // sw t0, 0(s0)
  };

  /// `ecall` for ever.
  static final int[] CALL = {
    0x00000073, // ecall
    0xffdff06f, // j .-4
  };

  private BareMetal() {}

  private static int[] timer(int pause) {
    return new int[] {
      0x00000297, // auipc t0, 0
      0x02c28293, // addi t0, t0, 44
      0x30529073, // csrw mtvec, t0
      0x02004337, // lui t1, 0x2004
      0x03200393, // li t2, 50
      0x00733023, // sd t2, 0(t1)
      0x08000393, // li t2, 0x80
      0x30439073, // csrw mie, t2
      0x30046073, // csrsi mstatus, 8
      pause,
      0xffdff06f, // j .-4
      0xb0002573, // csrr a0, mcycle
      0x342025f3, // csrr a1, mcause
      0xc0102673, // csrr a2, time
      0x00100437, // lui s0, 0x100
      0x000052b7, // lui t0, 0x5
      0x55528293, // addi t0, t0, 0x555
      0x00542023, // sw t0, 0(s0)
    };
  }

  /// Puts a program where [Machine#start] finds it.
  static void place(int[] program, Machine machine) {
    PhysicalMemory memory = machine.bus().memory();
    for (int index = 0; index < program.length; index++) {
      memory.store32(Machine.RAM_BASE + 4L * index, program[index]);
    }
  }
}
