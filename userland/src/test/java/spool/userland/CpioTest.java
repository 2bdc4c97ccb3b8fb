package spool.userland;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CpioTest {
  private static final byte[] ARCHIVE =
      Cpio.write(
          List.of(
              Cpio.Entry.folder("bin", 0755),
              Cpio.Entry.file("bin/tool", 0755, "12345".getBytes(US_ASCII))));

  @Test
  void headerIsNewc() {
    String text = new String(ARCHIVE, US_ASCII);
    assertEquals("070701" + "00000001" + "000041ED", text.substring(0, 22));
    assertEquals(0, ARCHIVE.length % 4);
  }

  @Test
  void secondEntryBeginsAtAMultipleOfFour() {
    String text = new String(ARCHIVE, US_ASCII);
    int second = text.indexOf("070701", 1);
    assertEquals(116, second); // 110 of the header, "bin" and its zero, padded.
    assertEquals("00000005", text.substring(second + 6 + 6 * 8, second + 6 + 7 * 8));
    assertEquals("12345", text.substring(second + 110 + 10, second + 110 + 15));
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    List<Cpio.Entry> entries = Cpio.read(() -> new ByteArrayInputStream(ARCHIVE));
    assertEquals(List.of("bin", "bin/tool"), entries.stream().map(Cpio.Entry::path).toList());
    assertEquals(0100755, entries.get(1).mode());
    assertEquals("12345", US_ASCII.decode(entries.get(1).contents()).toString());
    assertEquals(true, entries.get(0).isFolder());
  }

  @Test
  void truncatedArchiveIsRefused() {
    for (int length = 0; length < ARCHIVE.length - 4; length += 7) {
      byte[] part = Arrays.copyOf(ARCHIVE, length);
      assertThrows(
          IllegalArgumentException.class, () -> Cpio.read(() -> new ByteArrayInputStream(part)));
    }
  }

  @Test
  void otherFormatIsRefused() {
    byte[] zeros = new byte[512];
    assertThrows(
        IllegalArgumentException.class, () -> Cpio.read(() -> new ByteArrayInputStream(zeros)));
  }
}
