package spool.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;

class SeriesProperties {
  private static final double NEAR = 1e-9;

  @Example
  void theMedianOfThreeIsTheMiddleOneAndOfFourTheMeanOfTwo() {
    assertEquals(2, Series.of(9, 1, 2).median());
    assertEquals(2.5, Series.of(9, 1, 2, 3).median());
    assertEquals(7, Series.of(7).median());
  }

  @Example
  void theSpreadIsAShareOfTheMedian() {
    assertEquals(0.5, Series.of(8, 10, 13).spread());
    assertEquals(0, Series.of(4).spread());
  }

  @Example
  void theGeometricMeanOfAHalfAndTwoIsOne() {
    assertEquals(1, Series.geometricMean(List.of(0.5, 2.0)), NEAR);
    assertEquals(6, Series.geometricMean(List.of(4.0, 9.0)), NEAR);
  }

  @Example
  void nothingHasNoMean() {
    assertThrows(IllegalArgumentException.class, () -> new Series(List.of()));
    assertThrows(IllegalArgumentException.class, () -> Series.geometricMean(List.of()));
  }

  @Property
  void atLeastHalfOfTheValuesAreOnEachSideOfTheMedian(
      @ForAll @NotEmpty List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    double median = new Series(values).median();
    assertTrue(2 * values.stream().filter(value -> value <= median).count() >= values.size());
    assertTrue(2 * values.stream().filter(value -> value >= median).count() >= values.size());
  }

  @Property
  void theOrderOfTheRoundsDoesNotMatter(
      @ForAll @NotEmpty List<@DoubleRange(min = 0.01, max = 1e6) Double> values,
      @ForAll Random random) {
    List<Double> shuffled = new ArrayList<>(values);
    Collections.shuffle(shuffled, random);
    assertEquals(new Series(values).median(), new Series(shuffled).median());
    assertEquals(new Series(values).spread(), new Series(shuffled).spread());
  }

  @Property
  void theMeanOfInverseRatiosIsTheInverseOfTheMean(
      @ForAll @NotEmpty List<@DoubleRange(min = 0.01, max = 100) Double> ratios) {
    double mean = Series.geometricMean(ratios);
    double inverse = Series.geometricMean(ratios.stream().map(ratio -> 1 / ratio).toList());
    assertEquals(1, mean * inverse, NEAR);
  }
}
