package spool.emulator.exec;

import spool.emulator.hart.CachedPages;
import spool.emulator.hart.Hart;

/// Instructions of one frame that were translated to a method of the JVM: a function, a loop, or
/// several that belong together. Execution can enter at some of them, see [RegionEntry].
///
/// Which addresses the frame has does not matter, so that processes share a region as they share
/// the frame.
public abstract class Region {
  /// The answer of a region that needs the floating-point unit, which is off or was not in use, and
  /// has done nothing.
  protected static final int REFUSED = Integer.MIN_VALUE;

  /// How often a region is entered before it may stay for long, and how many instructions it may
  /// execute until then.
  private static final int FIRST_TIMES = 200_000;

  private static final int FEW = 500;

  private int entered;

  /// Made by a [Translator].
  protected Region() {}

  /// How many instructions it may execute this time. They are few at first: a method that is called
  /// often is compiled once, and then used. One that stays in its loops is compiled anew for each
  /// loop, to be entered in the middle (on-stack replacement), and that takes most of C2's time.
  final int most() {
    if (entered == FIRST_TIMES) {
      return Integer.MAX_VALUE;
    }
    entered++;
    return FEW;
  }

  /// The distance of an address from the start of the frame, as a number that is unlike any inside
  /// the frame where it is outside.
  protected static int offset(long distance) {
    return (int) distance == distance ? (int) distance : -1;
  }

  /// Executes from `successor`, an entry's virtual address, on, at most `room` instructions, and
  /// answers how many. Then `successor` is where execution goes on. If the instruction there needs
  /// more of the hart than a region has, or a page that is in no window, it is to be executed in
  /// another way, and the answer is inverted. It may be [#REFUSED] instead. Like [Dispatch#run], it
  /// leaves `pc` and the counters of `hart` as they are.
  ///
  /// `base` is the virtual address of the frame; there is room for what the entry needs.
  public abstract int run(Hart hart, CachedPages pages, Successor successor, long base, int room);
}
