package spool.emulator.device;

import java.util.ArrayList;
import java.util.List;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;
import spool.emulator.state.StateException;

/// One request in a [Virtqueue]: the memory that the device may read, and then the memory that it
/// may write, each as one row of bytes however it is cut into descriptors (virtio 1.2, section
/// 2.6.4: the framing means nothing).
final class DescriptorChain {
  /// A piece of RAM.
  record Piece(long address, int length) {}

  /// Moves `length` bytes between memory at `address` and an array at `offset`.
  private interface Step {
    void move(long address, int offset, int length);
  }

  private final PhysicalMemory memory;
  private final int head;
  private final List<Piece> readable;
  private final List<Piece> writable;

  DescriptorChain(PhysicalMemory memory, int head, List<Piece> readable, List<Piece> writable) {
    this.memory = memory;
    this.head = head;
    this.readable = List.copyOf(readable);
    this.writable = List.copyOf(writable);
  }

  /// Passes `chain`, of pieces in `memory`, through `exchange`.
  static DescriptorChain exchange(Exchange exchange, PhysicalMemory memory, DescriptorChain chain) {
    return new DescriptorChain(
        memory,
        exchange.integer(chain.head),
        exchange(exchange, memory, chain.readable),
        exchange(exchange, memory, chain.writable));
  }

  private static List<Piece> exchange(
      Exchange exchange, PhysicalMemory memory, List<Piece> pieces) {
    int count = exchange.index(pieces.size(), Virtqueue.MOST_DESCRIPTORS + 1);
    List<Piece> found = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Piece piece = exchange.isRestoring() ? new Piece(memory.base(), 0) : pieces.get(index);
      long address = exchange.number(piece.address);
      int length = exchange.integer(piece.length);
      if (!memory.contains(address, length)) {
        throw new StateException("%d bytes at 0x%x are not RAM".formatted(length, address));
      }
      found.add(new Piece(address, length));
    }
    return found;
  }

  /// The number of the first descriptor, by which the driver knows the request.
  int head() {
    return head;
  }

  /// How many bytes the device may read.
  long readableBytes() {
    return bytes(readable);
  }

  /// How many bytes the device may write.
  long writableBytes() {
    return bytes(writable);
  }

  private static long bytes(List<Piece> pieces) {
    return pieces.stream().mapToLong(Piece::length).sum();
  }

  /// Copies `length` readable bytes from `position` on into `target`.
  void read(long position, byte[] target, int length) {
    walk(readable, position, length, (at, offset, count) -> memory.read(at, target, offset, count));
  }

  /// Copies `length` bytes of `source` to the writable bytes from `position` on.
  void write(long position, byte[] source, int length) {
    walk(
        writable, position, length, (at, offset, count) -> memory.write(at, source, offset, count));
  }

  private static void walk(List<Piece> pieces, long position, int length, Step step) {
    long skip = position;
    int done = 0;
    for (Piece piece : pieces) {
      int count = Math.clamp(piece.length - skip, 0, length - done);
      if (count > 0) {
        step.move(piece.address + skip, done, count);
        done += count;
      }
      skip = Math.max(0, skip - piece.length);
    }
  }
}
