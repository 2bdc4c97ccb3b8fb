package spool.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.kernel.abi.Timespec;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;

class LoadAveragesProperties {
  private static final long PERIOD = 5 * Timespec.SECOND;

  /// So many cycles after the change before, tasks become ready (positive) or leave.
  record Change(long after, int tasks) {}

  @Provide
  Arbitrary<List<Change>> changes() {
    Arbitrary<Long> spans = Arbitraries.longs().between(0, 100 * PERIOD);
    Arbitrary<Integer> tasks = Arbitraries.integers().between(-3, 3);
    return Combinators.combine(spans, tasks).as(Change::new).list().ofMaxSize(30);
  }

  private static void apply(LoadAverages loads, long time, int tasks) {
    for (int count = 0; count < tasks; count++) {
      loads.ready(time, 1, Reason.WOKEN);
    }
    for (int count = 0; count > tasks; count--) {
      loads.left(time, 0, 1, Departure.BLOCKED);
    }
  }

  /// Asking at every sample's time, as Linux does, gives the same as asking at the end.
  @Property
  void lateSamplesAreThoseOfTheirTime(@ForAll("changes") List<Change> changes) {
    LoadAverages late = new LoadAverages();
    LoadAverages punctual = new LoadAverages();
    long now = 0;
    int runnable = 0;
    for (Change change : changes) {
      long end = now + change.after;
      for (long time = now - now % PERIOD + PERIOD; time <= end; time += PERIOD) {
        punctual.rounded(time);
      }
      now = end;
      int tasks = Math.max(change.tasks, -runnable);
      runnable += tasks;
      apply(late, now, tasks);
      apply(punctual, now, tasks);
    }
    assertEquals(punctual.rounded(now), late.rounded(now));
  }

  /// The definition, without fixed-point numbers: of a constant load there is 1 - 1/e^(t/T) in the
  /// average. Decays have 11 bits, and each sample rounds up by less than a unit, which decays too.
  @Property
  void averageApproachesAConstantLoad(
      @ForAll("counts") int runnable, @ForAll("samples") int samples) {
    LoadAverages loads = new LoadAverages();
    apply(loads, 0, runnable);
    List<Double> averages = loads.rounded(samples * PERIOD);
    int[] minutes = {1, 5, 15};
    for (int index = 0; index < minutes.length; index++) {
      double decay = Math.exp(-5.0 / (60 * minutes[index]));
      double expected = runnable * (1 - Math.pow(decay, samples));
      double tolerance = 0.01 + 0.02 * runnable + 1 / 2048.0 / (1 - decay);
      assertEquals(expected, averages.get(index), tolerance);
    }
  }

  @Provide
  Arbitrary<Integer> counts() {
    return Arbitraries.integers().between(0, 20);
  }

  @Provide
  Arbitrary<Integer> samples() {
    return Arbitraries.integers().between(0, 1000);
  }

  @Example
  void giverUpOfAHartStaysRunnable() {
    LoadAverages loads = new LoadAverages();
    loads.ready(0, 1, Reason.CREATED);
    loads.gaveUp(PERIOD, 0, 1, Reason.EXPIRED);
    loads.ready(PERIOD, 1, Reason.EXPIRED);
    assertEquals(List.of(1.0, 1.0, 1.0), loads.rounded(Long.MAX_VALUE / 2));
  }

  @Example
  void longIdlenessLeavesNothing() {
    LoadAverages loads = new LoadAverages();
    apply(loads, 0, 3);
    apply(loads, 1000 * PERIOD, -3);
    assertEquals(List.of(0.0, 0.0, 0.0), loads.rounded(Long.MAX_VALUE / 2));
  }

  /// A minute of one task on Linux: 12 samples, each `(load * 1884 + 2048 * 164 + 2047) / 2048`.
  @Example
  void fixedPointNumbersAreThoseOfLinux() {
    LoadAverages loads = new LoadAverages();
    apply(loads, 0, 1);
    assertEquals(164, loads.fixed(PERIOD, 11).findFirst().orElseThrow());
    assertEquals(315, loads.fixed(2 * PERIOD, 11).findFirst().orElseThrow());
    assertEquals(315 << 5, loads.fixed(2 * PERIOD, 16).findFirst().orElseThrow());
  }
}
