package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Raw memory of structures as C programs on riscv64 lay them out.
final class Struct {
  private Struct() {}

  /// A view of `bytes`, little-endian.
  static ByteBuffer wrap(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
