package spool.kernel.driver;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.Bus;
import spool.kernel.vm.Frames;

/// Drives one tape drive (`spool.emulator.device.TapeDrive` has the registers).
///
/// Requests are carried out one after another, in the order in which they were made, whoever waits
/// for them: a task that is killed leaves its request behind, and the closing of a file makes some
/// that nobody waits for. The drive therefore transfers to and from a buffer of the kernel's, which
/// is allocated when the drive is first used and stays.
///
/// Invariant: the drive is moving if and only if there is a current request.
final class TapeDriver {
  /// The longest record that can be transferred.
  static final int MOST_BYTES = 256 << 10;

  static final int READ = 1;
  static final int WRITE = 2;
  static final int WRITE_MARK = 3;
  static final int SPACE_FORWARD = 4;
  static final int SPACE_BACKWARD = 5;
  static final int SPACE_FILE_FORWARD = 6;
  static final int SPACE_FILE_BACKWARD = 7;
  static final int REWIND = 8;
  static final int UNLOAD = 9;
  static final int ERASE = 10;

  static final int LOADED = 2;
  static final int PROTECTED = 4;
  static final int LOAD_POINT = 8;
  static final int END_OF_TAPE = 0x10;
  static final int MARK = 0x1_0000;
  static final int END_OF_DATA = 0x2_0000;
  static final int DATA_ERROR = 0x4_0000;
  static final int OVERRUN = 0x8_0000;
  static final int BUS_ERROR = 0x10_0000;
  static final int REJECTED = 0x20_0000;

  private static final long DRIVES = 0x1001_0000L;
  private static final long STRIDE = 0x1000;
  private static final int SOURCES = 12;

  private static final int COMMAND = 0x04;
  private static final int STATUS = 0x08;
  private static final int ADDRESS_LOW = 0x0c;
  private static final int ADDRESS_HIGH = 0x10;
  private static final int LENGTH = 0x14;
  private static final int COUNT = 0x18;
  private static final int RECORD_LENGTH = 0x1c;
  private static final int INTERRUPT = 0x20;
  private static final int INTERRUPT_ENABLE = 0x24;
  private static final int POSITION = 0x28;
  private static final int FILE = 0x2c;
  private static final int BLOCK = 0x30;

  private static final long NO_BUFFER = 0;

  private final Bus bus;
  private final Frames frames;
  private final long base;
  private final ArrayDeque<TapeRequest> waiting = new ArrayDeque<>();
  private @Nullable TapeRequest current;
  private long buffer = NO_BUFFER;

  /// Switches on the interrupt of drive `drive`.
  TapeDriver(Bus bus, Frames frames, InterruptController interrupts, int drive) {
    this.bus = bus;
    this.frames = frames;
    base = DRIVES + drive * STRIDE;
    interrupts.attach(SOURCES + drive, this::ended);
    store(INTERRUPT_ENABLE, 1);
  }

  /// Makes sure that there is a buffer. Fails with `ENOMEM`.
  void prepare() {
    if (buffer == NO_BUFFER) {
      buffer = frames.allocateRun(MOST_BYTES / Frames.BYTES);
    }
  }

  /// Whether the status of the drive has any of `bits`.
  boolean has(int bits) {
    return (load(STATUS) & bits) != 0;
  }

  /// Records and tape marks in front of the head.
  int position() {
    return load(POSITION);
  }

  /// Tape marks in front of the head.
  int file() {
    return load(FILE);
  }

  /// Records since the last tape mark.
  int block() {
    return load(BLOCK);
  }

  /// Puts `request` behind the others; the drive is [#prepare]d.
  void submit(TapeRequest request) {
    waiting.add(request);
    startNext();
  }

  private void startNext() {
    if (current == null && !waiting.isEmpty()) {
      current = waiting.remove();
      start(current);
    }
  }

  private void start(TapeRequest request) {
    boolean transfers = request.command() == READ || request.command() == WRITE;
    frames.memory().write(buffer, request.data(), 0, request.data().length);
    store(ADDRESS_LOW, (int) buffer);
    store(ADDRESS_HIGH, (int) (buffer >>> Integer.SIZE));
    store(LENGTH, transfers ? request.amount() : 0);
    store(COUNT, transfers ? 0 : request.amount());
    store(COMMAND, request.command());
  }

  private void ended() {
    store(INTERRUPT, 1);
    TapeRequest request = current;
    if (request != null) {
      current = null;
      request.end(load(STATUS), load(COUNT), load(RECORD_LENGTH), result(request));
      startNext();
    }
  }

  private byte[] result(TapeRequest request) {
    int length = request.command() == READ ? Math.min(load(RECORD_LENGTH), request.amount()) : 0;
    byte[] bytes = new byte[length];
    frames.memory().read(buffer, bytes, 0, length);
    return bytes;
  }

  private int load(int register) {
    return (int) bus.load(base + register, Integer.BYTES);
  }

  private void store(int register, int value) {
    bus.store(base + register, Integer.BYTES, value);
  }
}
