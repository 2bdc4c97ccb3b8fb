package spool.emulator.machine;

import spool.emulator.hart.Hart;

/// What executes instructions: an interpreter, or a translator.
@FunctionalInterface
public interface Executor {
  /// Runs `hart` until its clock has reached its limit or it is parked. Interrupts that are pending
  /// and enabled when it begins are taken first.
  void run(Hart hart);
}
