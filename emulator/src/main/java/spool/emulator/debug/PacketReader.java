package spool.emulator.debug;

import java.util.Optional;

/// Takes the packets out of a stream of bytes (GDB manual, "Remote Protocol", "Overview"): `$`, the
/// text, `#` and two hexadecimal digits, which are the sum of the bytes of the text. In the text,
/// `}` stands before a byte that was changed so as not to look like one of these.
///
/// Whatever comes between packets and means nothing is passed over, so that the next packet is
/// understood after any garbage.
final class PacketReader {
  /// The longest packet that is taken.
  static final int MOST_BYTES = 1 << 16;

  private static final int BREAK = 3;
  private static final int CHANGED = 0x20;

  private enum State {
    BETWEEN,
    TEXT,
    ESCAPED,
    FIRST_DIGIT,
    SECOND_DIGIT
  }

  private final StringBuilder text = new StringBuilder();
  private State state = State.BETWEEN;
  private int sum;
  private int claimed;

  /// Takes the next byte, and answers what it completes.
  Optional<Received> accept(int value) {
    switch (state) {
      case BETWEEN -> {
        return between(value);
      }
      case TEXT -> text(value);
      case ESCAPED -> {
        sum += value;
        text.append((char) (value ^ CHANGED));
        state = State.TEXT;
      }
      case FIRST_DIGIT -> {
        claimed = Character.digit(value, 16) << 4;
        state = State.SECOND_DIGIT;
      }
      case SECOND_DIGIT -> {
        return Optional.of(complete(value));
      }
    }
    return text.length() > MOST_BYTES ? Optional.of(damaged()) : Optional.empty();
  }

  private Optional<Received> between(int value) {
    switch (value) {
      case '$' -> begin();
      case '-' -> {
        return Optional.of(new Received.Refused());
      }
      case BREAK -> {
        return Optional.of(new Received.Break());
      }
      default -> {}
    }
    return Optional.empty();
  }

  private void begin() {
    text.setLength(0);
    sum = 0;
    state = State.TEXT;
  }

  private void text(int value) {
    switch (value) {
      case '$' -> begin();
      case '#' -> state = State.FIRST_DIGIT;
      case '}' -> {
        sum += value;
        state = State.ESCAPED;
      }
      default -> {
        sum += value;
        text.append((char) value);
      }
    }
  }

  private Received complete(int value) {
    state = State.BETWEEN;
    int digit = Character.digit(value, 16);
    boolean whole = claimed >= 0 && digit >= 0 && (claimed | digit) == (sum & 0xff);
    return whole ? new Received.Packet(text.toString()) : new Received.Damaged();
  }

  private Received damaged() {
    text.setLength(0);
    state = State.BETWEEN;
    return new Received.Damaged();
  }
}
