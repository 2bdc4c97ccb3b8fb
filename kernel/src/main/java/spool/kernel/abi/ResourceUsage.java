package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// What getrusage(2) tells, times in nanoseconds; what is not counted is zero.
public record ResourceUsage(
    long userTime,
    long systemTime,
    long peakKibibytes,
    long pageFaults,
    long voluntarySwitches,
    long involuntarySwitches) {
  /// Bytes of a `struct rusage`.
  public static final int BYTES = 144;

  private static final int PEAK = 32;
  private static final int MINOR_FAULTS = 64;
  private static final int VOLUNTARY = 128;
  private static final int INVOLUNTARY = 136;

  /// The `struct rusage`.
  public byte[] toBytes() {
    ByteBuffer raw = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.put(Timespec.of(userTime).toTimeval()).put(Timespec.of(systemTime).toTimeval());
    raw.putLong(PEAK, peakKibibytes).putLong(MINOR_FAULTS, pageFaults);
    raw.putLong(VOLUNTARY, voluntarySwitches).putLong(INVOLUNTARY, involuntarySwitches);
    return raw.array();
  }
}
