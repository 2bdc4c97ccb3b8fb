package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtioNetworkTest {
  private static final int RECEIVE = 0;
  private static final int TRANSMIT = 1;
  private static final byte[] ADDRESS = {0x52, 0x54, 0, 0x12, 0x34, 0x56};

  private final List<byte[]> sent = new ArrayList<>();
  private final VirtioDriver driver =
      new VirtioDriver(
          2, (memory, time, line) -> new VirtioNetwork(memory, line, ADDRESS, sent::add));
  private final VirtioNetwork card = (VirtioNetwork) driver.device;

  private static byte[] frame(int length) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (index * 3 + 1);
    }
    return bytes;
  }

  private static byte[] withHeader(byte[] frame, int header) {
    byte[] bytes = new byte[header + frame.length];
    System.arraycopy(frame, 0, bytes, header, frame.length);
    return bytes;
  }

  @Test
  void showsItsAddress() {
    assertEquals(1, driver.load(0x008));
    assertEquals(1 << 5, driver.load(0x010));
    assertEquals(0x5634_1200_5452L, card.load(0x100, 8));
    assertThrows(
        IllegalArgumentException.class,
        () -> new VirtioNetwork(driver.memory, driver.wire, new byte[5], sent::add));
  }

  @Test
  void sendsFramesWithoutTheirHeader() {
    driver.start();
    driver.send(TRANSMIT, 0, withHeader(frame(60), 12));
    driver.send(TRANSMIT, 1, withHeader(frame(VirtioNetwork.MOST_FRAME_BYTES), 12));
    assertArrayEquals(frame(60), sent.get(0));
    assertArrayEquals(frame(VirtioNetwork.MOST_FRAME_BYTES), sent.get(1));
    assertEquals(2, driver.used(TRANSMIT));
    assertTrue(driver.wire.raised);
  }

  @Test
  void dropsWhatIsNoFrame() {
    driver.start();
    driver.send(TRANSMIT, 0, new byte[12]);
    driver.send(TRANSMIT, 1, new byte[5]);
    driver.send(TRANSMIT, 2, withHeader(frame(VirtioNetwork.MOST_FRAME_BYTES + 1), 12));
    assertTrue(sent.isEmpty());
    assertEquals(3, driver.used(TRANSMIT));
  }

  @Test
  void receivesFramesInOrder() {
    driver.start();
    card.receive(frame(60));
    driver.offer(RECEIVE, 0, 1530);
    driver.offer(RECEIVE, 1, 1530);
    card.receive(frame(100));
    byte[] expected = withHeader(frame(60), 12);
    expected[10] = 1;
    assertArrayEquals(expected, driver.content(RECEIVE, 0, 72));
    assertEquals(72, driver.usedElement(RECEIVE, 0, 4));
    assertEquals(112, driver.usedElement(RECEIVE, 1, 4));
  }

  @Test
  void losesWhatIsTooLongAndWhatIsTooMuch() {
    driver.start();
    card.receive(frame(VirtioNetwork.MOST_FRAME_BYTES + 1));
    for (int number = 0; number < 1000; number++) {
      card.receive(new byte[] {(byte) number, (byte) (number >>> 8)});
    }
    int taken = 0;
    while (driver.used(RECEIVE) == taken) {
      driver.offer(RECEIVE, taken % VirtioDriver.SIZE, 64);
      taken++;
    }
    assertEquals(257, taken, "256 frames were kept");
  }

  @Test
  void aFrameThatDoesNotFitIsLost() {
    driver.start();
    driver.offer(RECEIVE, 0, 20);
    card.receive(frame(60));
    assertEquals(0, driver.usedElement(RECEIVE, 0, 4));
    assertArrayEquals(new byte[20], driver.content(RECEIVE, 0, 20));
  }

  @Test
  void anOldDriversHeaderIsShorter() {
    driver.open();
    driver.store(VirtioDriver.STATUS, 0);
    driver.store(VirtioDriver.STATUS, 11);
    driver.openQueue(
        TRANSMIT,
        VirtioDriver.SIZE,
        VirtioDriver.DESCRIPTORS + 0x100,
        VirtioDriver.AVAILABLE + 0x100,
        VirtioDriver.USED + 0x100);
    driver.store(VirtioDriver.STATUS, 15);
    driver.send(TRANSMIT, 0, withHeader(frame(60), 10));
    assertArrayEquals(frame(60), sent.get(0));
  }
}
