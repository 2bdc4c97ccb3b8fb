package spool.emulator.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The device's side of a split virtqueue (virtio 1.2, section 2.7): a table of descriptors, a ring
/// in which the driver makes chains of them available, and one in which the device returns them.
/// All three are in RAM where the driver has put them.
///
/// Nothing of it is believed: every index, address and length is checked before it is used, and a
/// chain is followed for no more descriptors than there are. Whatever does not fit throws
/// [MalformedQueueException].
final class Virtqueue implements Stateful {
  /// The most descriptors that a queue can have.
  static final int MOST_DESCRIPTORS = 256;

  private static final int DESCRIPTOR_BYTES = 16;
  private static final int LENGTH = 8;
  private static final int FLAGS = 12;
  private static final int NEXT = 14;
  private static final int FLAG_NEXT = 1;
  private static final int FLAG_WRITE = 2;
  private static final int FLAG_INDIRECT = 4;

  private static final int INDEX = 2;
  private static final int RING = 4;
  private static final int AVAILABLE_BYTES = 2;
  private static final int USED_BYTES = 8;
  private static final int NO_INTERRUPT = 1;
  private static final int INDEX_MASK = 0xffff;

  private final PhysicalMemory memory;
  private int size;
  private long descriptors;
  private long available;
  private long used;
  private boolean isReady;
  private int taken;
  private int returned;

  /// A queue in `memory` that the driver has not set up.
  Virtqueue(PhysicalMemory memory) {
    this.memory = memory;
  }

  /// Forgets everything, as a reset does.
  void reset() {
    size = 0;
    descriptors = 0;
    available = 0;
    used = 0;
    isReady = false;
    taken = 0;
    returned = 0;
  }

  @Override
  public void exchange(Exchange exchange) {
    size = exchange.integer(size);
    descriptors = exchange.number(descriptors);
    available = exchange.number(available);
    used = exchange.number(used);
    isReady = exchange.flag(isReady);
    taken = exchange.integer(taken);
    returned = exchange.integer(returned);
  }

  boolean isReady() {
    return isReady;
  }

  /// Sets how many descriptors there are.
  void size(int count) {
    size = isReady ? size : count;
  }

  /// Sets half of the address of the descriptor table.
  void descriptors(int word, boolean isHigh) {
    descriptors = isReady ? descriptors : merge(descriptors, word, isHigh);
  }

  /// Sets half of the address of the available ring.
  void available(int word, boolean isHigh) {
    available = isReady ? available : merge(available, word, isHigh);
  }

  /// Sets half of the address of the used ring.
  void used(int word, boolean isHigh) {
    used = isReady ? used : merge(used, word, isHigh);
  }

  private static long merge(long address, int word, boolean isHigh) {
    long low = isHigh ? address & 0xffff_ffffL : Integer.toUnsignedLong(word);
    long high = isHigh ? Integer.toUnsignedLong(word) : address >>> Integer.SIZE;
    return high << Integer.SIZE | low;
  }

  /// Opens or closes the queue. Throws when it is opened with a size that is no power of two or too
  /// large, or with a part outside RAM or badly aligned.
  void ready(boolean wanted) throws MalformedQueueException {
    if (wanted && !isReady) {
      demandSize();
      demandPart(descriptors, DESCRIPTOR_BYTES, (long) size * DESCRIPTOR_BYTES);
      demandPart(available, Short.BYTES, RING + (long) size * AVAILABLE_BYTES);
      demandPart(used, Integer.BYTES, RING + (long) size * USED_BYTES);
    }
    isReady = wanted;
  }

  private void demandSize() throws MalformedQueueException {
    if (size <= 0 || size > MOST_DESCRIPTORS || Integer.bitCount(size) != 1) {
      throw new MalformedQueueException("a queue of " + size + " descriptors");
    }
  }

  private void demandPart(long address, int alignment, long length) throws MalformedQueueException {
    if (address % alignment != 0 || !memory.contains(address, length)) {
      throw new MalformedQueueException("part of a queue at 0x%x".formatted(address));
    }
  }

  /// Takes the next available chain, if there is one.
  Optional<DescriptorChain> take() throws MalformedQueueException {
    int waiting = isReady ? load16(available + INDEX) - taken & INDEX_MASK : 0;
    if (waiting == 0) {
      return Optional.empty();
    }
    if (waiting > size) {
      throw new MalformedQueueException(waiting + " chains of " + size + " descriptors");
    }
    int head = load16(available + RING + (long) (taken % size) * AVAILABLE_BYTES);
    DescriptorChain chain = follow(head);
    taken = taken + 1 & INDEX_MASK;
    return Optional.of(chain);
  }

  private DescriptorChain follow(int head) throws MalformedQueueException {
    List<DescriptorChain.Piece> readable = new ArrayList<>();
    List<DescriptorChain.Piece> writable = new ArrayList<>();
    int number = head;
    int flags = FLAG_NEXT;
    long total = 0;
    while ((flags & FLAG_NEXT) != 0) {
      demandDescriptor(number, readable.size() + writable.size());
      long descriptor = descriptors + (long) number * DESCRIPTOR_BYTES;
      flags = load16(descriptor + FLAGS);
      boolean isWritable = (flags & FLAG_WRITE) != 0;
      if ((flags & FLAG_INDIRECT) != 0 || (!isWritable && !writable.isEmpty())) {
        throw new MalformedQueueException("descriptor %d with flags %d".formatted(number, flags));
      }
      DescriptorChain.Piece piece = piece(descriptor);
      (isWritable ? writable : readable).add(piece);
      total += piece.length();
      number = load16(descriptor + NEXT);
    }
    if (total > memory.sizeBytes()) {
      throw new MalformedQueueException("a chain of %d bytes".formatted(total));
    }
    return new DescriptorChain(memory, head, readable, writable);
  }

  private void demandDescriptor(int number, int before) throws MalformedQueueException {
    if (number >= size || before >= size) {
      throw new MalformedQueueException(
          "descriptor %d after %d others, of %d".formatted(number, before, size));
    }
  }

  private DescriptorChain.Piece piece(long descriptor) throws MalformedQueueException {
    long address = memory.load64(descriptor);
    long length = Integer.toUnsignedLong(memory.load32(descriptor + LENGTH));
    if (length == 0 || !memory.contains(address, length)) {
      throw new MalformedQueueException("%d bytes at 0x%x".formatted(length, address));
    }
    return new DescriptorChain.Piece(address, (int) length);
  }

  /// Returns a chain to the driver, `written` bytes of which have been written, and says whether
  /// the driver wants an interrupt for it.
  boolean giveBack(DescriptorChain chain, int written) {
    long element = used + RING + (long) (returned % size) * USED_BYTES;
    memory.store32(element, chain.head());
    memory.store32(element + Integer.BYTES, written);
    returned = returned + 1 & INDEX_MASK;
    memory.store16(used + INDEX, (short) returned);
    return (load16(available) & NO_INTERRUPT) == 0;
  }

  private int load16(long address) {
    return Short.toUnsignedInt(memory.load16(address));
  }
}
