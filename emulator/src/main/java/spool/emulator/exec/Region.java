package spool.emulator.exec;

import spool.emulator.hart.CachedPages;
import spool.emulator.hart.Hart;

/// Instructions that were translated to a method of the JVM: a function, a loop, or several that
/// belong together. Execution can enter at some of them, see [RegionEntry].
///
/// They are in one frame, or in several that are as far apart in virtual addresses as they were for
/// the hart that had them translated. Which addresses these are does not matter, so that processes
/// share a region as they share the frames. Whether the frames are where they have to be is asked
/// ([#mayRun]) once for each map of blocks, in which no address becomes another one.
public abstract class Region {
  /// The answer of a region that needs the floating-point unit, which is off or was not in use, and
  /// has done nothing.
  protected static final int REFUSED = Integer.MIN_VALUE;

  /// How often a region is entered before it may stay for long, and how many instructions it may
  /// execute until then.
  private static final int MANY_TIMES = 200_000;

  private static final int FEW = 500;

  /// How often it is entered before the JVM begins to compile it, and how many instructions it may
  /// execute until then: the JVM's interpreter takes ten times as long as ours for them.
  private static final int FIRST_TIMES = 400;

  private static final int FIRST_FEW = 40;

  private int entered;

  /// The state of a map of blocks, and the base, with which it may run.
  private BlockMap.State seen = new BlockMap.State();

  private long seenBase;

  /// Those before: two processes that take turns have a map each.
  private BlockMap.State seenBefore = seen;

  private long seenBeforeBase;

  /// Made by a [Translator].
  protected Region() {}

  /// How many instructions it may execute this time. They are few at first: a method that is called
  /// often is compiled once, and then used. One that stays in its loops is compiled anew for each
  /// loop, to be entered in the middle (on-stack replacement), and that takes most of C2's time.
  final int most() {
    if (entered == MANY_TIMES) {
      return Integer.MAX_VALUE;
    }
    entered++;
    return entered < FIRST_TIMES ? FIRST_FEW : FEW;
  }

  /// Whether it was found that it may run with `base` in the state `state` of a map of blocks.
  final boolean mayRun(BlockMap.State state, long base) {
    return (state == seen && base == seenBase) || mayRunAgain(state, base);
  }

  private boolean mayRunAgain(BlockMap.State state, long base) {
    boolean mayRun = state == seenBefore && base == seenBeforeBase;
    if (mayRun) {
      allow(state, base);
    }
    return mayRun;
  }

  /// Notes that it may.
  final void allow(BlockMap.State state, long base) {
    seenBefore = seen;
    seenBeforeBase = seenBase;
    seen = state;
    seenBase = base;
  }

  /// The distance of an address from the start of the first page, as a number that is unlike that
  /// of any instruction where it is too far away.
  protected static int offset(long distance) {
    return (int) distance == distance ? (int) distance : -1;
  }

  /// Executes from `successor`, an entry's virtual address, on, at most `room` instructions, and
  /// answers how many. Then `successor` is where execution goes on. If the instruction there needs
  /// more of the hart than a region has, or a page that is in no window, it is to be executed in
  /// another way, and the answer is inverted. It may be [#REFUSED] instead. Like [Dispatch#run], it
  /// leaves `pc` and the counters of `hart` as they are.
  ///
  /// `base` is the virtual address of the first page; there is room for what the entry needs.
  public abstract int run(Hart hart, CachedPages pages, Successor successor, long base, int room);
}
