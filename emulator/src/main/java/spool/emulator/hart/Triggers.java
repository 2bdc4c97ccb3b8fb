package spool.emulator.hart;

import spool.emulator.memory.Access;

/// Where a debugger wants to know of what one hart does: the places of its instructions and data
/// that have a trigger (the trigger module of the "RISC-V Debug Specification", from the outside).
///
/// Execution is as exact and as fast as without, but in pages with triggers. The answers may change
/// only when they are handed to [Hart#triggers] anew.
public interface Triggers {
  /// Whether any instruction of the page that `address` is in has a trigger.
  boolean areInCode(long address);

  /// Whether the instruction at `pc` has a trigger.
  boolean areAt(long pc);

  /// The hart is about to execute the instruction at `pc`, which has a trigger. To keep it from
  /// that, [Hart#pauseAt] its present time.
  void reached(long pc);

  /// Whether any data of the page that `address` is in has a trigger.
  boolean areInData(long address);

  /// The running instruction has accessed `size` bytes at `address`, in a page with triggers or in
  /// another one: this is called now and then for all pages.
  void accessed(long address, int size, Access access);

  /// No triggers.
  static Triggers none() {
    return new Triggers() {
      @Override
      public boolean areInCode(long address) {
        return false;
      }

      @Override
      public boolean areAt(long pc) {
        return false;
      }

      @Override
      public void reached(long pc) {}

      @Override
      public boolean areInData(long address) {
        return false;
      }

      @Override
      public void accessed(long address, int size, Access access) {}
    };
  }
}
