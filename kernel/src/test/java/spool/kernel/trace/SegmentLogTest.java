package spool.kernel.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of short segments when a log is coarsened.
class SegmentLogTest {
  private final SegmentLog<String> log = new SegmentLog<>();

  private List<String> segments() {
    List<String> segments = new ArrayList<>();
    log.visit(100, (from, to, value) -> segments.add(from + "-" + to + " " + value));
    return segments;
  }

  private void append(String values, long... starts) {
    for (int index = 0; index < starts.length; index++) {
      log.append(starts[index], values.substring(index, index + 1));
    }
  }

  @Test
  void shortOnesBeforeALongOneAreASegmentWithTheLongestValue() {
    append("abcd", 0, 30, 33, 35);
    log.append(80, "e");
    log.coarsen(10);
    assertEquals(List.of("0-30 a", "30-35 b", "35-80 d", "80-100 e"), segments());
  }

  @Test
  void shortOnesBeforeTheLastAreASegmentToo() {
    append("abcd", 0, 30, 32, 35);
    log.coarsen(10);
    assertEquals(List.of("0-30 a", "30-35 c", "35-100 d"), segments());
  }

  @Test
  void manyShortOnesAreSegmentsOfAboutTheGrain() {
    append("ababababz", 0, 3, 5, 8, 10, 13, 15, 18, 20);
    log.coarsen(10);
    assertEquals(List.of("0-20 a", "20-100 z"), segments());
  }
}
