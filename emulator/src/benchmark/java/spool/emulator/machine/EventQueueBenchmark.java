package spool.emulator.machine;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What an event costs that is scheduled among so many others, and comes: it schedules the next, as
/// timers do.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class EventQueueBenchmark {
  private static final int DELAYS = 1 << 12;
  private static final long LONGEST = 1_000_000;

  /// How many events are to come.
  @Param({"1", "10", "1000", "100000"})
  public int events;

  private final EventQueue queue = new EventQueue();
  private final long[] delays = new long[DELAYS];
  private int at;

  /// Schedules them.
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int index = 0; index < DELAYS; index++) {
      delays[index] = random.nextLong(1, LONGEST);
    }
    for (int event = 0; event < events; event++) {
      schedule();
    }
  }

  private void schedule() {
    long now = queue.size() == 0 ? 0 : queue.nextTime();
    queue.schedule(now + delays[at++ & DELAYS - 1], () -> {});
  }

  /// One comes, and one is scheduled.
  @Benchmark
  public void come() {
    schedule();
    queue.runFirst();
  }

  /// One is scheduled and cancelled before it comes, as most timeouts are.
  @Benchmark
  public void cancel() {
    queue.cancel(queue.schedule(queue.nextTime() + delays[at++ & DELAYS - 1], () -> {}));
  }
}
