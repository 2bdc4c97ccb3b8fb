package spool.kernel.process;

import spool.emulator.memory.Bus;

/// The kernel's driver for the core-local interruptor (CLINT): a timer and a doorbell per hart.
final class HartTimer {
  private static final long BASE = 0x200_0000;
  private static final long MSIP = BASE;
  private static final long MTIMECMP = BASE + 0x4000;

  /// Cycles in a tick of `mtime`, which counts at 10 MHz.
  private static final long CYCLES_PER_TICK = 100;

  private final Bus bus;

  HartTimer(Bus bus) {
    this.bus = bus;
  }

  /// Interrupts `hart` at virtual time `time`, or at the next tick after it.
  void arm(int hart, long time) {
    bus.store(MTIMECMP + 8L * hart, 8, Math.ceilDiv(time, CYCLES_PER_TICK));
  }

  /// Interrupts `hart` no more.
  void disarm(int hart) {
    bus.store(MTIMECMP + 8L * hart, 8, -1);
  }

  /// Rings the doorbell of `hart`.
  void raiseSoftware(int hart) {
    bus.store(MSIP + 4L * hart, 4, 1);
  }

  /// Silences the doorbell of `hart`.
  void lowerSoftware(int hart) {
    bus.store(MSIP + 4L * hart, 4, 0);
  }
}
