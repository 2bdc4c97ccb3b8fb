package spool.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// A named field of an encoding, whose bits may be scattered.
final class Operand {
  /// `width` bits at `position` of the encoding that are the bits from `low` on of the value.
  record Segment(int position, int width, int low) {
    int high() {
      return low + width - 1;
    }

    String expression() {
      int mask = (1 << width) - 1;
      return shifted("bits >>> %d & 0x%x".formatted(position, mask));
    }

    /// The same, with copies of the highest bit above it.
    String signedExpression() {
      return shifted("bits << %d >> %d".formatted(32 - position - width, 32 - width));
    }

    private String shifted(String value) {
      return low == 0 ? "(" + value + ")" : "(" + value + ") << " + low;
    }
  }

  private final String name;
  private final boolean shortRegister;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Integer> forbidden = new ArrayList<>();

  /// An operand without bits yet. A `shortRegister` counts from register 8 on.
  Operand(String name, boolean shortRegister) {
    this.name = name;
    this.shortRegister = shortRegister;
  }

  String name() {
    return name;
  }

  void add(Segment segment) {
    segments.add(segment);
  }

  void forbid(int value) {
    forbidden.add(value);
  }

  List<Integer> forbidden() {
    return List.copyOf(forbidden);
  }

  /// The lowest bit of the value that the encoding holds.
  int lowestBit() {
    return segments.stream().mapToInt(Segment::low).min().orElseThrow();
  }

  /// The number of bits of the value.
  int width() {
    return segments.stream().mapToInt(Segment::high).max().orElseThrow() + 1;
  }

  /// Java that extracts the value from an `int bits`.
  String expression(boolean signed) {
    Segment top = segments.stream().max(Comparator.comparingInt(Segment::high)).orElseThrow();
    String value =
        segments.stream()
            .map(s -> signed && s.equals(top) ? s.signedExpression() : s.expression())
            .collect(Collectors.joining(" | "));
    return shortRegister ? value + " | 8" : value;
  }
}
