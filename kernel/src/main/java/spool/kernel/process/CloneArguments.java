package spool.kernel.process;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.abi.Errno;

/// What `clone` and `clone3` are asked for. `stack` is where the new task's stack begins, or 0 for
/// the same as the creator's.
public record CloneArguments(
    CloneFlags flags, int exitSignal, long stack, long tls, long parentTid, long childTid) {
  /// The size of the first version of `struct clone_args`.
  public static final int FIRST_BYTES = 64;

  /// The size of the largest version known.
  public static final int BYTES = 88;

  private static final int CHILD_TID = 16;
  private static final int PARENT_TID = 24;
  private static final int EXIT_SIGNAL = 32;
  private static final int STACK = 40;
  private static final int STACK_SIZE = 48;
  private static final int TLS = 56;

  /// The arguments of `clone` as riscv64 orders them.
  public static CloneArguments of(long flags, long stack, long parentTid, long tls, long childTid) {
    int signal = (int) (flags & CloneFlags.CSIGNAL);
    CloneFlags rest = new CloneFlags(flags & ~CloneFlags.CSIGNAL & 0xffff_ffffL);
    return new CloneArguments(rest, signal, stack, tls, parentTid, childTid);
  }

  /// A `struct clone_args` of any version. Fails with `EINVAL` for what clone3(2) refuses.
  public static CloneArguments of(byte[] bytes) {
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    CloneFlags flags = new CloneFlags(raw.getLong(0));
    long signal = raw.getLong(EXIT_SIGNAL);
    long stack = raw.getLong(STACK);
    long size = raw.getLong(STACK_SIZE);
    boolean lopsided = (stack == 0) != (size == 0);
    boolean threadSignals = signal != 0 && flags.has(CloneFlags.CLONE_THREAD);
    boolean known = !flags.has(CloneFlags.CSIGNAL | CloneFlags.CLONE_DETACHED);
    if (lopsided || threadSignals || !known || (signal & ~CloneFlags.CSIGNAL) != 0) {
      throw Errno.EINVAL.failure();
    }
    return new CloneArguments(
        flags,
        (int) signal,
        stack + size,
        raw.getLong(TLS),
        raw.getLong(PARENT_TID),
        raw.getLong(CHILD_TID));
  }
}
