package spool.tools.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import spool.emulator.device.TapeImage;

class DeckTest {
  @Test
  void cardsAreOnTheTapeTenToABlock() {
    List<String> cards = IntStream.range(0, 12).mapToObj(number -> "card " + number).toList();
    TapeImage tape = new Deck("deck", cards).tape();
    List<TapeImage.Item> items = tape.items();
    assertEquals(
        List.of(TapeImage.Kind.RECORD, TapeImage.Kind.RECORD, TapeImage.Kind.TAPE_MARK),
        items.stream().map(TapeImage.Item::kind).toList());
    assertEquals(List.of(800, 160, 0), items.stream().map(TapeImage.Item::length).toList());
    String last = new String(tape.data(items.get(1)), ISO_8859_1);
    assertEquals("card 11" + " ".repeat(73), last.substring(80));
    assertEquals(0, tape.position());
  }

  @Test
  void linesMayEndAsOnAnyHost() {
    assertEquals(List.of("a", "", "b"), Deck.of("deck", "a\r\n\nb").cards());
  }

  @Test
  void aLineThatIsNoCardIsNamed() {
    assertEquals(1, new Deck("deck", List.of("x".repeat(80))).cards().size());
    assertEquals(
        "my.job:2: a card of 81 columns; cards have 80", messageOf("a\n" + "x".repeat(81)));
    assertEquals(
        "my.job:1: a card with a character that cannot be punched (a tab, for example)",
        messageOf("$RUN\techo"));
  }

  private static String messageOf(String text) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> Deck.of("my.job", text));
    return String.valueOf(failure.getMessage());
  }
}
