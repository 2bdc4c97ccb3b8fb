package spool.emulator.machine;

import java.util.List;
import java.util.stream.IntStream;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;

/// The whole computer: harts, RAM, devices and virtual time.
public final class Machine {
  /// Where RAM begins, as on QEMU's `virt` board.
  public static final long RAM_BASE = 0x8000_0000L;

  /// Cycles in a second of virtual time: one cycle is one nanosecond.
  public static final long CYCLES_PER_SECOND = 1_000_000_000L;

  private final Bus bus;
  private final List<Hart> harts;
  private final EventQueue events = new EventQueue();

  /// A machine with `hartCount` harts (1 to 64) and `ramBytes` of RAM.
  public Machine(int hartCount, long ramBytes) {
    bus = new Bus(new PhysicalMemory(RAM_BASE, ramBytes));
    harts = IntStream.range(0, hartCount).mapToObj(id -> new Hart(id, bus)).toList();
  }

  /// The harts, by number.
  public List<Hart> harts() {
    return harts;
  }

  /// RAM and the devices.
  public Bus bus() {
    return bus;
  }

  /// What is to happen when.
  public EventQueue events() {
    return events;
  }

  /// Virtual time in cycles: the clock of the hart that is running, or of the event being handled.
  public long now() {
    return harts.getFirst().cycles();
  }

  /// Lets `supervisor` take the traps of U-mode.
  public void attach(Supervisor supervisor) {}
}
