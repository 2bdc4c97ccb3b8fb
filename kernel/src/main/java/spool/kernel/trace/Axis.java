package spool.kernel.trace;

import java.math.BigDecimal;
import java.util.stream.LongStream;

/// The ticks of a time axis from 0: at round times, and not too many.
///
/// @param step between two ticks, in cycles: 1, 2 or 5 times a power of ten
/// @param unit the name of the unit in which labels are written
/// @param unitCycles how many cycles that is
public record Axis(long step, String unit, long unitCycles) {
  private static final long THOUSAND = 1_000;
  private static final long SECOND = 1_000_000_000;

  /// An axis of `elapsed` cycles with at most `most` ticks behind the first.
  public static Axis of(long elapsed, int most) {
    long power = 1;
    while (elapsed / (10 * power) > most) {
      power *= 10;
    }
    long enough = power;
    long step =
        LongStream.of(1, 2, 5, 10)
            .map(factor -> factor * enough)
            .filter(each -> elapsed / each <= most)
            .findFirst()
            .orElseThrow();
    long cycles = cycles(elapsed);
    return new Axis(step, unit(cycles), cycles);
  }

  private static long cycles(long elapsed) {
    long cycles = 1;
    while (cycles < SECOND && elapsed >= THOUSAND * cycles) {
      cycles *= THOUSAND;
    }
    return cycles;
  }

  private static String unit(long cycles) {
    return switch ((int) cycles) {
      case 1 -> "ns";
      case 1_000 -> "µs";
      case 1_000_000 -> "ms";
      default -> "s";
    };
  }

  /// The times of the ticks up to `elapsed`.
  public LongStream ticks(long elapsed) {
    return LongStream.rangeClosed(0, elapsed / step).map(each -> each * step);
  }

  /// `time` in the unit, without needless digits and without the unit's name.
  public String label(long time) {
    BigDecimal value = BigDecimal.valueOf(time).divide(BigDecimal.valueOf(unitCycles));
    return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
  }
}
