package spool.emulator.state;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Restores: every value is the next one that a [StateWriter] wrote.
public final class StateReader extends Exchange {
  private final ByteBuffer left;

  /// A reader of `bytes`.
  public StateReader(byte[] bytes) {
    left = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public boolean isRestoring() {
    return true;
  }

  @Override
  public long number(long value) {
    demand(Long.BYTES);
    return left.getLong();
  }

  @Override
  public byte[] bytes(byte[] value) {
    long length = number(value.length);
    demand(length);
    byte[] found = new byte[(int) length];
    left.get(found);
    return found;
  }

  private void demand(long count) {
    if (count < 0 || count > left.remaining()) {
      throw new StateException(
          "the saved machine has %d bytes where %d are expected"
              .formatted(left.remaining(), count));
    }
  }

  /// Makes sure that everything was read.
  public void finish() {
    if (left.hasRemaining()) {
      throw new StateException(
          "the saved machine has %d bytes more than this one".formatted(left.remaining()));
    }
  }
}
