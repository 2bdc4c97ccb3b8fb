package spool.emulator.device;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import spool.emulator.state.Exchange;

/// A line printer: characters fill a line of up to 132 positions, and its end prints it.
///
/// | offset | register | |
/// | --- | --- | --- |
/// | 0x00 | DATA | a store puts a character into the line |
/// | 0x04 | STATUS | 1 READY: the printer takes characters |
/// | 0x08 | INTERRUPT | 1 once a line has been printed; storing 1 clears it |
/// | 0x0c | INTERRUPT_ENABLE | 1 lets INTERRUPT raise the line |
///
/// A line feed prints the line, a carriage return prints it without moving the paper, a form feed
/// prints it and moves to the next page of 66 lines; a tab moves to the next multiple of eight
/// positions. While it prints, the printer is not ready and what is stored is lost, as are
/// characters beyond the last position.
///
/// Times are those of the IBM 1403 model 2: 600 lines a minute, and paper that moves over blank
/// lines, six to an inch, at 75 inches a second (en.wikipedia.org/wiki/IBM_1403).
public final class LinePrinter extends Registers {
  /// Bytes of address space.
  public static final long SIZE = 0x1000;

  /// Positions of a line.
  public static final int COLUMNS = 132;

  /// Lines of a page.
  public static final int PAGE_LINES = 66;

  /// Cycles that a line takes.
  public static final long LINE_CYCLES = 100_000_000;

  /// Cycles that the paper takes to move on by a line that is blank.
  public static final long BLANK_LINE_CYCLES = 1_000_000_000L / (6 * 75);

  private static final int DATA = 0x0;
  private static final int STATUS = 0x4;
  private static final int INTERRUPT = 0x8;
  private static final int INTERRUPT_ENABLE = 0xc;
  private static final int TAB_COLUMNS = 8;

  private final VirtualTime time;
  private final InterruptLine line;
  private final ByteSink paper;
  private final ByteArrayOutputStream characters = new ByteArrayOutputStream();
  private VirtualTime.@Nullable Alarm printing;
  private int lineOfPage;
  private boolean isInterrupting;
  private boolean isInterruptEnabled;

  /// A printer whose lines go to `paper`.
  public LinePrinter(VirtualTime time, InterruptLine line, ByteSink paper) {
    this.time = time;
    this.line = line;
    this.paper = paper;
  }

  @Override
  int loadWord(int offset) {
    return switch (offset) {
      case STATUS -> printing == null ? 1 : 0;
      case INTERRUPT -> isInterrupting ? 1 : 0;
      case INTERRUPT_ENABLE -> isInterruptEnabled ? 1 : 0;
      default -> 0;
    };
  }

  @Override
  void storeWord(int offset, int value) {
    switch (offset) {
      case DATA -> put(value & 0xff);
      case INTERRUPT -> isInterrupting &= (value & 1) == 0;
      case INTERRUPT_ENABLE -> isInterruptEnabled = (value & 1) != 0;
      default -> {}
    }
    line.set(isInterrupting && isInterruptEnabled);
  }

  private void put(int character) {
    if (printing != null) {
      return;
    }
    switch (character) {
      case '\n' -> print(character, 1);
      case '\r' -> print(character, 0);
      case '\f' -> print(character, PAGE_LINES - lineOfPage);
      case '\t' -> tabulate();
      default -> type(character);
    }
  }

  private void type(int character) {
    if (characters.size() < COLUMNS) {
      characters.write(character);
    }
  }

  private void tabulate() {
    do {
      type(' ');
    } while (characters.size() % TAB_COLUMNS != 0 && characters.size() < COLUMNS);
  }

  /// Prints what is in the line, if anything, and moves the paper by `lines`, of which the first
  /// belongs to the line printed.
  private void print(int end, int lines) {
    long blank = characters.size() == 0 ? lines : Math.max(0, lines - 1);
    long cycles = (characters.size() == 0 ? 0 : LINE_CYCLES) + blank * BLANK_LINE_CYCLES;
    characters.write(end);
    lineOfPage = (lineOfPage + lines) % PAGE_LINES;
    printing = time.schedule(time.now() + cycles, this::printed);
  }

  private void printed() {
    printing = null;
    release();
    isInterrupting = true;
    line.set(isInterruptEnabled);
  }

  @Override
  public void exchange(Exchange exchange) {
    byte[] found = exchange.bytes(characters.toByteArray());
    characters.reset();
    characters.writeBytes(found);
    printing = time.exchange(exchange, printing, this::printed);
    lineOfPage = exchange.index(lineOfPage, PAGE_LINES);
    isInterrupting = exchange.flag(isInterrupting);
    isInterruptEnabled = exchange.flag(isInterruptEnabled);
  }

  private void release() {
    for (byte each : characters.toByteArray()) {
      paper.write(each);
    }
    characters.reset();
    paper.flush();
  }

  /// Prints what the guest has handed over, without taking time: the run is over.
  public void drain() {
    if (printing != null) {
      printing.cancel();
      printed();
    }
    release();
  }
}
