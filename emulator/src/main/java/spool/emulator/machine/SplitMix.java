package spool.emulator.machine;

import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// A stream of pseudo-random numbers: SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), written out
/// here so that a seed means the same run on every Java release.
///
/// Each purpose has a stream of its own, so that a new consumer of randomness does not move the
/// numbers of the others.
public final class SplitMix implements Stateful {
  private static final long GOLDEN_GAMMA = 0x9e37_79b9_7f4a_7c15L;

  private long state;

  private SplitMix(long state) {
    this.state = state;
  }

  /// The stream of `seed` for `purpose`.
  public static SplitMix of(long seed, String purpose) {
    return new SplitMix(mix(seed) ^ mix(purpose.hashCode() * GOLDEN_GAMMA));
  }

  /// The next 64 bits.
  public long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /// The next number from 0 to `bound` - 1; `bound` is positive.
  public long below(long bound) {
    return Math.unsignedMultiplyHigh(next(), bound);
  }

  @Override
  public void exchange(Exchange exchange) {
    state = exchange.number(state);
  }

  private static long mix(long value) {
    long first = (value ^ value >>> 30) * 0xbf58_476d_1ce4_e5b9L;
    long second = (first ^ first >>> 27) * 0x94d0_49bb_1331_11ebL;
    return second ^ second >>> 31;
  }
}
