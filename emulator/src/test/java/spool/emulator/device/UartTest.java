package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class UartTest {
  private static final int DATA = 0;
  private static final int IER = 1;
  private static final int IIR = 2;
  private static final int FCR = 2;
  private static final int LCR = 3;
  private static final int MCR = 4;
  private static final int LSR = 5;
  private static final int MSR = 6;
  private static final int SCR = 7;
  private static final long BYTE = 100;

  /// What was sent, with a `|` where the line fell silent.
  private static final class Screen implements ByteSink {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void write(byte value) {
      text.append((char) value);
    }

    @Override
    public void flush() {
      text.append('|');
    }
  }

  private final ManualTime time = new ManualTime();
  private final Wire line = new Wire();
  private final Screen screen = new Screen();
  private final Uart uart = new Uart(time, line, screen, () -> BYTE);

  private long load(int register) {
    return uart.load(register, 1);
  }

  private void store(int register, int value) {
    uart.store(register, 1, value);
  }

  private void type(String text) {
    uart.receive(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void enableFifos(int trigger) {
    store(FCR, trigger << 6 | 7);
  }

  @Test
  void sendsByteAfterByteInTheTimeOfTheLine() {
    enableFifos(0);
    store(DATA, 'h');
    store(DATA, 'i');
    assertEquals(0x00, load(LSR) & 0x60);
    time.advanceTo(BYTE);
    assertEquals("h", screen.text.toString());
    assertEquals(0x20, load(LSR) & 0x60);
    time.advanceTo(2 * BYTE);
    assertEquals("hi|", screen.text.toString());
    assertEquals(0x60, load(LSR) & 0x60);
  }

  @Test
  void aDriverThatNeverAsksLosesNothing() {
    enableFifos(0);
    String text = "the quick brown fox jumps over the lazy dog";
    text.chars().forEach(character -> store(DATA, character));
    time.advanceTo(100 * BYTE);
    assertEquals(text + "|", screen.text.toString());
  }

  @Test
  void drainingSendsAtOnceAndOnce() {
    enableFifos(0);
    store(DATA, 'h');
    store(DATA, 'i');
    uart.drain();
    time.advanceTo(10 * BYTE);
    assertEquals("hi|", screen.text.toString());
  }

  @Test
  void receivesWithoutFifosOneByteAtATime() {
    type("ab");
    assertEquals(0, load(LSR) & 1);
    time.advanceTo(5 * BYTE);
    assertEquals(1, load(LSR) & 1);
    assertEquals('a', load(DATA));
    assertEquals(0, load(LSR) & 1);
    time.advanceTo(6 * BYTE);
    assertEquals('b', load(DATA));
    assertEquals(0, load(DATA));
  }

  @Test
  void theLineWaitsWhileTheFifoIsFull() {
    enableFifos(0);
    type("0123456789abcdefXYZ");
    time.advanceTo(100 * BYTE);
    var got = new StringBuilder();
    for (int count = 0; count < 16; count++) {
      got.append((char) load(DATA));
    }
    assertEquals("0123456789abcdef", got.toString());
    assertEquals(0, load(LSR) & 3);
    time.advanceTo(200 * BYTE);
    assertEquals('X', load(DATA));
  }

  @Test
  void receptionInterruptsAtTheTriggerAndWhenTheLineFallsSilent() {
    enableFifos(1);
    store(IER, 1);
    type("12345");
    time.advanceTo(3 * BYTE);
    assertFalse(line.raised);
    time.advanceTo(4 * BYTE);
    assertTrue(line.raised);
    assertEquals(0xc4, load(IIR));
    time.advanceTo(5 * BYTE);
    load(DATA);
    load(DATA);
    assertEquals(0xcc, load(IIR));
    load(DATA);
    load(DATA);
    load(DATA);
    assertFalse(line.raised);
    assertEquals(0xc1, load(IIR));
  }

  @Test
  void anEmptyTransmitterInterruptsOnce() {
    store(IER, 2);
    assertTrue(line.raised);
    assertEquals(2, load(IIR));
    assertFalse(line.raised);
    assertEquals(1, load(IIR));
    store(DATA, 'x');
    assertTrue(line.raised);
    store(DATA, 'y');
    assertFalse(line.raised);
    time.advanceTo(BYTE);
    assertTrue(line.raised);
    assertEquals(2, load(IIR));
  }

  @Test
  void noInterruptUnlessEnabled() {
    type("a");
    store(DATA, 'b');
    time.advanceTo(10 * BYTE);
    assertFalse(line.raised);
    assertEquals(1, load(IIR));
  }

  @Test
  void loopbackReceivesWhatItSendsAndCanOverrun() {
    store(MCR, 0x10);
    store(IER, 4);
    store(DATA, 'x');
    time.advanceTo(BYTE);
    store(DATA, 'y');
    time.advanceTo(2 * BYTE);
    assertEquals(6, load(IIR));
    assertTrue(line.raised);
    assertEquals(2, load(LSR) & 2);
    assertFalse(line.raised);
    assertEquals(0, load(LSR) & 2);
    assertEquals('x', load(DATA));
    assertFalse(screen.text.toString().contains("x"));
  }

  @Test
  void loopbackCrossesTheModemLines() {
    assertEquals(0xb0, load(MSR));
    store(MCR, 0x10 | 2);
    assertEquals(0x10, load(MSR));
    store(MCR, 0x10 | 1);
    assertEquals(0x20, load(MSR));
    store(MCR, 0x10 | 0xc);
    assertEquals(0xc0, load(MSR));
  }

  @Test
  void theDivisorHidesBehindItsLatch() {
    store(IER, 3);
    store(LCR, 0x83);
    store(DATA, 0x34);
    store(IER, 0x12);
    assertEquals(0x34, load(DATA));
    assertEquals(0x12, load(IER));
    store(LCR, 3);
    assertEquals(3, load(IER));
    assertEquals(3, load(LCR));
    assertEquals("", screen.text.toString());
  }

  @Test
  void enablingFifosEmptiesThem() {
    type("a");
    time.advanceTo(BYTE);
    store(FCR, 1);
    assertEquals(0, load(LSR) & 1);
    assertEquals(0xc1, load(IIR));
  }

  @Test
  void theOtherRegistersKeepBytesOrReadAsZero() {
    store(SCR, 0x1ff);
    assertEquals(0xff, load(SCR));
    assertEquals(0xff, uart.load(SCR, 4));
    assertEquals(0, load(8));
    store(0xff, 1);
  }
}
