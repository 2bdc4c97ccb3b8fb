package spool.tools.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;
import java.util.List;
import spool.emulator.device.TapeImage;

/// A deck of cards (`docs/decks.md`): lines of at most 80 columns.
///
/// @param name what messages call it
/// @param cards the lines, without their ends
public record Deck(String name, List<String> cards) {
  private static final int COLUMNS = 80;
  private static final int CARDS_PER_BLOCK = 10;

  /// A deck of `cards`. Throws [IllegalArgumentException] with one line for the user if one of them
  /// is no card.
  public Deck {
    cards = List.copyOf(cards);
    for (int number = 1; number <= cards.size(); number++) {
      check(name + ":" + number, cards.get(number - 1));
    }
  }

  private static void check(String place, String card) {
    if (card.length() > COLUMNS) {
      throw new IllegalArgumentException(
          "%s: a card of %d columns; cards have %d".formatted(place, card.length(), COLUMNS));
    }
    if (card.chars().anyMatch(each -> each < ' ' || each > 0xff)) {
      throw new IllegalArgumentException(
          place + ": a card with a character that cannot be punched (a tab, for example)");
    }
  }

  /// The deck in the text `text`, whose lines may end as on any host.
  public static Deck of(String name, String text) {
    return new Deck(name, text.lines().toList());
  }

  /// The deck on a tape: cards of 80 bytes, ten to a block, and a tape mark.
  public TapeImage tape() {
    TapeImage tape = TapeImage.blank();
    for (int first = 0; first < cards.size(); first += CARDS_PER_BLOCK) {
      tape.write(block(cards.subList(first, Math.min(first + CARDS_PER_BLOCK, cards.size()))));
    }
    tape.writeMark();
    tape.rewind();
    return tape;
  }

  private static byte[] block(List<String> cards) {
    byte[] block = new byte[cards.size() * COLUMNS];
    Arrays.fill(block, (byte) ' ');
    for (int card = 0; card < cards.size(); card++) {
      byte[] columns = cards.get(card).getBytes(ISO_8859_1);
      System.arraycopy(columns, 0, block, card * COLUMNS, columns.length);
    }
    return block;
  }
}
