package spool.kernel.signal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The stack for handlers with `SA_ONSTACK`: a `stack_t` (sigaltstack(2)).
public record AlternateStack(long base, int flags, long size) {
  /// Bytes of a `stack_t`.
  public static final int BYTES = 24;

  /// The smallest size.
  public static final long MINSIGSTKSZ = 2048;

  public static final int SS_ONSTACK = 1;
  public static final int SS_DISABLE = 2;
  public static final int SS_AUTODISARM = 1 << 31;

  /// No alternate stack.
  public static final AlternateStack NONE = new AlternateStack(0, SS_DISABLE, 0);

  private static final int SIZE = 16;

  /// Reads a `stack_t`.
  public static AlternateStack of(byte[] bytes) {
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return new AlternateStack(raw.getLong(), raw.getInt(), raw.getLong(SIZE));
  }

  /// The `stack_t`, as it is for a program whose stack pointer is `stackPointer`.
  public byte[] toBytes(long stackPointer) {
    ByteBuffer raw = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int shown = contains(stackPointer) ? flags | SS_ONSTACK : flags;
    return raw.putLong(base).putInt(shown).putLong(SIZE, size).array();
  }

  /// Whether there are no other flags than sigaltstack(2) knows.
  public boolean hasKnownFlags() {
    int mode = flags & ~SS_AUTODISARM;
    return mode == 0 || mode == SS_ONSTACK || mode == SS_DISABLE;
  }

  /// Whether the flags are known and the size suffices.
  public boolean isAcceptable() {
    return hasKnownFlags() && (!isEnabled() || size >= MINSIGSTKSZ);
  }

  /// The stack as the kernel keeps it: whether it is in use follows from the stack pointer.
  public AlternateStack cleaned() {
    return isEnabled() ? new AlternateStack(base, flags & ~SS_ONSTACK, size) : NONE;
  }

  /// Whether there is a stack to use.
  public boolean isEnabled() {
    return (flags & SS_DISABLE) == 0;
  }

  /// Whether a program with this stack pointer runs on the stack.
  public boolean contains(long stackPointer) {
    return isEnabled() && stackPointer - base > 0 && stackPointer - base <= size;
  }
}
