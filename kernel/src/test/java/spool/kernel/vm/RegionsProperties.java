package spool.kernel.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.abi.Errno;

/// Regions against an array of pages.
class RegionsProperties {
  private static final int PAGES = 32;
  private static final long PAGE = Frames.BYTES;
  private static final long FLOOR = 0x10_0000;
  private static final long CEILING = FLOOR + PAGES * PAGE;
  private static final Backing ANONYMOUS = Backing.anonymous(Label.NONE);

  /// Takes the highest gap of `count` pages, or frees as many from `page` on.
  record Step(boolean adds, int page, int count, int protection) {}

  @Property(tries = 300)
  void theHighestGapIsFoundWhateverWentBefore(@ForAll("steps") List<Step> steps) {
    Regions regions = new Regions((object, page) -> {}, new Quota(1000, Errno.ENOMEM));
    boolean[] taken = new boolean[PAGES];
    for (Step step : steps) {
      if (step.adds) {
        OptionalLong expected = highestGap(taken, step.count);
        assertEquals(expected, regions.highestGap(step.count * PAGE, FLOOR, CEILING));
        expected.ifPresent(start -> add(regions, taken, start, step));
      } else {
        int end = Math.min(PAGES, step.page + step.count);
        regions.remove(FLOOR + step.page * PAGE, FLOOR + end * PAGE);
        mark(taken, step.page, end, false);
      }
      check(regions, taken);
    }
  }

  private static void add(Regions regions, boolean[] taken, long start, Step step) {
    long end = start + step.count * PAGE;
    regions.add(new Region(start, end, new Protection(step.protection), ANONYMOUS));
    int first = (int) ((start - FLOOR) / PAGE);
    mark(taken, first, first + step.count, true);
  }

  private static void mark(boolean[] taken, int from, int to, boolean value) {
    for (int page = from; page < to; page++) {
      taken[page] = value;
    }
  }

  private static OptionalLong highestGap(boolean[] taken, int count) {
    for (int first = PAGES - count; first >= 0; first--) {
      boolean free = true;
      for (int page = first; page < first + count; page++) {
        free &= !taken[page];
      }
      if (free) {
        return OptionalLong.of(FLOOR + first * PAGE);
      }
    }
    return OptionalLong.empty();
  }

  private static void check(Regions regions, boolean[] taken) {
    long bytes = 0;
    for (int page = 0; page < PAGES; page++) {
      assertEquals(taken[page], regions.at(FLOOR + page * PAGE + 5).isPresent());
      bytes += taken[page] ? PAGE : 0;
    }
    assertEquals(bytes, regions.bytes());
    for (Region region : regions.all()) {
      assertFalse(regions.at(region.end()).filter(region::isContinuedBy).isPresent());
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.of(true, true, false),
            Arbitraries.integers().between(0, PAGES - 1),
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 1))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }
}
