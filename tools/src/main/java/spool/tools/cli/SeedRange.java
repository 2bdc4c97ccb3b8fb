package spool.tools.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Some seeds in a row, both ends included.
record SeedRange(long first, long last) {
  private static final int MOST = 1_000_000;

  /// The seeds in order.
  LongStream stream() {
    return LongStream.rangeClosed(first, last);
  }

  /// Reads `FIRST..LAST`, or one seed.
  static final class Converter implements ITypeConverter<SeedRange> {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})(?:\\.\\.([0-9]{1,18}))?");

    @Override
    public SeedRange convert(String value) {
      Matcher matcher = RANGE.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + value + "' is no range; write it as 0..99");
      }
      long first = Long.parseLong(matcher.group(1));
      long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
      if (last < first || last - first >= MOST) {
        throw new TypeConversionException(
            "'" + value + "' has no seed in it, or more than " + MOST);
      }
      return new SeedRange(first, last);
    }
  }
}
