package spool.kernel.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/// Whatever is taken and given back, in whatever order: no frame is handed out twice, every one can
/// be had, and a page that has no neighbours gets room for them while there is some.
final class FreeFramesProperties {
  @Property(tries = 500)
  void everyFrameIsHadOnce(
      @ForAll @IntRange(min = 1, max = 100) int total,
      @ForAll @Size(max = 300) List<@IntRange(max = 1000) Integer> choices) {
    FreeFrames free = new FreeFrames(total);
    List<Integer> taken = new ArrayList<>();
    for (int choice : choices) {
      boolean gives = choice % 3 == 0 || free.count() == 0;
      if (gives && !taken.isEmpty()) {
        int last = taken.removeLast();
        int index = choice % (taken.size() + 1);
        free.put(index == taken.size() ? last : taken.set(index, last));
      } else if (free.count() > 0) {
        int number = choice % 3 == 1 ? free.forSingle() : free.forNeighbours(choice, choice % 50);
        assertTrue(free.has(number), () -> number + " is not free");
        free.take(number);
        taken.add(number);
      }
      assertEquals(total - taken.size(), free.count());
    }
    while (free.count() > 0) {
      int number = free.forSingle();
      free.take(number);
      taken.add(number);
    }
    assertEquals(total, new HashSet<>(taken).size());
  }

  @Property(tries = 500)
  void pagesWithoutNeighboursGetRoomForThem(
      @ForAll @IntRange(min = 1, max = 8) int groups,
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 1000) Integer> pages) {
    FreeFrames free = new FreeFrames(groups * FreeFrames.GROUP);
    Set<Integer> used = new HashSet<>();
    for (int page : pages.subList(0, Math.min(groups, pages.size()))) {
      int number = free.forNeighbours(page, 0);
      free.take(number);
      assertEquals(page % FreeFrames.GROUP, number % FreeFrames.GROUP);
      assertTrue(used.add(number / FreeFrames.GROUP), () -> "a group with " + number + " twice");
    }
  }

  @Property(tries = 200)
  void singlesKeepOutOfTheRoomOfOthers(@ForAll @IntRange(max = 100) int page) {
    FreeFrames free = new FreeFrames(2 * FreeFrames.GROUP);
    free.take(free.forNeighbours(page, 0));
    for (int count = 0; count < FreeFrames.GROUP; count++) {
      int single = free.forSingle();
      assertEquals(1, single / FreeFrames.GROUP);
      free.take(single);
    }
    assertEquals(FreeFrames.GROUP - 1, free.count());
    assertEquals(0, free.forSingle() / FreeFrames.GROUP);
  }

  @Property(tries = 200)
  void noOtherPageGetsTheRoomThatOneHasBeenGiven(
      @ForAll @IntRange(max = 100) int page, @ForAll @IntRange(max = 200) int following) {
    FreeFrames free = new FreeFrames(100 * FreeFrames.GROUP);
    int first = free.forNeighbours(page, following);
    free.take(first);
    for (int count = 0; count < 20; count++) {
      int number = count % 2 == 0 ? free.forSingle() : free.forNeighbours(0, 0);
      assertTrue(number < first || number > first + following, () -> number + " is in the room");
      free.take(number);
    }
  }
}
