package spool.tools.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers as text, the same in every run and every country.
public final class Decimal {
  private static final int DECIMALS = 6;
  private static final double CYCLES_PER_MILLISECOND = 1e6;

  private Decimal() {}

  /// Rounded to six decimals, without those that are zero.
  public static String plain(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /// With so many decimals.
  public static String fixed(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /// A share of 0 to 1 as a percentage.
  static String percent(double share) {
    return fixed(share * 100, 1) + "%";
  }

  /// Cycles as milliseconds, to the microsecond.
  static String milliseconds(long cycles) {
    return milliseconds((double) cycles);
  }

  /// Cycles as milliseconds, to the microsecond.
  static String milliseconds(double cycles) {
    return fixed(cycles / CYCLES_PER_MILLISECOND, 3);
  }
}
