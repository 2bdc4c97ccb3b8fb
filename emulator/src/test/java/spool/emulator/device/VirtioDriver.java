package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import spool.emulator.memory.PhysicalMemory;

/// A driver for a virtio device, as a test needs one: it follows the steps of virtio 1.2, section
/// 3.1.1, lays out its queues at fixed addresses and can break every rule.
class VirtioDriver {
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
  static final long DATA = RAM + 0x8000;

  private static final long QUEUE_BYTES = 0x100;
  private static final int MOST_QUEUES = 2;

  /// Makes the device to be driven.
  interface Maker<D> {
    D make(PhysicalMemory memory, VirtualTime time, InterruptLine line);
  }

  final PhysicalMemory memory = new PhysicalMemory(RAM, RAM_BYTES);
  final ManualTime time = new ManualTime();
  final Wire wire = new Wire();
  final VirtioDevice device;
  private final int[] made = new int[MOST_QUEUES];
  private final int queues;

  VirtioDriver(int queues, Maker<? extends VirtioDevice> maker) {
    this.queues = queues;
    device = maker.make(memory, time, wire);
  }

  long load(int register) {
    return device.load(register, 4);
  }

  void store(int register, long value) {
    device.store(register, 4, value);
  }

  /// Takes the device from its reset to where it serves requests.
  void start() {
    open();
    store(STATUS, 15);
  }

  /// Takes the device from its reset to where it has queues, but may not use them yet.
  void open() {
    store(STATUS, 0);
    memory.fill(DESCRIPTORS, 0x3000, (byte) 0);
    store(STATUS, 1);
    store(STATUS, 3);
    store(0x014, 1);
    assertEquals(1, load(0x010), "VIRTIO_F_VERSION_1");
    store(0x024, 1);
    store(0x020, 1);
    store(STATUS, 11);
    assertEquals(11, load(STATUS));
    for (int queue = 0; queue < queues; queue++) {
      made[queue] = 0;
      long offset = queue * QUEUE_BYTES;
      openQueue(queue, SIZE, DESCRIPTORS + offset, AVAILABLE + offset, USED + offset);
    }
  }

  void openQueue(int queue, int size, long descriptors, long available, long used) {
    store(0x030, queue);
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

  void descriptor(int queue, int number, long address, long length, int flags, int next) {
    long at = DESCRIPTORS + queue * QUEUE_BYTES + 16L * number;
    memory.store64(at, address);
    memory.store32(at + 8, (int) length);
    memory.store16(at + 12, (short) flags);
    memory.store16(at + 14, (short) next);
  }

  /// Makes the chain that begins with `head` available, without telling the device.
  void makeAvailable(int queue, int head) {
    long ring = AVAILABLE + queue * QUEUE_BYTES;
    memory.store16(ring + 4 + 2L * (made[queue] % SIZE), (short) head);
    made[queue]++;
    memory.store16(ring + 2, (short) made[queue]);
  }

  void notifyDevice(int queue) {
    store(0x050, queue);
  }

  /// How many chains the device has returned.
  int used(int queue) {
    return Short.toUnsignedInt(memory.load16(USED + queue * QUEUE_BYTES + 2));
  }

  /// The head, or with `offset` 4 the length, that the device wrote for return number `index`.
  int usedElement(int queue, int index, int offset) {
    return memory.load32(USED + queue * QUEUE_BYTES + 4 + 8L * (index % SIZE) + offset);
  }

  boolean needsReset() {
    return (load(STATUS) & NEEDS_RESET) != 0;
  }

  /// Offers the device the buffer `slot` of `length` bytes to fill.
  void offer(int queue, int slot, int length) {
    descriptor(queue, slot, buffer(queue, slot), length, WRITE, 0);
    makeAvailable(queue, slot);
    notifyDevice(queue);
  }

  /// Hands the device `bytes` in the buffer `slot`.
  void send(int queue, int slot, byte[] bytes) {
    memory.write(buffer(queue, slot), bytes, 0, bytes.length);
    descriptor(queue, slot, buffer(queue, slot), bytes.length, 0, 0);
    makeAvailable(queue, slot);
    notifyDevice(queue);
  }

  /// What is in the buffer `slot`.
  byte[] content(int queue, int slot, int length) {
    byte[] bytes = new byte[length];
    memory.read(buffer(queue, slot), bytes, 0, length);
    return bytes;
  }

  private static long buffer(int queue, int slot) {
    return DATA + (queue * SIZE + slot) * 0x2000L;
  }
}
