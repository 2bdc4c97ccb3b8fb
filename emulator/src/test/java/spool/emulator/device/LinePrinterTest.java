package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LinePrinterTest {
  private static final int DATA = 0x0;
  private static final int STATUS = 0x4;
  private static final int INTERRUPT = 0x8;
  private static final int INTERRUPT_ENABLE = 0xc;
  private static final long LINE = LinePrinter.LINE_CYCLES;
  private static final long BLANK = LinePrinter.BLANK_LINE_CYCLES;

  private final ManualTime time = new ManualTime();
  private final Wire line = new Wire();
  private final StringBuilder paper = new StringBuilder();
  private final LinePrinter printer =
      new LinePrinter(time, line, value -> paper.append((char) value));

  private void put(String text) {
    text.chars().forEach(character -> printer.store(DATA, 4, character));
  }

  private boolean isReady() {
    return printer.load(STATUS, 4) == 1;
  }

  @Test
  void printsALineAtItsEnd() {
    put("hello");
    time.advanceTo(10 * LINE);
    assertEquals("", paper.toString());
    put("\n");
    assertFalse(isReady());
    time.advanceTo(11 * LINE - 1);
    assertEquals("", paper.toString());
    time.advanceTo(11 * LINE);
    assertEquals("hello\n", paper.toString());
    assertTrue(isReady());
  }

  @Test
  void whatComesWhileItPrintsIsLost() {
    put("one\ntwo\n");
    time.advanceTo(LINE);
    put("three\n");
    time.advanceTo(2 * LINE);
    assertEquals("one\nthree\n", paper.toString());
  }

  @Test
  void paperMovesFastOverBlankLines() {
    put("\n");
    assertEquals(BLANK, time.advance());
    put("x\f");
    assertEquals(LINE + 64 * BLANK, time.advance());
    put("\f");
    assertEquals(66 * BLANK, time.advance());
    put("x\r");
    assertEquals(LINE, time.advance());
  }

  @Test
  void aLineHasItsWidthAndTabsTheirStops() {
    put("a\tb" + "x".repeat(200) + "\n");
    time.advanceTo(LINE);
    assertEquals("a       b" + "x".repeat(123) + "\n", paper.toString());
  }

  @Test
  void interruptsOnceALineIsPrinted() {
    put("x\n");
    time.advanceTo(LINE);
    assertEquals(1, printer.load(INTERRUPT, 4));
    assertFalse(line.raised);
    printer.store(INTERRUPT_ENABLE, 4, 1);
    assertTrue(line.raised);
    printer.store(INTERRUPT, 4, 1);
    assertFalse(line.raised);
    put("x\n");
    assertFalse(line.raised);
    time.advanceTo(2 * LINE);
    assertTrue(line.raised);
  }

  @Test
  void drainingPrintsAtOnceAndOnce() {
    put("whole\n");
    printer.drain();
    put("begun");
    printer.drain();
    time.advanceTo(5 * LINE);
    assertEquals("whole\nbegun", paper.toString());
  }
}
