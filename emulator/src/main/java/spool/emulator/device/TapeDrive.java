package spool.emulator.device;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.state.Exchange;

/// A magnetic tape drive that reads and writes RAM by itself.
///
/// | offset | register | |
/// | --- | --- | --- |
/// | 0x00 | IDENTITY | `TAPE` in ASCII, 0x45504154 |
/// | 0x04 | COMMAND | a store begins a command; reads as the last one |
/// | 0x08 | STATUS | state and outcome, below |
/// | 0x0c, 0x10 | ADDRESS | physical address of the buffer, low and high word |
/// | 0x14 | LENGTH | bytes of the buffer, or of the record to be written |
/// | 0x18 | COUNT | how often to space or to write a tape mark; afterwards what is left of it |
/// | 0x1c | RECORD_LENGTH | true length of the record read last |
/// | 0x20 | INTERRUPT | 1 once a command has ended; storing 1 clears it |
/// | 0x24 | INTERRUPT_ENABLE | 1 lets INTERRUPT raise the line |
/// | 0x28 | POSITION | records and tape marks in front of the head |
/// | 0x2c | FILE | tape marks in front of the head |
/// | 0x30 | BLOCK | records since the last of these |
///
/// Commands: 1 READ a record into the buffer, as much of it as fits; 2 WRITE one; 3 WRITE_MARK; 4
/// SPACE_FORWARD and 5 SPACE_BACKWARD over records, ending early behind a tape mark in the
/// direction of movement; 6 and 7 the same over tape marks; 8 REWIND; 9 UNLOAD, rewinding first; 10
/// ERASE all behind the head. Writing erases what is behind it.
///
/// STATUS has the state in its low half: 1 BUSY, 2 LOADED, 4 PROTECTED, 8 LOAD_POINT, 0x10
/// END_OF_TAPE (the warning marker has passed; there is room for some feet yet). In its high half
/// is the outcome of the last command: 0x1_0000 MARK met, 0x2_0000 END_OF_DATA met, 0x4_0000
/// DATA_ERROR, 0x8_0000 OVERRUN (the record is longer than the buffer), 0x10_0000 BUS_ERROR (the
/// buffer is not RAM), 0x20_0000 REJECTED (no such command, not loaded, protected, no room, or no
/// length that a record can have). The last two leave the tape where it is.
///
/// Whatever the command, it ends at a later virtual time with INTERRUPT. Until then the drive is
/// BUSY: its registers keep what is stored, commands are lost, the position is that to come. A
/// record to be written is taken from RAM when the command begins, a record read appears there when
/// it ends. A damaged image gives DATA_ERROR at the damage, behind which the tape cannot be moved.
public final class TapeDrive extends Registers {
  /// Bytes of address space.
  public static final long SIZE = 0x1000;

  private static final int MAGIC = 0x4550_4154;

  private static final int IDENTITY = 0x00;
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

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int WRITE_MARK = 3;
  private static final int SPACE_FORWARD = 4;
  private static final int SPACE_BACKWARD = 5;
  private static final int SPACE_FILE_FORWARD = 6;
  private static final int SPACE_FILE_BACKWARD = 7;
  private static final int REWIND = 8;
  private static final int UNLOAD = 9;
  private static final int ERASE = 10;

  private static final int BUSY = 1;
  private static final int LOADED = 2;
  private static final int PROTECTED = 4;
  private static final int LOAD_POINT = 8;
  private static final int END_OF_TAPE = 0x10;
  private static final int MARK = 0x1_0000;
  private static final int END_OF_DATA = 0x2_0000;
  private static final int DATA_ERROR = 0x4_0000;
  private static final int OVERRUN = 0x8_0000;
  private static final int BUS_ERROR = 0x10_0000;
  private static final int REJECTED = 0x20_0000;

  private static final long LOW_WORD = 0xffff_ffffL;
  private static final byte[] NOTHING = {};

  private final VirtualTime time;
  private final InterruptLine line;
  private final PhysicalMemory memory;
  private final TapeTimings timings;
  private final LongSupplier jitter;

