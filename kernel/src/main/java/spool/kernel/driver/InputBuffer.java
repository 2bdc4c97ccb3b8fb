package spool.kernel.driver;

import java.util.ArrayDeque;
import java.util.Arrays;

/// What was typed and can be read: whole lines in canonical mode, bytes otherwise.
///
/// A line is a chunk that ends a read; a chunk without bytes is an end of file. Loose bytes form
/// one chunk that grows.
final class InputBuffer {
  private static final int LOOSE_BYTES = 64;

  /// Bytes of which those from `read` to `end` have not been read.
  private static final class Chunk {
    private final boolean isLoose;
    private byte[] bytes;
    private int end;
    private int read;

    private Chunk(byte[] bytes, int end, boolean isLoose) {
      this.bytes = bytes;
      this.end = end;
      this.isLoose = isLoose;
    }

    private void add(byte value) {
      if (end == bytes.length) {
        bytes = Arrays.copyOf(bytes, 2 * end);
      }
      bytes[end++] = value;
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
    chunks.add(new Chunk(line, line.length, false));
    size += line.length;
  }

  /// Adds a loose byte.
  void add(byte loose) {
    Chunk last = chunks.peekLast();
    if (last == null || !last.isLoose) {
      last = new Chunk(new byte[LOOSE_BYTES], 0, true);
      chunks.add(last);
    }
    last.add(loose);
    size++;
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
    if (first.read == first.end) {
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
      if (first.read == first.end) {
        chunks.remove();
      }
    }
    return count;
  }

  private int take(Chunk chunk, byte[] target, int offset) {
    int count = Math.min(chunk.end - chunk.read, target.length - offset);
    System.arraycopy(chunk.bytes, chunk.read, target, offset, count);
    chunk.read += count;
    size -= count;
    return count;
  }
}
