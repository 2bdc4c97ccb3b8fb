package spool.kernel.signal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import spool.kernel.abi.Signal;

/// What a process does about a signal: the kernel's `struct sigaction`, which on riscv64 has no
/// restorer.
public record SignalAction(long handler, long flags, long mask) {
  /// Bytes of the structure.
  public static final int BYTES = 24;

  public static final long SIG_DFL = 0;
  public static final long SIG_IGN = 1;

  public static final long SA_NOCLDSTOP = 0x1;
  public static final long SA_NOCLDWAIT = 0x2;
  public static final long SA_SIGINFO = 0x4;
  public static final long SA_ONSTACK = 0x0800_0000;
  public static final long SA_RESTART = 0x1000_0000;
  public static final long SA_NODEFER = 0x4000_0000;
  public static final long SA_RESETHAND = 0x8000_0000L;

  /// The default.
  public static final SignalAction DEFAULT = new SignalAction(SIG_DFL, 0, Signal.EMPTY);

  /// An action whose mask leaves out what cannot be blocked.
  public SignalAction {
    mask &= ~Signal.UNSTOPPABLE;
  }

  /// Reads a `struct sigaction`.
  public static SignalAction of(byte[] bytes) {
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new SignalAction(raw.getLong(), raw.getLong(), raw.getLong());
  }

  /// The `struct sigaction`.
  public byte[] toBytes() {
    ByteBuffer raw = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return raw.putLong(handler).putLong(flags).putLong(mask).array();
  }

  /// Whether `SA_*` flag `flag` is set.
  public boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /// Whether the program handles the signal itself.
  public boolean isHandler() {
    return handler != SIG_DFL && handler != SIG_IGN;
  }

  /// Whether the signal is ignored, by choice or by default.
  public boolean ignores(int signal) {
    return handler == SIG_IGN
        || (handler == SIG_DFL && Signal.byDefault(signal) == Signal.Default.IGNORE);
  }
}
