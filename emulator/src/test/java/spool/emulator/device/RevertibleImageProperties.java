package spool.emulator.device;

import static java.util.Collections.reverseOrder;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.state.StateReader;
import spool.emulator.state.StateWriter;
import spool.emulator.state.Stateful;

/// What was written after a state was saved is gone when it is restored.
class RevertibleImageProperties {
  private static final int SECTORS = 8;

  private final MemoryImage below = new MemoryImage(SECTORS * DiskImage.SECTOR_BYTES);

  private byte[] contents() {
    byte[] bytes = new byte[SECTORS * DiskImage.SECTOR_BYTES];
    below.read(0, bytes, 0, bytes.length);
    return bytes;
  }

  private static void write(RevertibleImage image, int choice) throws IOException {
    byte[] bytes = new byte[(1 + choice % 3) * DiskImage.SECTOR_BYTES];
    Arrays.fill(bytes, (byte) choice);
    image.write(choice / 3 % (SECTORS - 2), bytes, 0, bytes.length);
  }

  @Property(tries = 200)
  void theContentsGoBack(
      @ForAll @Size(max = 30) List<@IntRange(max = 255) Integer> writes,
      @ForAll @Size(max = 5) List<@IntRange(max = 30) Integer> visits)
      throws IOException {
    RevertibleImage image = new RevertibleImage(below);
    write(image, 7);
    Stateful history = image.history();
    List<byte[]> states = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (int choice : writes) {
      note(history, states, contents);
      write(image, choice);
    }
    note(history, states, contents);
    List<Integer> places =
        visits.stream().map(visit -> visit % states.size()).sorted(reverseOrder()).toList();
    for (int place : places) {
      StateReader reader = new StateReader(states.get(place));
      history.exchange(reader);
      reader.finish();
      assertArrayEquals(contents.get(place), contents());
    }
  }

  private void note(Stateful history, List<byte[]> states, List<byte[]> contents) {
    StateWriter writer = new StateWriter();
    history.exchange(writer);
    states.add(writer.toBytes());
    contents.add(contents());
  }
}