  private @Nullable TapeTransport transport;
  private boolean isWritable;
  private VirtualTime.@Nullable Alarm underWay;
  private boolean isInterrupting;
  private boolean isInterruptEnabled;
  private int command;
  private int outcome;
  private long address;
  private int length;
  private int count;
  private int recordLength;
  private byte[] passed = NOTHING;
  private long passedTo;

  /// A drive without a tape that transfers to and from `memory`. `jitter` answers how much longer
  /// than usual the next start takes, in cycles.
  public TapeDrive(
      VirtualTime time,
      InterruptLine line,
      PhysicalMemory memory,
      TapeTimings timings,
      LongSupplier jitter) {
    this.time = time;
    this.line = line;
    this.memory = memory;
    this.timings = timings;
    this.jitter = jitter;
  }

  /// Puts a reel onto the drive, in place of the one that is there; it must not be busy.
  public void load(TapeImage reel, boolean writable) {
    if (underWay != null) {
      throw new IllegalStateException("the drive is moving a tape");
    }
    transport = new TapeTransport(timings, jitter, reel);
    isWritable = writable;
    outcome = 0;
  }

  /// The reel on the drive.
  public Optional<TapeImage> reel() {
    return Optional.ofNullable(transport).map(TapeTransport::reel);
  }

  @Override
  int loadWord(int offset) {
    return switch (offset) {
      case IDENTITY -> MAGIC;
      case COMMAND -> command;
      case STATUS -> underWay != null ? state() | BUSY : state() | outcome;
      case ADDRESS_LOW -> (int) address;
      case ADDRESS_HIGH -> (int) (address >>> Integer.SIZE);
      case LENGTH -> length;
      case COUNT -> count;
      case RECORD_LENGTH -> recordLength;
      case INTERRUPT -> isInterrupting ? 1 : 0;
      case INTERRUPT_ENABLE -> isInterruptEnabled ? 1 : 0;
      case POSITION -> reel().map(TapeImage::position).orElse(0);
      case FILE -> reel().map(TapeImage::files).orElse(0);
      case BLOCK -> reel().map(TapeImage::blocks).orElse(0);
      default -> 0;
    };
  }

  private int state() {
    TapeTransport loaded = transport;
    if (loaded == null) {
      return 0;
    }
    return LOADED
        | (isWritable ? 0 : PROTECTED)
        | (loaded.reel().position() == 0 ? LOAD_POINT : 0)
        | (loaded.isPastMarker() ? END_OF_TAPE : 0);
  }

  @Override
  void storeWord(int offset, int value) {
    switch (offset) {
      case COMMAND -> begin(value);
      case ADDRESS_LOW -> address = (address & ~LOW_WORD) | Integer.toUnsignedLong(value);
      case ADDRESS_HIGH -> address = ((long) value << Integer.SIZE) | (address & LOW_WORD);
      case LENGTH -> length = value;
      case COUNT -> count = value;
      case INTERRUPT -> isInterrupting &= (value & 1) == 0;
      case INTERRUPT_ENABLE -> isInterruptEnabled = (value & 1) != 0;
      default -> {}
    }
    line.set(isInterrupting && isInterruptEnabled);
  }

  private void begin(int value) {
    if (underWay != null) {
      return;
    }
    command = value;
    outcome = REJECTED;
    passed = NOTHING;
    TapeTransport loaded = transport;
    long cycles = 0;
    if (loaded != null && isPermitted(loaded) && isInMemory()) {
      loaded.start(command == SPACE_BACKWARD || command == SPACE_FILE_BACKWARD);
      outcome = perform(loaded);
      cycles = loaded.cycles();
    }
    passedTo = address;
    underWay = time.schedule(time.now() + cycles, this::end);
  }

  @Override
  public void exchange(Exchange exchange) {
    exchangeReel(exchange);
    underWay = time.exchange(exchange, underWay, this::end);
    isWritable = exchange.flag(isWritable);
    isInterrupting = exchange.flag(isInterrupting);
    isInterruptEnabled = exchange.flag(isInterruptEnabled);
    command = exchange.integer(command);
    outcome = exchange.integer(outcome);
    address = exchange.number(address);
    length = exchange.integer(length);
    count = exchange.integer(count);
    recordLength = exchange.integer(recordLength);
    passed = exchange.bytes(passed);
    passedTo = exchange.number(passedTo);
  }

