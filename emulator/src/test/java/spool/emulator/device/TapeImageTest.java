package spool.emulator.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.emulator.device.TapeImage.Kind.BAD_RECORD;
import static spool.emulator.device.TapeImage.Kind.RECORD;
import static spool.emulator.device.TapeImage.Kind.TAPE_MARK;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The format against images written by hand from its specification.
class TapeImageTest {
  private static final String ABC = "03000000 61626300 03000000";
  private static final String MARK = "00000000";
  private static final String GAP = "feffffff";
  private static final String END = "ffffffff";

  private static byte[] bytes(String... parts) {
    return HexFormat.of().parseHex(String.join("", parts).replace(" ", ""));
  }

  private static TapeImage image(String... parts) {
    return TapeImage.of(bytes(parts));
  }

  private static List<TapeImage.Kind> kinds(TapeImage image) {
    return image.items().stream().map(TapeImage.Item::kind).toList();
  }

  @Test
  void recordsAndMarksAsTheSpecificationHasThem() {
    TapeImage image = image(ABC, MARK, "02000000 7879 02000000", MARK, MARK);
    assertEquals(List.of(RECORD, TAPE_MARK, RECORD, TAPE_MARK, TAPE_MARK), kinds(image));
    assertArrayEquals(new byte[] {'a', 'b', 'c'}, image.data(image.items().get(0)));
    assertArrayEquals(new byte[] {'x', 'y'}, image.data(image.items().get(2)));
    assertTrue(image.damage().isEmpty());
  }

  @Test
  void writesWhatTheSpecificationHas() {
    TapeImage image = TapeImage.blank();
    image.write(new byte[] {'a', 'b', 'c'});
    image.writeMark();
    assertArrayEquals(bytes(ABC, MARK), image.bytes());
    assertTrue(image.isChanged());
  }

  @Test
  void nothingIsBehindTheEndOfTheMedium() {
    TapeImage image = image(ABC, END, "01");
    assertEquals(List.of(RECORD), kinds(image));
    assertTrue(image.damage().isEmpty());
    assertFalse(image.isAtDamage());
    assertArrayEquals(bytes(ABC, END, "01"), image.bytes());
  }

  @Test
  void gapsAndPrivateObjectsAreNotSeen() {
    String privateRecord = "02000010 7070 02000010";
    String description = "020000e0 7070 020000e0";
    TapeImage image = image(GAP, GAP, ABC, privateRecord, "01000070", description, "010000f0");
    assertEquals(List.of(RECORD), kinds(image));
    assertTrue(image.damage().isEmpty());
    assertEquals(List.of(RECORD, TAPE_MARK), kinds(image(ABC, "fffffeff ffff", MARK)));
  }

  @Test
  void aRecordCanBeKnownToBeBad() {
    TapeImage image = image("03000080 61626300 03000080", MARK);
    assertEquals(List.of(BAD_RECORD, TAPE_MARK), kinds(image));
    assertEquals(3, image.items().getFirst().length());
  }

  @Test
  void damageIsFoundWhereItIs() {
    assertDamage(12, "bytes that are no record", ABC, "0000");
    assertDamage(12, "2 bytes of which 1 are there", ABC, "02000000 61");
    assertDamage(12, "of which 0 are there", ABC, "ffffff0f");
    assertDamage(0, "lengths differ, 3 before and 4 behind", "03000000 61626300 04000000");
    assertDamage(12, "lengths differ", ABC, "03000000 61626300 03000080");
  }

  private static void assertDamage(int offset, String reason, String... parts) {
    TapeImage image = image(parts);
    TapeImage.Damage damage = image.damage().orElseThrow();
    assertEquals(offset, damage.offset());
    assertTrue(damage.reason().contains(reason), damage.reason());
    assertEquals(offset == 0, image.isAtDamage());
    assertArrayEquals(bytes(parts), image.bytes());
  }

  @Test
  void writingErasesWhatIsBehind() {
    TapeImage image = image(ABC, GAP, ABC, MARK, "0000");
    image.forward();
    image.writeMark();
    assertArrayEquals(bytes(ABC, MARK), image.bytes());
    assertTrue(image.damage().isEmpty());
    image.backward();
    image.erase();
    assertArrayEquals(bytes(ABC), image.bytes());
    image.rewind();
    image.erase();
    assertEquals(0, image.bytes().length);
  }

  @Test
  void knowsWhereTheHeadIs() {
    TapeImage image = image(ABC, MARK, ABC, ABC, MARK);
    assertEquals(List.of(0, 0, 0), List.of(image.position(), image.files(), image.blocks()));
    for (int count = 0; count < 4; count++) {
      image.forward();
    }
    assertEquals(List.of(4, 1, 2), List.of(image.position(), image.files(), image.blocks()));
    image.forward();
    assertEquals(List.of(5, 2, 0), List.of(image.position(), image.files(), image.blocks()));
  }

  @Test
  void refusesRecordsThatNoTapeHas() {
    TapeImage image = TapeImage.blank();
    assertThrows(IllegalArgumentException.class, () -> image.write(new byte[0]));
    byte[] tooLong = new byte[TapeImage.MOST_BYTES + 1];
    assertThrows(IllegalArgumentException.class, () -> image.write(tooLong));
    assertFalse(image.isChanged());
  }
}
