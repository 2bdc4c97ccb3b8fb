package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import spool.emulator.memory.PhysicalMemory;

/// A driver for a [VirtioBlock], as a test needs one: it follows the steps of virtio 1.2, section
/// 3.1.1, lays out its queue at fixed addresses and can break every rule.
final class BlockDriver {
  static final int IN = 0;
  static final int OUT = 1;
  static final int FLUSH = 4;
  static final int IDENTIFY = 8;

  static final int NEXT = 1;
  static final int WRITE = 2;

  static final int STATUS = 0x070;
  static final int INTERRUPT_STATUS = 0x060;
  static final int NEEDS_RESET = 64;

  static final long RAM = 0x8000_0000L;
  static final long RAM_BYTES = 1 << 20;
  static final int SIZE = 8;
  static final long DESCRIPTORS = RAM + 0x1000;
  static final long AVAILABLE = RAM + 0x2000;
  static final long USED = RAM + 0x3000;
  static final long HEADER = RAM + 0x4000;
  static final long RESULT = RAM + 0x4800;
  static final long DATA = RAM + 0x8000;

  final PhysicalMemory memory = new PhysicalMemory(RAM, RAM_BYTES);
  final ManualTime time = new ManualTime();
  final Wire wire = new Wire();
  final VirtioBlock device;
  private int made;

  BlockDriver(DiskImage image, DiskTiming timing) {
    device = new VirtioBlock(memory, time, wire, image, timing, "a name");
  }

  long load(int register) {
    return device.load(register, 4);
  }

  void store(int register, long value) {
    device.store(register, 4, value);
  }

  /// Takes the device from its reset to where it serves requests.
  BlockDriver start() {
    store(STATUS, 0);
    made = 0;
    memory.fill(DESCRIPTORS, 0x3000, (byte) 0);
    store(STATUS, 1);
    store(STATUS, 3);
    store(0x014, 1);
    assertEquals(1, load(0x010), "VIRTIO_F_VERSION_1");
    store(0x024, 1);
    store(0x020, 1);
    store(STATUS, 11);
    assertEquals(11, load(STATUS));
    openQueue(SIZE, DESCRIPTORS, AVAILABLE, USED);
    store(STATUS, 15);
    return this;
  }

  void openQueue(int size, long descriptors, long available, long used) {
    store(0x030, 0);
    store(0x038, size);
    storeAddress(0x080, descriptors);
    storeAddress(0x090, available);
    storeAddress(0x0a0, used);
    store(0x044, 1);
  }

  private void storeAddress(int register, long address) {
    store(register, address);
    store(register + 4, address >>> 32);
  }

  void descriptor(int number, long address, long length, int flags, int next) {
    long at = DESCRIPTORS + 16L * number;
    memory.store64(at, address);
    memory.store32(at + 8, (int) length);
    memory.store16(at + 12, (short) flags);
    memory.store16(at + 14, (short) next);
  }

  /// Writes a request's header, at the address `header`.
  void header(long header, int type, long sector) {
    memory.store32(header, type);
    memory.store32(header + 4, 0);
    memory.store64(header + 8, sector);
  }

  /// Makes the chain that begins with `head` available, without telling the device.
  void makeAvailable(int head) {
    memory.store16(AVAILABLE + 4 + 2L * (made % SIZE), (short) head);
    made++;
    memory.store16(AVAILABLE + 2, (short) made);
  }

  void notifyDevice() {
    store(0x050, 0);
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

  /// How many chains the device has returned.
  int used() {
    return Short.toUnsignedInt(memory.load16(USED + 2));
  }

  /// The head, or with `offset` 4 the length, that the device wrote for return number `index`.
  int usedElement(int index, int offset) {
    return memory.load32(USED + 4 + 8L * (index % SIZE) + offset);
  }

  boolean needsReset() {
    return (load(STATUS) & NEEDS_RESET) != 0;
  }
}
