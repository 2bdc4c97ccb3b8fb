package spool.kernel.driver;

import spool.emulator.memory.Bus;

/// The registers of a virtio device, and the steps that bring it into operation (virtio 1.2,
/// sections 3.1.1 and 4.2).
final class VirtioTransport {
  /// How many places for devices the board has, and the number of the first one's interrupt.
  static final int PLACES = 8;

  static final int FIRST_INTERRUPT = 1;

  private static final long BASE = 0x1000_1000L;
  private static final long STRIDE = 0x1000;

  private static final int DEVICE_ID = 0x008;
  private static final int DEVICE_FEATURES = 0x010;
  private static final int DEVICE_FEATURES_SELECT = 0x014;
  private static final int DRIVER_FEATURES = 0x020;
  private static final int DRIVER_FEATURES_SELECT = 0x024;
  private static final int QUEUE_SELECT = 0x030;
  private static final int QUEUE_SIZE = 0x038;
  private static final int QUEUE_READY = 0x044;
  private static final int QUEUE_NOTIFY = 0x050;
  private static final int INTERRUPT_STATUS = 0x060;
  private static final int INTERRUPT_ACKNOWLEDGE = 0x064;
  private static final int STATUS = 0x070;
  private static final int QUEUE_DESCRIPTORS = 0x080;
  private static final int QUEUE_DRIVER = 0x090;
  private static final int QUEUE_DEVICE = 0x0a0;
  private static final int CONFIGURATION = 0x100;

  private static final int ACKNOWLEDGE = 1;
  private static final int DRIVER = 2;
  private static final int DRIVER_OK = 4;
  private static final int FEATURES_OK = 8;
  private static final int NEEDS_RESET = 64;
  private static final long VERSION_1 = 1L << 32;

  private final Bus bus;
  private final long base;

  /// The device at place number `place`, from 0.
  VirtioTransport(Bus bus, int place) {
    this.bus = bus;
    this.base = BASE + place * STRIDE;
  }

  /// Which kind of device it is; 0 where there is none.
  int deviceId() {
    return load(DEVICE_ID);
  }

  /// Resets the device, and accepts those of `wanted` that it offers, which are answered.
  long negotiate(long wanted) {
    store(STATUS, 0);
    store(STATUS, ACKNOWLEDGE);
    store(STATUS, ACKNOWLEDGE | DRIVER);
    long accepted = 0;
    for (int half = 0; half < 2; half++) {
      int shift = half * Integer.SIZE;
      store(DEVICE_FEATURES_SELECT, half);
      store(DRIVER_FEATURES_SELECT, half);
      int common = load(DEVICE_FEATURES) & (int) ((wanted | VERSION_1) >>> shift);
      store(DRIVER_FEATURES, common);
      accepted |= Integer.toUnsignedLong(common) << shift;
    }
    store(STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK);
    return accepted;
  }

  /// Opens queue 0, whose parts are at the given addresses, and lets the device begin.
  void begin(int size, long descriptors, long available, long used) {
    store(QUEUE_SELECT, 0);
    store(QUEUE_SIZE, size);
    storeAddress(QUEUE_DESCRIPTORS, descriptors);
    storeAddress(QUEUE_DRIVER, available);
    storeAddress(QUEUE_DEVICE, used);
    store(QUEUE_READY, 1);
    store(STATUS, ACKNOWLEDGE | DRIVER | FEATURES_OK | DRIVER_OK);
  }

  /// Tells the device that there is something in queue 0.
  void notifyDevice() {
    store(QUEUE_NOTIFY, 0);
  }

  /// Lets the device lower its interrupt.
  void acknowledge() {
    store(INTERRUPT_ACKNOWLEDGE, load(INTERRUPT_STATUS));
  }

  /// Whether the device has given up.
  boolean isBroken() {
    return (load(STATUS) & NEEDS_RESET) != 0;
  }

  /// Eight bytes of the device's configuration at `offset`.
  long configuration(int offset) {
    return bus.load(base + CONFIGURATION + offset, Long.BYTES);
  }

  private void storeAddress(int register, long address) {
    store(register, (int) address);
    store(register + Integer.BYTES, (int) (address >>> Integer.SIZE));
  }

  private int load(int register) {
    return (int) bus.load(base + register, Integer.BYTES);
  }

  private void store(int register, int value) {
    bus.store(base + register, Integer.BYTES, value);
  }
}
