package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.Example;

class MemoryImageProperties extends DiskImageContract {
  @Override
  DiskImage image(int sectors) {
    return new MemoryImage(sectors * 512L);
  }

  @Example
  void takesMemoryForWhatWasWrittenAlone() {
    MemoryImage image = new MemoryImage(64L << 20);
    byte[] data = new byte[1024];
    image.read(70_000, data, 0, data.length);
    assertEquals(0, image.storedBytes());
    image.write(70_000, data, 0, data.length);
    assertEquals(65_536, image.storedBytes());
  }

  @Example
  void consistsOfWholeSectors() {
    assertThrows(IllegalArgumentException.class, () -> new MemoryImage(1000));
    assertThrows(IllegalArgumentException.class, () -> new MemoryImage(0));
  }
}
