package spool.kernel.fs;

/// A transfer to or from the kernel's own memory.
public final class ArrayBuffer implements IoBuffer {
  private final byte[] bytes;
  private int position;
  private final int limit;

  /// Over all of `bytes`.
  public ArrayBuffer(byte[] bytes) {
    this(bytes, bytes.length);
  }

  /// Over the first `length` of `bytes`.
  public ArrayBuffer(byte[] bytes, int length) {
    this.bytes = bytes;
    this.limit = length;
  }

  @Override
  public long remaining() {
    return (long) limit - position;
  }

  @Override
  public long moved() {
    return position;
  }

  @Override
  public int put(byte[] source, int offset, int length) {
    int count = Math.min(length, limit - position);
    System.arraycopy(source, offset, bytes, position, count);
    position += count;
    return count;
  }

  @Override
  public int take(byte[] target, int offset, int length) {
    int count = Math.min(length, limit - position);
    System.arraycopy(bytes, position, target, offset, count);
    position += count;
    return count;
  }

  @Override
  public void skip(long count) {
    position += (int) count;
  }
}
