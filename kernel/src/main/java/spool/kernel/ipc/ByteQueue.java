package spool.kernel.ipc;

import spool.kernel.fs.IoBuffer;

/// Bytes on their way, first in, first out. The array grows with use up to the capacity, and is
/// small again when all is cleared.
final class ByteQueue {
  private static final int LEAST_BYTES = 16;
  private static final int FIRST_BYTES = 1024;

  private int capacity;
  private byte[] ring = new byte[LEAST_BYTES];
  private int head;
  private int size;

  ByteQueue(int capacity) {
    this.capacity = capacity;
  }

  int capacity() {
    return capacity;
  }

  /// Changes the capacity to one that is not below the size.
  void capacity(int bytes) {
    resize(Math.max(size, FIRST_BYTES));
    capacity = bytes;
  }

  int size() {
    return size;
  }

  int room() {
    return capacity - size;
  }

  void clear() {
    size = 0;
    head = 0;
    ring = new byte[LEAST_BYTES];
  }

  /// Takes up to `count` bytes, for which there is room, from `source`, and answers how many.
  int add(IoBuffer source, int count) {
    reserve(size + count);
    int tail = (head + size) % ring.length;
    int straight = Math.min(count, ring.length - tail);
    int taken = source.take(ring, tail, straight);
    size += taken;
    return taken < count && taken == straight ? taken + add(source, count - taken) : taken;
  }

  /// Gives `target` up to `count` bytes, or as much as it takes, and answers how much that was.
  int remove(IoBuffer target, int count) {
    int straight = Math.min(count, ring.length - head);
    int given = target.put(ring, head, straight);
    drop(given);
    boolean more = given == straight && given < count && target.remaining() > 0;
    return more ? given + remove(target, count - given) : given;
  }

  /// The first `count` bytes, which stay.
  byte[] first(int count) {
    byte[] bytes = new byte[count];
    int straight = Math.min(count, ring.length - head);
    System.arraycopy(ring, head, bytes, 0, straight);
    System.arraycopy(ring, 0, bytes, straight, count - straight);
    return bytes;
  }

  /// Takes the first `count` bytes away.
  void drop(int count) {
    head = (head + count) % ring.length;
    size -= count;
  }

  private void reserve(int bytes) {
    if (bytes > ring.length) {
      resize(Math.min(capacity, Math.max(Math.max(bytes, FIRST_BYTES), 2 * ring.length)));
    }
  }

  private void resize(int bytes) {
    byte[] old = ring;
    ring = new byte[bytes];
    int straight = Math.min(size, old.length - head);
    System.arraycopy(old, head, ring, 0, straight);
    System.arraycopy(old, 0, ring, straight, size - straight);
    head = 0;
  }
}
