package spool.emulator.sbi;

import spool.emulator.device.Power;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Board;
import spool.emulator.machine.Machine;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

/// The extensions for the console and for switching off, by the board's serial port and power
/// switch (SBI 2.0, chapters 10 and 12).
final class Platform {
  private static final int LINE_STATUS = 5;
  private static final int DATA_READY = 1;
  private static final long SYSTEM_FAILURE = 1;
  private static final long VENDOR_REASONS = 0xe000_0000L;
  private static final long MOST_REASON = 0xffff_ffffL;

  /// A call for more bytes is answered by how many it did, which the specification permits.
  private static final int MOST_BYTES = 4096;

  private final Bus bus;
  private final long serial;
  private final long power;

  Platform(Machine machine) {
    bus = machine.bus();
    serial = base(machine, Board.Kind.SERIAL);
    power = base(machine, Board.Kind.POWER);
  }

  private static long base(Machine machine, Board.Kind kind) {
    return machine.board().slots().stream()
        .filter(slot -> slot.kind() == kind)
        .findFirst()
        .orElseThrow()
        .base();
  }

  /// `sbi_system_reset`.
  Answer reset(Hart hart, long function, long[] a) {
    boolean isReason = a[1] >= 0 && a[1] <= MOST_REASON;
    boolean isKnown = a[1] <= SYSTEM_FAILURE || a[1] >= VENDOR_REASONS;
    if (function != 0) {
      return Answer.NOT_SUPPORTED;
    }
    if (!isReason || !isKnown || a[0] < 0 || a[0] > 2) {
      return Answer.INVALID_PARAMETER;
    }
    if (a[0] == 0) {
      shutDown(a[1] == SYSTEM_FAILURE);
    } else {
      bus.store(power, Integer.BYTES, Power.RESET);
    }
    return Answer.SUCCESS;
  }

  /// Ends the run, with status 1 after a failure.
  void shutDown(boolean isFailure) {
    bus.store(power, Integer.BYTES, isFailure ? 1 << Short.SIZE | Power.FAIL : Power.PASS);
  }

  /// `sbi_debug_console_write`, `sbi_debug_console_read`, `sbi_debug_console_write_byte`.
  Answer console(Hart hart, long function, long[] a) {
    return switch ((int) function) {
      case 0, 1 -> transfer(function == 0, a);
      case 2 -> {
        write((byte) a[0]);
        yield Answer.SUCCESS;
      }
      default -> Answer.NOT_SUPPORTED;
    };
  }

  private Answer transfer(boolean isWrite, long[] a) {
    PhysicalMemory memory = bus.memory();
    if (a[2] != 0 || a[0] < 0 || !memory.contains(a[1], a[0])) {
      return Answer.INVALID_PARAMETER;
    }
    int count = (int) Math.min(a[0], MOST_BYTES);
    return Answer.of(isWrite ? write(a[1], count) : read(a[1], count));
  }

  private int write(long address, int count) {
    for (int index = 0; index < count; index++) {
      write(bus.memory().load8(address + index));
    }
    return count;
  }

  private int read(long address, int count) {
    int done = 0;
    while (done < count && hasInput()) {
      bus.memory().store8(address + done, (byte) bus.load(serial, Byte.BYTES));
      done++;
    }
    return done;
  }

  void write(byte value) {
    bus.store(serial, Byte.BYTES, value);
  }

  /// The next byte of input; -1 if there is none.
  long read() {
    return hasInput() ? bus.load(serial, Byte.BYTES) : -1;
  }

  private boolean hasInput() {
    return (bus.load(serial + LINE_STATUS, Byte.BYTES) & DATA_READY) != 0;
  }
}
