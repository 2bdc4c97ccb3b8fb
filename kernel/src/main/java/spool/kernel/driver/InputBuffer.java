package spool.kernel.driver;

import java.util.ArrayDeque;

/// What was typed and can be read: whole lines in canonical mode, bytes otherwise.
///
/// A line is a chunk that ends a read; a chunk without bytes is an end of file. Loose bytes form
/// one chunk that grows.
final class InputBuffer {
  private static final class Chunk {
    private final byte[] bytes;
    private int read;

    private Chunk(byte[] bytes) {
      this.bytes = bytes;
    }
  }

  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private int size;

  /// How many bytes can be read.
  int size() {
    return size;
  }

  /// Whether a read in canonical mode has something to answer, be it the end of file.
  boolean hasLine() {
    return !chunks.isEmpty();
  }

  /// Adds a line, its end included, or an end of file.
  void add(byte[] line) {
    chunks.add(new Chunk(line));
    size += line.length;
  }

  /// Forgets everything.
  void clear() {
    chunks.clear();
    size = 0;
  }

  /// Takes bytes of the first line alone, up to the room in `target`, and answers how many.
  int takeLine(byte[] target) {
    Chunk first = chunks.element();
    int count = take(first, target, 0);
    if (first.read == first.bytes.length) {
      chunks.remove();
    }
    return count;
  }

  /// Takes bytes whatever lines they are in, up to the room in `target`, and answers how many.
  int takeBytes(byte[] target) {
    int count = 0;
    while (count < target.length && !chunks.isEmpty()) {
      Chunk first = chunks.element();
      count += take(first, target, count);
      if (first.read == first.bytes.length) {
        chunks.remove();
      }
    }
    return count;
  }

  private int take(Chunk chunk, byte[] target, int offset) {
    int count = Math.min(chunk.bytes.length - chunk.read, target.length - offset);
    System.arraycopy(chunk.bytes, chunk.read, target, offset, count);
    chunk.read += count;
    size -= count;
    return count;
  }
}
