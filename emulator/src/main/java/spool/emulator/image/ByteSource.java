package spool.emulator.image;

/// Bytes that can be read at any position: an array, or a file of the host or the guest.
public interface ByteSource {
  /// How many bytes there are.
  long length();

  /// Reads `count` bytes from `position` on into `target` at `offset`. All of them lie inside: the
  /// caller has asked [#length].
  void read(long position, byte[] target, int offset, int count);

  /// The bytes of an array.
  static ByteSource of(byte[] bytes) {
    return new ByteSource() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public void read(long position, byte[] target, int offset, int count) {
        System.arraycopy(bytes, (int) position, target, offset, count);
      }
    };
  }
}
