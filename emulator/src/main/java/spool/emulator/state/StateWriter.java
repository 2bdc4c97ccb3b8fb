package spool.emulator.state;

import java.io.ByteArrayOutputStream;

/// Saves: every value is written down behind the one before.
public final class StateWriter extends Exchange {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  /// A writer of nothing yet.
  public StateWriter() {}

  @Override
  public boolean isRestoring() {
    return false;
  }

  @Override
  public long number(long value) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      written.write((int) (value >>> shift));
    }
    return value;
  }

  @Override
  public byte[] bytes(byte[] value) {
    number(value.length);
    written.writeBytes(value);
    return value;
  }

  /// What was written, for a [StateReader].
  public byte[] toBytes() {
    return written.toByteArray();
  }
}
