package spool.emulator.sbi;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import spool.emulator.hart.Hart;
import spool.emulator.isa.Cause;
import spool.emulator.machine.Machine;
import spool.emulator.memory.PhysicalMemory;

/// The extensions by which harts set their timers, interrupt one another, and have one another
/// forget translations (SBI 2.0, chapters 6 to 8).
final class HartCalls {
  private static final int STIMECMP = 0x14d;
  private static final long EVERY_HART = -1;
  private static final long PAGE_BYTES = PhysicalMemory.FRAME_BYTES;

  /// A larger range is not worth forgetting page by page.
  private static final long MOST_PAGES = 16;

  private final Machine machine;
  private final List<Hart> harts;

  HartCalls(Machine machine) {
    this.machine = machine;
    harts = machine.harts();
  }

  /// `sbi_set_timer`.
  Answer timer(Hart hart, long function, long[] a) {
    if (function != 0) {
      return Answer.NOT_SUPPORTED;
    }
    setTimer(hart, a[0]);
    return Answer.SUCCESS;
  }

  void setTimer(Hart hart, long ticks) {
    hart.writeCsr(STIMECMP, ticks);
  }

  /// `sbi_send_ipi`.
  Answer interrupt(Hart hart, long function, long[] a) {
    return function == 0
        ? answer(chosen(a[0], a[1]), targets -> targets.forEach(this::interrupt))
        : Answer.NOT_SUPPORTED;
  }

  void interrupt(Hart target) {
    machine.interrupt(target, Cause.SUPERVISOR_SOFTWARE, true);
  }

  /// `sbi_remote_fence_i` and `sbi_remote_sfence_vma` with and without an address space. The fences
  /// for guests of a hypervisor are not there.
  Answer fence(Hart hart, long function, long[] a) {
    return switch ((int) function) {
      case 0 -> forEach(a[0], a[1], Hart::fenceInstruction);
      case 1, 2 -> forEach(a[0], a[1], target -> forget(target, a[2], a[3]));
      default -> Answer.NOT_SUPPORTED;
    };
  }

  private static void forget(Hart target, long start, long size) {
    if (size <= 0 || size > MOST_PAGES * PAGE_BYTES) {
      target.flushTranslations();
      return;
    }
    for (long offset = 0; offset < size + PAGE_BYTES; offset += PAGE_BYTES) {
      target.flushTranslation(start + offset);
    }
  }

  /// Does `action` to the harts from number `base` on that have a bit in `mask`; all of them must
  /// be there.
  private Answer forEach(long mask, long base, Consumer<Hart> action) {
    return answer(chosen(mask, base), targets -> machine.onEach(targets, action));
  }

  private static Answer answer(Optional<List<Hart>> chosen, Consumer<List<Hart>> action) {
    chosen.ifPresent(action);
    return chosen.isPresent() ? Answer.SUCCESS : Answer.INVALID_PARAMETER;
  }

  private Optional<List<Hart>> chosen(long mask, long base) {
    if (base == EVERY_HART) {
      return Optional.of(harts);
    }
    if (base < 0 || base >= harts.size()) {
      return Optional.empty();
    }
    long there = harts.size() - base == Long.SIZE ? -1 : (1L << (harts.size() - base)) - 1;
    return (mask & ~there) == 0
        ? Optional.of(
            harts.stream()
                .filter(hart -> hart.id() >= base && (mask >>> (hart.id() - base) & 1) != 0)
                .toList())
        : Optional.empty();
  }
}
