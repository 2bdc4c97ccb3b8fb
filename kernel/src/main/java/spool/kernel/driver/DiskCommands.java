package spool.kernel.driver;

import spool.emulator.memory.PhysicalMemory;
import spool.kernel.vm.Frames;

/// The driver's side of the one virtqueue of a virtio disk (virtio 1.2, sections 2.7 and 5.2.6),
/// with the memory that its commands need: all of it in frames of the kernel's own, taken once, to
/// which no task ever has access. So a command can outlive the task that it is for.
///
/// There is one command at a time: the order is made before, not in the queue. Its chain is always
/// the descriptors 0 (the header), 1 to n (a frame of data each) and n + 1 (the status).
final class DiskCommands {
  /// The most bytes that one command can transfer.
  static final int MOST_BYTES = 16 * Frames.BYTES;

  /// Types of command.
  static final int IN = 0;

  static final int OUT = 1;
  static final int FLUSH = 4;

  private static final int SIZE = 32;
  private static final int DESCRIPTOR_BYTES = 16;
  private static final int DESCRIPTOR_LENGTH = 8;
  private static final int DESCRIPTOR_FLAGS = 12;
  private static final int DESCRIPTOR_NEXT = 14;
  private static final int NEXT = 1;
  private static final int WRITE = 2;
  private static final int INDEX = 2;
  private static final int RING = 4;

  private static final int AVAILABLE = 0x400;
  private static final int USED = 0x800;
  private static final int HEADER = 0xc00;
  private static final int HEADER_BYTES = 16;
  private static final int HEADER_SECTOR = 8;
  private static final int STATUS = 0xc10;

  private final PhysicalMemory memory;
  private final VirtioTransport transport;
  private final long ring;
  private final long[] data = new long[MOST_BYTES / Frames.BYTES];
  private int made;

  /// Takes the frames and begins with `transport`, whose features are negotiated.
  DiskCommands(Frames frames, VirtioTransport transport) {
    this.memory = frames.memory();
    this.transport = transport;
    ring = frames.allocate();
    for (int index = 0; index < data.length; index++) {
      data[index] = frames.allocate();
    }
    transport.begin(SIZE, ring, ring + AVAILABLE, ring + USED);
  }

  /// Begins a command: `type` for `length` bytes, whole sectors, from `sector` on.
  void begin(int type, long sector, int length) {
    memory.store32(ring + HEADER, type);
    memory.store32(ring + HEADER + Integer.BYTES, 0);
    memory.store64(ring + HEADER + HEADER_SECTOR, sector);
    describe(0, ring + HEADER, HEADER_BYTES, NEXT);
    int last = 1;
    for (int done = 0; done < length; done += Frames.BYTES) {
      int flags = NEXT | (type == IN ? WRITE : 0);
      describe(last, data[last - 1], Math.min(Frames.BYTES, length - done), flags);
      last++;
    }
    describe(last, ring + STATUS, 1, WRITE);
    memory.store16(ring + AVAILABLE + RING + 2L * (made % SIZE), (short) 0);
    made++;
    memory.store16(ring + AVAILABLE + INDEX, (short) made);
    transport.notifyDevice();
  }

  private void describe(int number, long address, int length, int flags) {
    long descriptor = ring + (long) number * DESCRIPTOR_BYTES;
    memory.store64(descriptor, address);
    memory.store32(descriptor + DESCRIPTOR_LENGTH, length);
    memory.store16(descriptor + DESCRIPTOR_FLAGS, (short) flags);
    memory.store16(descriptor + DESCRIPTOR_NEXT, (short) (number + 1));
  }

  /// Whether the command that was begun last is over.
  boolean isOver() {
    return memory.load16(ring + USED + INDEX) == (short) made;
  }

  /// Whether it was successful.
  boolean isSuccess() {
    return memory.load8(ring + STATUS) == 0;
  }

  /// Copies data that the disk has read, from `offset` on, into all of `target`.
  void fetch(int offset, byte[] target) {
    move(offset, target.length, (at, done, count) -> memory.read(at, target, done, count));
  }

  /// Copies all of `source` to where the disk reads, from `offset` on.
  void put(int offset, byte[] source) {
    move(offset, source.length, (at, done, count) -> memory.write(at, source, done, count));
  }

  private interface Step {
    void move(long address, int done, int count);
  }

  private void move(int offset, int length, Step step) {
    int done = 0;
    while (done < length) {
      int at = offset + done;
      int count = Math.min(length - done, Frames.BYTES - at % Frames.BYTES);
      step.move(data[at / Frames.BYTES] + at % Frames.BYTES, done, count);
      done += count;
    }
  }
}
