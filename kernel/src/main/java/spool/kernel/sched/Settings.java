package spool.kernel.sched;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;

/// The values of a policy's parameters, and the machine's random numbers for it.
public final class Settings {
  private final Map<String, String> values;
  private final LongUnaryOperator random;

  /// The values that were set, as text by name; `random` answers a number below its argument, and
  /// the same sequence in every run with one seed.
  public Settings(Map<String, String> values, LongUnaryOperator random) {
    this.values = new LinkedHashMap<>(values);
    this.random = random;
  }

  /// Every parameter at its standard, and random numbers that are the same for every seed.
  public static Settings standard() {
    return of(Map.of());
  }

  /// Some parameters set, and random numbers that are the same for every seed.
  public static Settings of(Map<String, String> values) {
    return new Settings(values, new SplittableRandom(0)::nextLong);
  }

  /// The values that were set, by name.
  public Map<String, String> values() {
    return Map.copyOf(values);
  }

  /// The value of a duration, in cycles.
  public long cycles(Parameter parameter) {
    return (Long) value(parameter);
  }

  /// The value of a count. Throws [IllegalArgumentException] unless it is between `least` and
  /// `most`.
  public int count(Parameter parameter, int least, int most) {
    long count = (Long) value(parameter);
    if (count < least || count > most) {
      throw new IllegalArgumentException(
          "%s=%d: not between %d and %d".formatted(parameter.name(), count, least, most));
    }
    return (int) count;
  }

  /// The value of a fraction.
  public double fraction(Parameter parameter) {
    return (Double) value(parameter);
  }

  /// Whether a switch is on.
  public boolean isOn(Parameter parameter) {
    return (Boolean) value(parameter);
  }

  private Object value(Parameter parameter) {
    return parameter.parse(values.getOrDefault(parameter.name(), parameter.standard()));
  }

  /// A random number from 0 to `bound` - 1.
  public long random(long bound) {
    return random.applyAsLong(bound);
  }
}
