package spool.tools.tape;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/// Text as punched cards, one line on each: 80 columns, filled up with blanks.
public final class Cards {
  /// Columns of a card.
  public static final int COLUMNS = 80;

  private Cards() {}

  /// The cards of `text`, one after another.
  ///
  /// @param name what a message calls the text
  /// @throws IOException naming the line that does not fit on a card
  public static byte[] punch(String name, byte[] text) throws IOException {
    ByteArrayOutputStream deck = new ByteArrayOutputStream();
    int line = 0;
    for (int start = 0; start < text.length; ) {
      int end = endOfLine(text, start);
      line++;
      deck.write(card(name, line, text, start, end));
      start = end + 1;
    }
    return deck.toByteArray();
  }

  private static int endOfLine(byte[] text, int start) {
    int end = start;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    return end;
  }

  private static byte[] card(String name, int line, byte[] text, int start, int end)
      throws IOException {
    int length = end - start - (end > start && text[end - 1] == '\r' ? 1 : 0);
    if (length > COLUMNS) {
      throw new IOException(
          "%s: line %d has %d columns, a card has %d".formatted(name, line, length, COLUMNS));
    }
    byte[] card = new byte[COLUMNS];
    Arrays.fill(card, (byte) ' ');
    System.arraycopy(text, start, card, 0, length);
    return card;
  }

  /// The text on `deck`: a line for each card, without the blanks at its end.
  public static byte[] read(byte[] deck) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int start = 0; start < deck.length; start += COLUMNS) {
      int end = Math.min(start + COLUMNS, deck.length);
      while (end > start && deck[end - 1] == ' ') {
        end--;
      }
      text.write(deck, start, end - start);
      text.write('\n');
    }
    return text.toByteArray();
  }
}
