package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spool.emulator.memory.BusError;

/// The disk against the rules of virtio 1.2.
class VirtioBlockTest {
  private static final long SECTORS = 100;

  private final MemoryImage image = new MemoryImage(SECTORS * 512);
  private final BlockDriver driver = new BlockDriver(image, new FlatTiming(1000, 10));

  private static byte[] pattern(int length) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (index * 7 + index / 512);
    }
    return bytes;
  }

  @Test
  void showsWhatItIs() {
    assertEquals(0x7472_6976, driver.load(0x000));
    assertEquals(2, driver.load(0x004));
    assertEquals(2, driver.load(0x008));
    assertEquals(0, driver.load(BlockDriver.STATUS));
    assertEquals(SECTORS, driver.device.load(0x100, 8));
    assertEquals(SECTORS, driver.device.load(0x100, 1));
    assertEquals(512, driver.device.load(0x114, 4));
    assertEquals(0, driver.device.load(0x180, 8));
    assertEquals(1 << 2 | 1 << 6 | 1 << 9, driver.load(0x010));
    assertEquals(256, driver.load(0x034));
    driver.store(0x030, 1);
    assertEquals(0, driver.load(0x034), "there is one queue");
  }

  @Test
  void controlRegistersAreWords() {
    assertThrows(BusError.class, () -> driver.device.load(0x000, 8));
    assertThrows(BusError.class, () -> driver.device.store(0x070, 1, 1));
    assertThrows(BusError.class, () -> driver.device.load(0x101, 4));
  }

  @Test
  void featuresThatWereNotOfferedAreRefused() {
    driver.store(BlockDriver.STATUS, 3);
    driver.store(0x024, 0);
    driver.store(0x020, 1);
    driver.store(BlockDriver.STATUS, 11);
    assertEquals(3, driver.load(BlockDriver.STATUS));
    driver.store(0x020, 1 << 9);
    driver.store(BlockDriver.STATUS, 11);
    assertEquals(11, driver.load(BlockDriver.STATUS));
  }

  @Test
  void writesAndReadsBack() throws IOException {
    driver.start();
    byte[] data = pattern(3 * 512);
    driver.memory.write(BlockDriver.DATA, data, 0, data.length);
    assertEquals(0, driver.perform(BlockDriver.OUT, 97, data.length));
    byte[] stored = new byte[data.length];
    image.read(97, stored, 0, stored.length);
    assertArrayEquals(data, stored);
    driver.memory.fill(BlockDriver.DATA, data.length, (byte) 0);
    assertEquals(0, driver.perform(BlockDriver.IN, 97, data.length));
    driver.memory.read(BlockDriver.DATA, stored, 0, stored.length);
    assertArrayEquals(data, stored);
    assertEquals(1, driver.usedElement(0, 4), "a write writes its status");
    assertEquals(data.length + 1, driver.usedElement(1, 4));
  }

  /// Section 2.6.4: a driver may cut a request as it likes.
  @Test
  void framingMeansNothing() {
    driver.start();
    byte[] data = pattern(512);
    driver.memory.write(BlockDriver.DATA, data, 0, data.length);
    driver.perform(BlockDriver.OUT, 5, 512);
    driver.memory.fill(BlockDriver.DATA, 1024, (byte) 0);
    driver.header(BlockDriver.HEADER, BlockDriver.IN, 5);
    driver.descriptor(0, BlockDriver.HEADER, 3, 1, 4);
    driver.descriptor(4, BlockDriver.HEADER + 3, 13, 1, 1);
    driver.descriptor(1, BlockDriver.DATA + 100, 100, 3, 7);
    driver.descriptor(7, BlockDriver.DATA + 600, 413, 2, 0);
    driver.makeAvailable(0);
    driver.notifyDevice();
    driver.time.advanceTo(driver.time.now() + 2000);
    byte[] read = new byte[1024];
    driver.memory.read(BlockDriver.DATA, read, 0, 1024);
    assertArrayEquals(Arrays.copyOf(data, 100), Arrays.copyOfRange(read, 100, 200));
    assertArrayEquals(Arrays.copyOfRange(data, 100, 512), Arrays.copyOfRange(read, 600, 1012));
    assertEquals(0, read[1012], "the status is the last writable byte");
    assertEquals(0, read[200]);
  }

  @Test
  void aRequestTakesTheTimeOfTheDiskAndThenInterrupts() {
    driver.start();
    driver.request(0, BlockDriver.IN, 0, 1024);
    driver.notifyDevice();
    driver.time.advanceTo(1019);
    assertFalse(driver.wire.raised);
    assertEquals(0, driver.used());
    driver.time.advanceTo(1020);
    assertTrue(driver.wire.raised);
    assertEquals(1, driver.load(BlockDriver.INTERRUPT_STATUS));
    driver.store(0x064, 1);
    assertFalse(driver.wire.raised);
    assertEquals(0, driver.load(BlockDriver.INTERRUPT_STATUS));
  }

  @Test
  void requestsAreServedOneAfterTheOther() {
    driver.start();
    driver.request(0, BlockDriver.IN, 0, 512);
    driver.request(1, BlockDriver.IN, 9, 512);
    driver.notifyDevice();
    driver.time.advanceTo(1010);
    assertEquals(1, driver.used());
    driver.time.advanceTo(2020);
    assertEquals(2, driver.used());
    assertEquals(0, driver.usedElement(0, 0));
    assertEquals(3, driver.usedElement(1, 0));
  }

  @Test
  void aDriverCanDoWithoutInterrupts() {
    driver.start();
    driver.memory.store16(BlockDriver.AVAILABLE, (short) 1);
    driver.perform(BlockDriver.IN, 0, 512);
    assertFalse(driver.wire.raised);
  }

  @Test
  void ringsGoRoundAndRound() {
    driver.start();
    for (int count = 0; count < 70_000; count++) {
      driver.request(count % 2, BlockDriver.FLUSH, 0, 512);
      driver.notifyDevice();
      driver.time.advanceTo(driver.time.now() + 1000);
    }
    assertEquals(70_000 & 0xffff, driver.used());
    assertFalse(driver.needsReset());
  }

  @Test
  void otherRequests() {
    driver.start();
    assertEquals(0, driver.perform(BlockDriver.FLUSH, 0, 512));
    assertEquals(0, driver.perform(BlockDriver.IDENTIFY, 0, 20));
    byte[] name = new byte[7];
    driver.memory.read(BlockDriver.DATA, name, 0, 7);
    assertArrayEquals(new byte[] {'a', ' ', 'n', 'a', 'm', 'e', 0}, name);
    assertEquals(2, driver.perform(99, 0, 512), "VIRTIO_BLK_S_UNSUPP");
  }

  @Test
  void impossibleTransfersFailAndNothingElse() {
    driver.start();
    assertEquals(1, driver.perform(BlockDriver.IN, SECTORS, 512));
    assertEquals(0, driver.usedElement(0, 4), "nothing in front of the status was written");
    assertEquals(1, driver.perform(BlockDriver.OUT, SECTORS - 1, 1024));
    assertEquals(1, driver.perform(BlockDriver.IN, -1, 512));
    assertEquals(1, driver.perform(BlockDriver.IN, Long.MAX_VALUE, 512));
    assertEquals(1, driver.perform(BlockDriver.IN, 0, 511));
    assertEquals(0, driver.perform(BlockDriver.IN, SECTORS - 1, 512));
    assertFalse(driver.needsReset());
  }

  @Test
  void whatCannotBeWrittenSaysSo() {
    BlockDriver reader = new BlockDriver(new Unwritable(), FlatTiming.STANDARD);
    assertEquals(1 << 5, reader.load(0x010) & 1 << 5, "VIRTIO_BLK_F_RO");
    reader.start();
    assertEquals(1, reader.perform(BlockDriver.OUT, 0, 512));
    assertEquals(1, reader.perform(BlockDriver.IN, 0, 512), "the host fails");
  }

  /// Read-only, and on a host that fails.
  private static final class Unwritable implements DiskImage {
    @Override
    public long sectors() {
      return 8;
    }

    @Override
    public boolean isReadOnly() {
      return true;
    }

    @Override
    public void read(long sector, byte[] target, int offset, int length) throws IOException {
      throw new IOException("the host fails");
    }

    @Override
    public void write(long sector, byte[] source, int offset, int length) {
      throw new AssertionError("written");
    }

    @Override
    public void flush() {}
  }

  static Stream<Named<Consumer<BlockDriver>>> malformed() {
    return Stream.of(
        chain("a chain that bites its tail", d -> d.descriptor(1, BlockDriver.DATA, 512, 3, 1)),
        chain("a descriptor that there is not", d -> d.descriptor(1, BlockDriver.DATA, 1, 3, 8)),
        chain("an address outside RAM", d -> d.descriptor(1, 0x1000, 512, 3, 2)),
        chain("the end of RAM", d -> d.descriptor(1, BlockDriver.RAM + (1 << 20) - 1, 512, 3, 2)),
        chain("an address beyond all", d -> d.descriptor(1, -1, 512, 3, 2)),
        chain("no bytes", d -> d.descriptor(1, BlockDriver.DATA, 0, 3, 2)),
        chain("four gigabytes", d -> d.descriptor(1, BlockDriver.DATA, 0xffff_ffffL, 3, 2)),
        chain("an indirect table", d -> d.descriptor(1, BlockDriver.DATA, 512, 4, 2)),
        chain("more than all RAM", VirtioBlockTest::enlarge),
        chain("reading after writing", VirtioBlockTest::readAfterWrite),
        chain("no room for a status", d -> d.descriptor(0, BlockDriver.HEADER, 16, 0, 0)),
        chain("half a header", d -> d.descriptor(0, BlockDriver.HEADER, 15, 1, 1)),
        chain("more chains than descriptors", d -> makeAvailableMany(d)),
        chain("a head that there is not", d -> d.makeAvailable(BlockDriver.SIZE)));
  }

  private static Named<Consumer<BlockDriver>> chain(String name, Consumer<BlockDriver> harm) {
    return Named.of(name, harm);
  }

  private static void readAfterWrite(BlockDriver driver) {
    driver.descriptor(2, BlockDriver.RESULT, 1, 1, 3);
    driver.descriptor(3, BlockDriver.RESULT, 1, 2, 0);
  }

  private static void enlarge(BlockDriver driver) {
    driver.descriptor(1, BlockDriver.RAM, BlockDriver.RAM_BYTES, 3, 2);
  }

  private static void makeAvailableMany(BlockDriver driver) {
    for (int count = 0; count < BlockDriver.SIZE; count++) {
      driver.makeAvailable(0);
    }
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void whatMakesNoSenseStopsTheDeviceUntilItsReset(Consumer<BlockDriver> harm) {
    driver.start();
    driver.request(0, BlockDriver.IN, 0, 512);
    harm.accept(driver);
    driver.notifyDevice();
    driver.time.advanceTo(driver.time.now() + 1_000_000);
    assertTrue(driver.needsReset());
    assertTrue((driver.load(BlockDriver.INTERRUPT_STATUS) & 2) != 0, "configuration change");
    assertTrue(driver.wire.raised);
    int used = driver.used();
    driver.request(0, BlockDriver.IN, 0, 512);
    driver.notifyDevice();
    driver.time.advanceTo(driver.time.now() + 1_000_000);
    assertEquals(used, driver.used(), "served after the failure");
    driver.start();
    assertFalse(driver.wire.raised);
    assertEquals(0, driver.perform(BlockDriver.IN, 0, 512));
  }

  @Test
  void queuesThatCannotBeAreRefused() {
    long[][] queues = {
      {0, 0x1000, 0x2000, 0x3000},
      {3, 0x1000, 0x2000, 0x3000},
      {512, 0x1000, 0x2000, 0x3000},
      {8, 0x1001, 0x2000, 0x3000},
      {8, 0x1000, 0x2001, 0x3000},
      {8, 0x1000, 0x2000, 0x3002},
      {8, BlockDriver.RAM_BYTES - 16, 0x2000, 0x3000},
      {8, 0x1000, BlockDriver.RAM_BYTES, 0x3000},
      {8, 0x1000, 0x2000, -16},
    };
    for (long[] queue : queues) {
      driver.store(BlockDriver.STATUS, 0);
      driver.store(BlockDriver.STATUS, 11);
      long ram = BlockDriver.RAM;
      driver.openQueue((int) queue[0], ram + queue[1], ram + queue[2], ram + queue[3]);
      assertTrue(driver.needsReset(), Arrays.toString(queue));
      assertEquals(0, driver.load(0x044));
    }
  }

  @Test
  void nothingIsTakenBeforeTheDriverIsReady() {
    driver.start();
    driver.store(BlockDriver.STATUS, 0);
    driver.store(BlockDriver.STATUS, 11);
    driver.openQueue(
        BlockDriver.SIZE, BlockDriver.DESCRIPTORS, BlockDriver.AVAILABLE, BlockDriver.USED);
    driver.request(0, BlockDriver.IN, 0, 512);
    driver.notifyDevice();
    driver.time.advanceTo(10_000);
    assertEquals(0, driver.used());
  }

  @Test
  void aResetGivesUpWhatIsUnderWay() {
    driver.start();
    driver.request(0, BlockDriver.OUT, 0, 512);
    driver.notifyDevice();
    driver.store(BlockDriver.STATUS, 0);
    driver.time.advanceTo(10_000);
    assertEquals(0, driver.used());
    assertEquals(0, image.storedBytes());
    driver.start();
    assertEquals(0, driver.perform(BlockDriver.IN, 0, 512));
  }
}
