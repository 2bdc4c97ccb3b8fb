package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/// `struct futex_waitv`: one of the words of `futex_waitv`.
///
/// @param value what the word is expected to have
/// @param flags `FUTEX2_*`
/// @param reserved 0
public record FutexVector(long value, long address, int flags, int reserved) {
  /// The size of the structure.
  public static final int BYTES = 24;

  /// How many words there may be.
  public static final int MOST = 128;

  public static final int FUTEX2_SIZE_U32 = 2;
  public static final int FUTEX2_PRIVATE = 128;

  private static final int ADDRESS = 8;
  private static final int FLAGS = 16;
  private static final int RESERVED = 20;

  /// The array that `raw` holds.
  public static List<FutexVector> parse(byte[] raw) {
    ByteBuffer bytes = Struct.wrap(raw);
    return IntStream.range(0, raw.length / BYTES)
        .mapToObj(index -> parse(bytes, index * BYTES))
        .toList();
  }

  private static FutexVector parse(ByteBuffer bytes, int start) {
    return new FutexVector(
        bytes.getLong(start),
        bytes.getLong(start + ADDRESS),
        bytes.getInt(start + FLAGS),
        bytes.getInt(start + RESERVED));
  }

  /// Whether only one process may use the word.
  public boolean isPrivate() {
    return (flags & FUTEX2_PRIVATE) != 0;
  }

  /// Whether the word has what is expected.
  public boolean matches(int word) {
    return Integer.toUnsignedLong(word) == value;
  }

  /// Fails with `EINVAL` for what is no word of 32 bits.
  public FutexVector valid() {
    boolean isKnown = (flags & ~FUTEX2_PRIVATE) == FUTEX2_SIZE_U32 && reserved == 0;
    boolean isWord = address % Integer.BYTES == 0 && value >>> Integer.SIZE == 0;
    if (!isKnown || !isWord) {
      throw Errno.EINVAL.failure();
    }
    return this;
  }
}
