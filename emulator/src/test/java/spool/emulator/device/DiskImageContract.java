package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// What every image owes: it is an array of sectors.
abstract class DiskImageContract {
  private static final int SECTORS = 400;

  /// An image of `sectors` sectors of zeros.
  abstract DiskImage image(int sectors) throws IOException;

  record Write(int sector, int count, byte seed) {}

  @Provide
  Arbitrary<Write> writes() {
    return Combinators.combine(
            Arbitraries.integers().between(0, SECTORS - 1),
            Arbitraries.integers().between(1, 200),
            Arbitraries.bytes())
        .as((sector, count, seed) -> new Write(sector, Math.min(count, SECTORS - sector), seed));
  }

  @Property(tries = 50)
  void holdsWhatWasWrittenLast(@ForAll @Size(max = 10) List<@From("writes") Write> writes)
      throws IOException {
    DiskImage image = image(SECTORS);
    assertEquals(SECTORS, image.sectors());
    byte[] model = new byte[SECTORS * 512];
    for (Write write : writes) {
      int from = write.sector * 512;
      int length = write.count * 512;
      for (int index = 0; index < length; index++) {
        model[from + index] = (byte) (write.seed + index);
      }
      image.write(write.sector, model, from, length);
    }
    image.flush();
    byte[] read = new byte[SECTORS * 512 + 2];
    image.read(0, read, 1, SECTORS * 512);
    byte[] expected = new byte[SECTORS * 512 + 2];
    System.arraycopy(model, 0, expected, 1, model.length);
    assertArrayEquals(expected, read);
  }
}
