package spool.emulator.sbi;

import spool.emulator.hart.Hart;

/// A group of calls.
@FunctionalInterface
interface Extension {
  /// Answers call number `function` of `hart`, with the arguments `a` from `a0` on.
  Answer call(Hart hart, long function, long[] a);
}
