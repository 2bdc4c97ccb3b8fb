package spool.kernel.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

/// The laws of the orders in which a disk serves its requests.
class RequestOrderProperties {
  private static final int SECTORS = 60;

  @Provide
  Arbitrary<DiskScheduling> orders() {
    return Arbitraries.of(DiskScheduling.values());
  }

  @Provide
  Arbitrary<DiskScheduling> fairOrders() {
    return Arbitraries.of(DiskScheduling.FCFS, DiskScheduling.SCAN, DiskScheduling.CLOOK);
  }

  @Provide
  Arbitrary<Long> sectors() {
    return Arbitraries.longs().between(0, SECTORS - 1L);
  }

  /// Serves a batch that is there from the start, with the arm at `arm`.
  private static List<Long> serve(RequestOrder order, List<Long> batch, long arm) {
    List<Long> waiting = new ArrayList<>(batch);
    List<Long> served = new ArrayList<>();
    long at = arm;
    while (!waiting.isEmpty()) {
      at = waiting.remove(order.next(List.copyOf(waiting), at));
      served.add(at);
    }
    return served;
  }

  private static long movement(List<Long> served, long arm) {
    long total = 0;
    long at = arm;
    for (long sector : served) {
      total += Math.abs(sector - at);
      at = sector;
    }
    return total;
  }

  private static long lowest(List<Long> batch) {
    return Collections.min(batch);
  }

  private static long highest(List<Long> batch) {
    return Collections.max(batch);
  }

  @Property(tries = 300)
  void everyRequestIsServedOnce(
      @ForAll("orders") DiskScheduling scheduling,
      @ForAll @NotEmpty List<@From("sectors") Long> batch,
      @ForAll @LongRange(min = -1, max = SECTORS) long arm) {
    List<Long> served = new ArrayList<>(serve(scheduling.order(), batch, arm));
    List<Long> expected = new ArrayList<>(batch);
    Collections.sort(served);
    Collections.sort(expected);
    assertEquals(expected, served);
  }

  @Property(tries = 100)
  void firstComeIsFirstServed(@ForAll @NotEmpty List<@From("sectors") Long> batch) {
    assertEquals(batch, serve(DiskScheduling.FCFS.order(), batch, 0));
  }

  @Property(tries = 300)
  void shortestSeekFirstTakesTheNearestAndTheEarlierOfTwo(
      @ForAll @NotEmpty List<@From("sectors") Long> waiting,
      @ForAll @LongRange(min = -1, max = SECTORS) long arm) {
    int chosen = DiskScheduling.SSTF.order().next(waiting, arm);
    long distance = Math.abs(waiting.get(chosen) - arm);
    for (int index = 0; index < waiting.size(); index++) {
      long other = Math.abs(waiting.get(index) - arm);
      assertTrue(index < chosen ? other > distance : other >= distance);
    }
  }

  /// Up to the highest, then down to the lowest, and no way twice.
  @Property(tries = 300)
  void scanGoesUpAndThenDown(
      @ForAll @NotEmpty @UniqueElements List<@From("sectors") Long> batch,
      @ForAll @LongRange(min = 0, max = SECTORS) long arm) {
    Assume.that(!batch.contains(arm));
    List<Long> served = serve(DiskScheduling.SCAN.order(), batch, arm);
    long top = Math.max(highest(batch), arm);
    long down = lowest(batch) < arm ? top - lowest(batch) : 0;
    assertEquals(top - arm + down, movement(served, arm), served.toString());
  }

  /// Up to the highest, back to the lowest, and up to the last one below where it began.
  @Property(tries = 300)
  void clookGoesUpAndUpAgain(
      @ForAll @NotEmpty @UniqueElements List<@From("sectors") Long> batch,
      @ForAll @LongRange(min = 0, max = SECTORS) long arm) {
    List<Long> expected = new ArrayList<>();
    batch.stream().filter(sector -> sector > arm).sorted().forEach(expected::add);
    batch.stream().filter(sector -> sector <= arm).sorted().forEach(expected::add);
    assertEquals(expected, serve(DiskScheduling.CLOOK.order(), batch, arm));
  }

  /// Sweeping is at most twice as far as any other order: it goes over the range of the requests at
  /// most twice, and every order has to go over it once.
  @Property(tries = 300)
  void scanMovesAtMostTwiceAsFarAsAnyOrder(
      @ForAll("orders") DiskScheduling other,
      @ForAll @NotEmpty @UniqueElements List<@From("sectors") Long> batch,
      @ForAll @LongRange(min = 0, max = SECTORS) long arm) {
    Assume.that(!batch.contains(arm));
    long scan = movement(serve(DiskScheduling.SCAN.order(), batch, arm), arm);
    assertTrue(scan <= 2 * movement(serve(other.order(), batch, arm), arm));
  }

  /// Whatever else keeps coming, one for each that is served, the first request is served within
  /// two sweeps over the disk.
  @Property(tries = 200)
  void nobodyStarves(
      @ForAll("fairOrders") DiskScheduling scheduling,
      @ForAll @Size(min = 1, max = 10) List<@From("sectors") Long> before,
      @ForAll @Size(2 * SECTORS) List<@From("sectors") Long> later,
      @ForAll @IntRange(max = 9) int victim) {
    RequestOrder order = scheduling.order();
    List<Long> waiting = new ArrayList<>(before);
    List<Integer> names = new ArrayList<>();
    for (int name = 0; name < before.size(); name++) {
      names.add(name);
    }
    int watched = victim % before.size();
    long arm = RequestOrder.NOWHERE;
    int step = 0;
    while (names.contains(watched)) {
      assertTrue(step < later.size(), "not served in two sweeps");
      int next = order.next(List.copyOf(waiting), arm);
      arm = waiting.remove(next);
      names.remove(/* index */ next);
      waiting.add(later.get(step));
      names.add(before.size() + step);
      step++;
    }
  }

  /// The law above is none of SSTF's.
  @Example
  void shortestSeekFirstLetsTheFarOneStarve() {
    RequestOrder order = DiskScheduling.SSTF.order();
    for (int round = 0; round < 1000; round++) {
      assertEquals(1, order.next(List.of(50L, 3L), 3));
    }
  }
}
