package spool.emulator.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class StateFileProperties {
  private static byte[] written(Map<String, String> description, byte[][] frames, byte[] rest)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new StateFile(description, new MachineState(new SavedMemory(frames), rest)).write(out);
    return out.toByteArray();
  }

  /// A frame for each element, of zeros for a zero.
  private static byte[][] frames(List<Byte> values) {
    return values.stream().map(StateFileProperties::frame).toArray(byte[][]::new);
  }

  private static byte[] frame(byte value) {
    byte[] frame = new byte[SavedMemory.FRAME_BYTES];
    Arrays.fill(frame, value);
    return value == 0 ? SavedMemory.zeros() : frame;
  }

  private static byte[] small() throws IOException {
    return written(Map.of("harts", "2"), frames(List.of((byte) 0, (byte) 7)), new byte[] {1, 2});
  }

  @Property(tries = 100)
  void whatIsWrittenIsRead(
      @ForAll Map<String, String> description, @ForAll List<Byte> values, @ForAll byte[] rest)
      throws IOException {
    byte[][] frames = frames(values);
    StateFile read = StateFile.read(written(description, frames, rest));
    assertEquals(description, read.description());
    assertArrayEquals(rest, read.state().rest());
    assertEquals(frames.length, read.state().memory().frames());
    for (int frame = 0; frame < frames.length; frame++) {
      assertArrayEquals(frames[frame], read.state().memory().frame(frame));
    }
  }

  @Example
  void noByteCanBeAnother() throws IOException {
    byte[] bytes = small();
    for (int index = 0; index < bytes.length; index++) {
      byte[] damaged = bytes.clone();
      damaged[index] ^= (byte) (1 << index % Byte.SIZE);
      assertThrows(StateException.class, () -> StateFile.read(damaged), "byte " + index);
    }
  }

  @Example
  void noByteCanBeMissing() throws IOException {
    byte[] bytes = small();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThrows(StateException.class, () -> StateFile.read(cut), length + " bytes");
    }
  }

  @Example
  void anotherVersionIsNamed() throws IOException {
    byte[] bytes = small();
    bytes[11] = 9;
    StateException refused = assertThrows(StateException.class, () -> StateFile.read(bytes));
    assertEquals(
        "this is a saved machine of version 9, not " + StateFile.VERSION, refused.getMessage());
  }

  @Property(tries = 200)
  void garbageIsRefused(@ForAll byte[] bytes) {
    assertThrows(StateException.class, () -> StateFile.read(bytes));
  }
}
