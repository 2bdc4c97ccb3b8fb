package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitMixTest {
  @Test
  void seedAndPurposeDecideTheStream() {
    assertEquals(SplitMix.of(7, "slice").next(), SplitMix.of(7, "slice").next());
    assertNotEquals(SplitMix.of(7, "slice").next(), SplitMix.of(8, "slice").next());
    assertNotEquals(SplitMix.of(7, "slice").next(), SplitMix.of(7, "uart").next());
  }

  @Test
  void boundedNumbersReachTheirWholeRangeAndNoMore() {
    var random = SplitMix.of(0, "test");
    long[] counts = new long[5];
    IntStream.range(0, 1000).forEach(draw -> counts[(int) random.below(5)]++);
    for (long count : counts) {
      assertTrue(count > 150 && count < 250, () -> "drawn " + count + " times");
    }
  }
}
