package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VirtioEntropyTest {
  private long next = 0x0807_0605_0403_0201L;
  private final VirtioDriver driver =
      new VirtioDriver(1, (memory, time, line) -> new VirtioEntropy(memory, line, () -> next++));

  @Test
  void fillsBuffersWithItsNumbers() {
    driver.start();
    driver.offer(0, 0, 11);
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 2, 2, 3, 0}, driver.content(0, 0, 12));
    assertEquals(11, driver.usedElement(0, 0, 4));
    assertTrue(driver.wire.raised);
  }

  @Test
  void aLargeBufferGetsAPart() {
    driver.start();
    driver.descriptor(0, 0, VirtioDriver.DATA, 0x8000, VirtioDriver.WRITE, 0);
    driver.makeAvailable(0, 0);
    driver.notifyDevice(0);
    assertEquals(4096, driver.usedElement(0, 0, 4));
  }

  @Test
  void aBufferThatCannotBeWrittenGetsNothing() {
    driver.start();
    driver.send(0, 0, new byte[8]);
    assertEquals(1, driver.used(0));
    assertEquals(0, driver.usedElement(0, 0, 4));
  }
}
