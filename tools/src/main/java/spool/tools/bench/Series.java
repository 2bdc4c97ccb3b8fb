package spool.tools.bench;

import java.util.Arrays;
import java.util.List;

/// What one thing measured in each round, in the order of the rounds; there is at least one.
record Series(List<Double> values) {
  Series {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a series needs a value");
    }
  }

  static Series of(double... values) {
    return new Series(Arrays.stream(values).boxed().toList());
  }

  /// The value in the middle, or the mean of the two there.
  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /// How far the values lie apart, as a share of the median.
  double spread() {
    return median() == 0 ? 0 : (most() - least()) / median();
  }

  /// All values times a factor.
  Series times(double factor) {
    return new Series(values.stream().map(value -> value * factor).toList());
  }

  /// The mean of ratios: the root of their product.
  ///
  /// @param ratios at least one, all above zero
  static double geometricMean(List<Double> ratios) {
    if (ratios.isEmpty()) {
      throw new IllegalArgumentException("there is no mean of nothing");
    }
    double logarithms = ratios.stream().mapToDouble(Math::log).sum();
    return Math.exp(logarithms / ratios.size());
  }
}
