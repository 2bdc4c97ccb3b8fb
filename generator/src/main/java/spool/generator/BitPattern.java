package spool.generator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An encoding as `bits` of `@Insn` and `@Compressed` writes it.
final class BitPattern {
  private static final Pattern LITERAL = Pattern.compile("[01]+");
  private static final Pattern IGNORED = Pattern.compile("_(\\d+)_");
  private static final Pattern FIELD =
      Pattern.compile("(?<names>[a-z0-9'=]+)(\\[(?<ranges>[0-9:|]+)])?(?<forbidden>(!\\d+)*)");

  private final String text;
  private final int length;
  private final Map<String, Operand> operands = new LinkedHashMap<>();
  private int mask;
  private int match;
  private int position;

  /// Parses `text`, most significant field first, which must fill `length` bits.
  BitPattern(String text, int length) {
    this.text = text;
    this.length = length;
    position = length;
    for (String token : text.split(" ", -1)) {
      parse(token);
    }
    if (position != 0) {
      throw new DescriptionError(
          "bits '" + text + "' are not " + length + " but " + position + " short");
    }
  }

  /// The number of bits, 16 or 32.
  int length() {
    return length;
  }

  /// Which bits are fixed.
  int mask() {
    return mask;
  }

  /// The values of the fixed bits.
  int match() {
    return match;
  }

  /// The named fields, most significant first.
  List<Operand> operands() {
    return List.copyOf(operands.values());
  }

  Optional<Operand> operand(String name) {
    return Optional.ofNullable(operands.get(name));
  }

  /// Whether some word fits both patterns, as far as fixed bits tell.
  boolean overlaps(BitPattern other) {
    int common = mask & other.mask;
    return length == other.length && (match & common) == (other.match & common);
  }

  private void parse(String token) {
    Matcher ignored = IGNORED.matcher(token);
    Matcher field = FIELD.matcher(token);
    if (LITERAL.matcher(token).matches()) {
      literal(token);
    } else if (ignored.matches()) {
      position -= Integer.parseInt(ignored.group(1));
    } else if (field.matches()) {
      field(field);
    } else {
      throw new DescriptionError("unreadable field '" + token + "' in '" + text + "'");
    }
  }

  private void literal(String digits) {
    position -= digits.length();
    mask |= (int) ((1L << digits.length()) - 1) << position;
    match |= Integer.parseUnsignedInt(digits, 2) << position;
  }

  private void field(Matcher field) {
    List<String> names = List.of(field.group("names").split("=", -1));
    String ranges = field.group("ranges");
    int end = position;
    for (String name : names) {
      position = end;
      Operand operand = operand(name, names.size());
      place(operand, ranges == null ? impliedRange(name) : ranges);
      for (String value : field.group("forbidden").split("!", -1)) {
        if (!value.isEmpty()) {
          operand.forbid(Integer.parseInt(value));
        }
      }
    }
  }

  private Operand operand(String name, int namesInField) {
    boolean shortRegister = name.endsWith("'");
    String plain = name.replace("'", "");
    if (namesInField > 1 && operands.containsKey(plain)) {
      throw new DescriptionError("'" + plain + "' occurs twice in '" + text + "'");
    }
    return operands.computeIfAbsent(plain, key -> new Operand(key, shortRegister));
  }

  private static String impliedRange(String name) {
    if (name.equals("aq") || name.equals("rl")) {
      return "0";
    }
    return name.endsWith("'") ? "2:0" : "4:0";
  }

  private void place(Operand operand, String ranges) {
    for (String range : ranges.split("\\|", -1)) {
      String[] ends = range.split(":", -1);
      int high = Integer.parseInt(ends[0]);
      int low = Integer.parseInt(ends[ends.length - 1]);
      position -= high - low + 1;
      operand.add(new Operand.Segment(position, high - low + 1, low));
    }
  }
}
