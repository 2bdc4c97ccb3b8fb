package spool.emulator.sbi;

import java.util.List;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Cause;
import spool.emulator.machine.Machine;

/// The calls of SBI 0.1 (SBI 2.0, chapter 5): each an extension of its own, with the answer in
/// `a0`. Sets of harts are words in the kernel's virtual memory, or all harts for address 0.
final class LegacyCalls {
  private static final int LAST = 8;
  private static final long EVERY_HART = -1;

  private final Platform platform;
  private final HartCalls calls;
  private final Machine machine;

  LegacyCalls(Platform platform, HartCalls calls, Machine machine) {
    this.platform = platform;
    this.calls = calls;
    this.machine = machine;
  }

  /// Whether `number` is one of them.
  static boolean has(long number) {
    return number >= 0 && number <= LAST;
  }

  /// Answers what goes to `a0`. Throws [spool.emulator.isa.Trap] when a set of harts cannot be
  /// read.
  long call(Hart hart, int number, long argument) {
    switch (number) {
      case 0 -> calls.setTimer(hart, argument);
      case 1 -> platform.write((byte) argument);
      case 2 -> {
        return platform.read();
      }
      case 3 -> hart.setInterrupt(Cause.SUPERVISOR_SOFTWARE, false);
      case 4 -> targets(hart, argument).forEach(calls::interrupt);
      case 5 -> machine.onEach(targets(hart, argument), Hart::fenceInstruction);
      case 6, 7 -> machine.onEach(targets(hart, argument), Hart::flushTranslations);
      default -> platform.shutDown(false);
    }
    return 0;
  }

  private List<Hart> targets(Hart hart, long address) {
    long mask = address == 0 ? EVERY_HART : hart.load64(address);
    return machine.harts().stream().filter(target -> (mask >>> target.id() & 1) != 0).toList();
  }
}
