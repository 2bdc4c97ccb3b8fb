package spool.emulator.device;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtioConsoleTest {
  private static final int RECEIVE = 0;
  private static final int TRANSMIT = 1;

  private final StringBuilder output = new StringBuilder();
  private final VirtioDriver driver =
      new VirtioDriver(
          2,
          (memory, time, line) ->
              new VirtioConsole(memory, line, value -> output.append((char) value)));
  private final VirtioConsole console = (VirtioConsole) driver.device;

  private static byte[] bytes(String text) {
    return text.getBytes(US_ASCII);
  }

  @Test
  void showsWhatItIs() {
    assertEquals(3, driver.load(0x008));
    assertEquals(0, driver.load(0x010));
  }

  @Test
  void sendsWhatTheDriverHandsOver() {
    driver.start();
    driver.send(TRANSMIT, 0, bytes("hello, "));
    driver.send(TRANSMIT, 1, bytes("world"));
    assertEquals("hello, world", output.toString());
    assertEquals(2, driver.used(TRANSMIT));
    assertTrue(driver.wire.raised);
  }

  @Test
  void inputWaitsForBuffersAndIsCutToThem() {
    driver.start();
    console.receive(bytes("abcdef"));
    console.receive(bytes("g"));
    driver.offer(RECEIVE, 0, 4);
    driver.offer(RECEIVE, 1, 4);
    driver.offer(RECEIVE, 2, 4);
    driver.offer(RECEIVE, 3, 4);
    assertArrayEquals(bytes("abcd"), driver.content(RECEIVE, 0, 4));
    assertEquals(2, driver.usedElement(RECEIVE, 1, 4));
    assertArrayEquals(bytes("ef"), driver.content(RECEIVE, 1, 2));
    assertArrayEquals(bytes("g"), driver.content(RECEIVE, 2, 1));
    assertEquals(3, driver.used(RECEIVE), "the fourth waits for more");
  }

  @Test
  void saysWhenAllInputIsTaken() {
    List<String> silences = new ArrayList<>();
    console.onSilence(() -> silences.add("silent"));
    driver.start();
    console.receive(bytes("abc"));
    driver.offer(RECEIVE, 0, 2);
    assertTrue(silences.isEmpty());
    driver.offer(RECEIVE, 1, 2);
    driver.offer(RECEIVE, 2, 2);
    assertEquals(List.of("silent"), silences);
  }

  @Test
  void usesNoBufferBeforeTheDriverIsReady() {
    driver.open();
    console.receive(bytes("x"));
    driver.offer(RECEIVE, 0, 4);
    assertEquals(0, driver.used(RECEIVE));
    assertFalse(driver.wire.raised);
    driver.store(VirtioDriver.STATUS, 15);
    assertEquals(1, driver.used(RECEIVE));
  }

  @Test
  void inputOutlivesAReset() {
    driver.start();
    console.receive(bytes("x"));
    driver.start();
    driver.offer(RECEIVE, 0, 4);
    assertArrayEquals(bytes("x"), driver.content(RECEIVE, 0, 1));
  }

  @Test
  void aBufferThatCannotBeWrittenTakesNothing() {
    driver.start();
    console.receive(bytes("x"));
    driver.send(RECEIVE, 0, bytes("not for reading"));
    driver.offer(RECEIVE, 1, 1);
    assertArrayEquals(bytes("x"), driver.content(RECEIVE, 1, 1));
  }
}
