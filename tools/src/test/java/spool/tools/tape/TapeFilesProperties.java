package spool.tools.tape;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.device.TapeImage;

class TapeFilesProperties {
  @Provide
  Arbitrary<String> line() {
    return Arbitraries.strings().withCharRange('!', '~').withChars(' ').ofMaxLength(80);
  }

  @Property
  void whatIsPackedIsUnpacked(
      @ForAll @Size(max = 6) List<@Size(min = 1, max = 300) byte[]> files,
      @ForAll @IntRange(min = 1, max = 100) int blockBytes) {
    TapeImage tape = TapeImage.of(TapeFiles.pack(files, blockBytes).bytes());
    assertTrue(tape.items().stream().allMatch(item -> item.length() <= blockBytes));
    List<byte[]> unpacked = TapeFiles.unpack(tape);
    assertEquals(files.size(), unpacked.size());
    for (int index = 0; index < files.size(); index++) {
      assertArrayEquals(files.get(index), unpacked.get(index));
    }
  }

  @Property
  void linesAreCardsAndBack(@ForAll @Size(max = 10) List<@From("line") String> lines)
      throws IOException {
    List<String> stripped = new ArrayList<>();
    lines.forEach(line -> stripped.add(line.stripTrailing() + "\n"));
    String text = String.join("", lines.stream().map(line -> line + "\n").toList());
    byte[] deck = Cards.punch("deck", text.getBytes(US_ASCII));
    assertEquals(80 * lines.size(), deck.length);
    assertEquals(String.join("", stripped), new String(Cards.read(deck), US_ASCII));
  }
}
