package spool.emulator.sbi;

import java.util.function.LongPredicate;
import spool.emulator.hart.Hart;

/// The base extension: what there is (SBI 2.0, chapter 4).
final class BaseCalls implements Extension {
  private static final long SPECIFICATION = 2L << 24;

  /// Not among the numbers given to others.
  private static final long IMPLEMENTATION = 0x5350_4f4f;

  private static final long VERSION = 1;

  private final LongPredicate extensions;

  /// The extension where there are those for which `extensions` holds.
  BaseCalls(LongPredicate extensions) {
    this.extensions = extensions;
  }

  /// The last three are `mvendorid`, `marchid` and `mimpid`.
  @Override
  public Answer call(Hart hart, long function, long[] a) {
    return switch ((int) function) {
      case 0 -> Answer.of(SPECIFICATION);
      case 1 -> Answer.of(IMPLEMENTATION);
      case 2 -> Answer.of(VERSION);
      case 3 -> Answer.of(extensions.test(a[0]) ? 1 : 0);
      case 4, 5, 6 -> Answer.of(0);
      default -> Answer.NOT_SUPPORTED;
    };
  }
}