  /// A reel that was unloaded meanwhile comes back as another one with the same contents.
  private void exchangeReel(Exchange exchange) {
    TapeTransport loaded = transport;
    if (!exchange.flag(loaded != null)) {
      transport = null;
      return;
    }
    if (loaded == null) {
      loaded = new TapeTransport(timings, jitter, TapeImage.blank());
    }
    loaded.exchange(exchange);
    transport = loaded;
  }

  private boolean isPermitted(TapeTransport loaded) {
    return switch (command) {
      case READ, REWIND, UNLOAD -> true;
      case SPACE_FORWARD, SPACE_BACKWARD, SPACE_FILE_FORWARD, SPACE_FILE_BACKWARD -> true;
      case WRITE -> isWritable && isRecordLength(length) && loaded.hasRoom(length);
      case WRITE_MARK -> isWritable && loaded.hasRoom(1);
      case ERASE -> isWritable;
      default -> false;
    };
  }

  private static boolean isRecordLength(int length) {
    return length > 0 && length <= TapeImage.MOST_BYTES;
  }

  private boolean isInMemory() {
    boolean transfers = command == READ || command == WRITE;
    if (!transfers || memory.contains(address, Integer.toUnsignedLong(length))) {
      return true;
    }
    outcome = BUS_ERROR;
    return false;
  }

  /// Moves the tape, and answers the outcome.
  private int perform(TapeTransport loaded) {
    switch (command) {
      case WRITE -> loaded.write(record());
      case ERASE -> loaded.erase();
      case REWIND, UNLOAD -> loaded.rewind();
      default -> {
        return switch (command) {
          case READ -> read(loaded);
          case WRITE_MARK -> writeMarks(loaded);
          case SPACE_FORWARD, SPACE_BACKWARD -> space(loaded, command == SPACE_BACKWARD, false);
          default -> space(loaded, command == SPACE_FILE_BACKWARD, true);
        };
      }
    }
    return 0;
  }

  private byte[] record() {
    byte[] data = new byte[length];
    memory.read(address, data, 0, length);
    return data;
  }

  private int writeMarks(TapeTransport loaded) {
    for (; count != 0 && loaded.hasRoom(1); count--) {
      loaded.writeMark();
    }
    return count == 0 ? 0 : REJECTED;
  }

  private int read(TapeTransport loaded) {
    TapeImage.Item item = loaded.forward().orElse(null);
    recordLength = item == null ? 0 : item.length();
    if (item == null) {
      return endOfData(loaded);
    }
    long room = Integer.toUnsignedLong(length);
    passed = Arrays.copyOf(loaded.reel().data(item), (int) Math.min(item.length(), room));
    return (item.kind() == TapeImage.Kind.TAPE_MARK ? MARK : 0)
        | (item.kind() == TapeImage.Kind.BAD_RECORD ? DATA_ERROR : 0)
        | (item.length() > room ? OVERRUN : 0);
  }

  private static int endOfData(TapeTransport loaded) {
    return loaded.reel().isAtDamage() ? DATA_ERROR : END_OF_DATA;
  }

  /// Passes COUNT records, or with `files` as many tape marks.
  private int space(TapeTransport loaded, boolean backward, boolean files) {
    while (count != 0) {
      TapeImage.Item item = (backward ? loaded.backward() : loaded.forward()).orElse(null);
      if (item == null) {
        return backward ? 0 : endOfData(loaded);
      }
      boolean isMark = item.kind() == TapeImage.Kind.TAPE_MARK;
      if (isMark && !files) {
        return MARK;
      }
      count -= isMark == files ? 1 : 0;
    }
    return 0;
  }

  /// Ends the command: what was read appears in RAM, and the line rises.
  private void end() {
    if (passed.length > 0) {
      memory.write(passedTo, passed, 0, passed.length);
    }
    if (command == UNLOAD) {
      transport = null;
    }
    underWay = null;
    isInterrupting = true;
    line.set(isInterruptEnabled);
  }
}
