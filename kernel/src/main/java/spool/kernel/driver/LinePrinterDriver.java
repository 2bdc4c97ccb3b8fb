package spool.kernel.driver;

import spool.emulator.memory.Bus;
import spool.kernel.sync.WaitQueue;

/// Drives the line printer (`spool.emulator.device.LinePrinter` has the registers). Lines that are
/// longer than the paper is wide go on in the next one.
final class LinePrinterDriver {
  private static final long PRINTER = 0x1001_2000L;
  private static final long DATA = PRINTER;
  private static final long STATUS = PRINTER + 0x4;
  private static final long INTERRUPT = PRINTER + 0x8;
  private static final long INTERRUPT_ENABLE = PRINTER + 0xc;
  private static final int SOURCE = 14;
  private static final int READY = 1;
  private static final int COLUMNS = 132;
  private static final int TAB_COLUMNS = 8;

  private final Bus bus;
  private final WaitQueue ready = new WaitQueue();
  private int column;

  /// Switches on the printer's interrupt.
  LinePrinterDriver(Bus bus, InterruptController interrupts) {
    this.bus = bus;
    interrupts.attach(SOURCE, this::printed);
    bus.store(INTERRUPT_ENABLE, Integer.BYTES, 1);
  }

  private void printed() {
    bus.store(INTERRUPT, Integer.BYTES, 1);
    ready.wakeAll();
  }

  /// Those who wait for [#isReady].
  WaitQueue ready() {
    return ready;
  }

  /// Whether the printer takes characters.
  boolean isReady() {
    return (bus.load(STATUS, Integer.BYTES) & READY) != 0;
  }

  /// Gives the printer, which is ready, a character; false if a line had to be ended first, so that
  /// it prints that and the character is still to be given.
  boolean put(int character) {
    boolean ends = character == '\n' || character == '\r' || character == '\f';
    boolean fits = ends || column < COLUMNS;
    send(fits ? character : '\n');
    if (ends || !fits) {
      column = 0;
    } else {
      column = character == '\t' ? (column / TAB_COLUMNS + 1) * TAB_COLUMNS : column + 1;
    }
    return fits;
  }

  private void send(int character) {
    bus.store(DATA, Integer.BYTES, character);
  }
}
