package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

/// A driver for a [VirtioBlock] with its one queue.
final class BlockDriver extends VirtioDriver {
  static final int IN = 0;
  static final int OUT = 1;
  static final int FLUSH = 4;
  static final int IDENTIFY = 8;

  static final long HEADER = RAM + 0x4000;
  static final long RESULT = RAM + 0x4800;

  BlockDriver(DiskImage image, DiskTiming timing) {
    super(1, (memory, time, line) -> new VirtioBlock(memory, time, line, image, timing, "a name"));
  }

  void openQueue(int size, long descriptors, long available, long used) {
    openQueue(0, size, descriptors, available, used);
  }

  void descriptor(int number, long address, long length, int flags, int next) {
    descriptor(0, number, address, length, flags, next);
  }

  void makeAvailable(int head) {
    makeAvailable(0, head);
  }

  void notifyDevice() {
    notifyDevice(0);
  }

  int used() {
    return used(0);
  }

  int usedElement(int index, int offset) {
    return usedElement(0, index, offset);
  }

  /// Writes a request's header, at the address `header`.
  void header(long header, int type, long sector) {
    memory.store32(header, type);
    memory.store32(header + 4, 0);
    memory.store64(header + 8, sector);
  }

  /// Makes a request of three descriptors from number 3 × `slot` on, for `length` bytes of data at
  /// [#DATA].
  void request(int slot, int type, long sector, int length) {
    int first = 3 * slot;
    header(HEADER + 16L * slot, type, sector);
    memory.store8(RESULT + slot, (byte) 0xff);
    descriptor(first, HEADER + 16L * slot, 16, NEXT, first + 1);
    descriptor(first + 1, DATA, length, NEXT | (type == OUT ? 0 : WRITE), first + 2);
    descriptor(first + 2, RESULT + slot, 1, WRITE, 0);
    makeAvailable(first);
  }

  /// Makes one request, lets it be served, and answers its status.
  int perform(int type, long sector, int length) {
    int before = used();
    request(0, type, sector, length);
    notifyDevice();
    time.advanceTo(time.now() + 10_000_000_000L);
    assertEquals((before + 1) & 0xffff, used());
    return result(0);
  }

  int result(int slot) {
    return memory.load8(RESULT + slot);
  }
}
