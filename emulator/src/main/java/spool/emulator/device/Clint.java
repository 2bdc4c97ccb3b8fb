package spool.emulator.device;

import java.util.List;
import org.jspecify.annotations.Nullable;
import spool.emulator.memory.BusError;
import spool.emulator.memory.Device;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The core-local interruptor: software interrupts between harts, and the machine timer.
///
/// `msip` at 0x0, four bytes for each hart; `mtimecmp` at 0x4000, eight bytes for each hart;
/// `mtime` at 0xbff8, ten million ticks a second. A timer interrupt is pending while `mtime` is not
/// below `mtimecmp`, both unsigned; it comes in the very cycle in which that becomes true. The same
/// time is compared with the `stimecmp` of each hart, which is a register of the hart. Registers
/// answer to naturally aligned accesses of every width.
public final class Clint implements Device {
  /// Bytes of address space.
  public static final long SIZE = 0x10000;

  /// Cycles between two ticks of `mtime`.
  public static final long CYCLES_PER_TICK = 100;

  /// Ticks of `mtime` in a second.
  public static final long TICKS_PER_SECOND = 10_000_000;

  /// The interrupt lines to one hart.
  public record Lines(InterruptLine software, InterruptLine timer, InterruptLine supervisorTimer) {}

  private static final int MTIMECMP = 0x4000;
  private static final int MTIME = 0xbff8;

  private final VirtualTime time;
  private final List<Target> targets;
  private long ticksAtZero;

  /// A CLINT for as many harts as `lines` has elements. Timers start at the largest `mtimecmp`.
  public Clint(VirtualTime time, List<Lines> lines) {
    this.time = time;
    this.targets = lines.stream().map(Target::new).toList();
  }

  /// `mtime` now.
  public long ticks() {
    return ticksAtZero + time.now() / CYCLES_PER_TICK;
  }

  /// Compares time with the `stimecmp` of hart number `hart` from now on.
  public void supervisorCompare(int hart, long ticks) {
    targets.get(hart).supervisor.compare(ticks);
  }

  @Override
  public long load(long offset, int size) {
    int shift = shift(offset, size);
    return doubleword((int) offset & -8) >>> shift & mask(size);
  }

  @Override
  public void store(long offset, int size, long value) {
    int shift = shift(offset, size);
    int register = (int) offset & -8;
    long kept = doubleword(register) & ~(mask(size) << shift);
    storeDoubleword(register, kept | (value & mask(size)) << shift);
  }

  @Override
  public void exchange(Exchange exchange) {
    ticksAtZero = exchange.number(ticksAtZero);
    targets.forEach(target -> target.exchange(exchange));
  }

  private static int shift(long offset, int size) {
    if (offset % size != 0) {
      throw new BusError(offset);
    }
    return (int) (offset % Long.BYTES) * Byte.SIZE;
  }

  private static long mask(int size) {
    return -1L >>> (Long.SIZE - size * Byte.SIZE);
  }

  private long doubleword(int offset) {
    if (offset == MTIME) {
      return ticks();
    }
    if (offset < MTIMECMP) {
      return software(offset / 4) | software(offset / 4 + 1) << Integer.SIZE;
    }
    int hart = (offset - MTIMECMP) / Long.BYTES;
    return hart < targets.size() ? targets.get(hart).machine.compare : 0;
  }

  private void storeDoubleword(int offset, long value) {
    if (offset == MTIME) {
      ticksAtZero = value - time.now() / CYCLES_PER_TICK;
      targets.forEach(Target::compareTime);
    } else if (offset < MTIMECMP) {
      storeSoftware(offset / 4, value);
      storeSoftware(offset / 4 + 1, value >>> Integer.SIZE);
    } else {
      storeCompare((offset - MTIMECMP) / Long.BYTES, value);
    }
  }

  private long software(int hart) {
    return hart < targets.size() && targets.get(hart).software ? 1 : 0;
  }

  private void storeSoftware(int hart, long value) {
    if (hart < targets.size()) {
      targets.get(hart).interrupt((value & 1) != 0);
    }
  }

  private void storeCompare(int hart, long value) {
    if (hart < targets.size()) {
      targets.get(hart).machine.compare(value);
    }
  }

  /// The registers of one hart.
  private final class Target implements Stateful {
    private final InterruptLine softwareLine;
    private final Comparator machine;
    private final Comparator supervisor;
    private boolean software;

    Target(Lines lines) {
      softwareLine = lines.software;
      machine = new Comparator(lines.timer);
      supervisor = new Comparator(lines.supervisorTimer);
    }

    void interrupt(boolean raised) {
      software = raised;
      softwareLine.set(raised);
    }

    @Override
    public void exchange(Exchange exchange) {
      software = exchange.flag(software);
      machine.exchange(exchange);
      supervisor.exchange(exchange);
    }

    void compareTime() {
      machine.compareTime();
      supervisor.compareTime();
    }
  }

  /// A time that is waited for.
  private final class Comparator implements Stateful {
    private final InterruptLine line;
    private final Runnable onAlarm = this::compareTime;
    private long compare = -1;
    private VirtualTime.@Nullable Alarm alarm;

    Comparator(InterruptLine line) {
      this.line = line;
    }

    void compare(long ticks) {
      compare = ticks;
      compareTime();
    }

    /// Sets the line, and an alarm for the first cycle in which it will rise.
    void compareTime() {
      if (alarm != null) {
        alarm.cancel();
        alarm = null;
      }
      long now = ticks();
      boolean due = Long.compareUnsigned(now, compare) >= 0;
      line.set(due);
      if (!due && isWithinTime(compare - now)) {
        alarm = time.schedule((compare - ticksAtZero) * CYCLES_PER_TICK, onAlarm);
      }
    }

    @Override
    public void exchange(Exchange exchange) {
      compare = exchange.number(compare);
      alarm = time.exchange(exchange, alarm, onAlarm);
    }

    /// Whether `ticks` from now is before the end of virtual time, centuries away.
    private boolean isWithinTime(long ticks) {
      long left = (Long.MAX_VALUE - time.now()) / CYCLES_PER_TICK;
      return Long.compareUnsigned(ticks, left) < 0;
    }
  }
}
