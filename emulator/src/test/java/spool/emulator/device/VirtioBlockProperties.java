package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// What the disk owes to a driver that means no good.
class VirtioBlockProperties {
  /// Words that a driver might write into a queue, likely and unlikely ones.
  record Store(int place, long value) {}

  @Provide
  Arbitrary<Store> stores() {
    Arbitrary<Long> values =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 20),
            Arbitraries.longs().between(BlockDriver.RAM, BlockDriver.RAM + 0x9000),
            Arbitraries.longs());
    return Combinators.combine(Arbitraries.integers().between(0, 0x200), values).as(Store::new);
  }

  /// The device neither throws nor runs on for ever, and works again after a reset.
  @Property(tries = 500)
  void garbageInTheQueueNeverHurtsTheDevice(
      @ForAll @Size(max = 40) List<@From("stores") Store> stores) {
    MemoryImage image = new MemoryImage(1 << 16);
    BlockDriver driver = new BlockDriver(image, new FlatTiming(1000, 10));
    driver.start();
    driver.request(0, BlockDriver.IN, 0, 512);
    for (Store store : stores) {
      int place = store.place();
      if (place < 0x100) {
        driver.memory.store16(BlockDriver.DESCRIPTORS + place / 2 * 2L, (short) store.value());
      } else if (place < 0x180) {
        driver.memory.store64(BlockDriver.DESCRIPTORS + place % 0x80 / 8 * 8L, store.value());
      } else if (place < 0x1a0) {
        driver.memory.store16(BlockDriver.AVAILABLE + place % 0x20 / 2 * 2L, (short) store.value());
      } else {
        driver.store(place % 0x80 / 4 * 4, store.value());
      }
      driver.notifyDevice();
      driver.time.advanceTo(driver.time.now() + 5000);
    }
    driver.start();
    assertEquals(0, driver.perform(BlockDriver.IN, 0, 512));
  }
}
