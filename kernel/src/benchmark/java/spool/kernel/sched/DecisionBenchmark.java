package spool.kernel.sched;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import spool.kernel.sched.Scheduler.Reason;

/// What one decision costs with so many ready tasks: the one that ran goes back, and the next is
/// taken with its quantum.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DecisionBenchmark {
  private static final long TURN = 1_000;
  private static final int NICE_VALUES = 40;
  private static final int HIGHEST_NICE = 20;

  /// Which policy.
  @Param({
    "fcfs",
    "sjf",
    "srtf",
    "rr",
    "priority",
    "mlfq",
    "lottery",
    "stride",
    "eevdf",
    "rm",
    "edf"
  })
  public String policy = "rr";

  /// How many tasks are ready.
  @Param({"10", "100", "1000", "10000", "100000"})
  public int tasks;

  private Scheduler scheduler = new RoundRobin();
  private BenchmarkTask running = new BenchmarkTask(0, 0, Attributes.NORMAL);
  private long now;

  /// A task that may run everywhere.
  private static final class BenchmarkTask implements TaskView {
    private final int tid;
    private final int nice;
    private final Attributes attributes;
    private Object standing = "none";
    private long cycles;

    BenchmarkTask(int tid, int nice, Attributes attributes) {
      this.tid = tid;
      this.nice = nice;
      this.attributes = attributes;
    }

    @Override
    public int tid() {
      return tid;
    }

    @Override
    public int nice() {
      return nice;
    }

    @Override
    public Attributes attributes() {
      return attributes;
    }

    @Override
    public long cpuCycles() {
      return cycles;
    }

    @Override
    public int hart() {
      return 0;
    }

    @Override
    public boolean mayRunOn(int hart) {
      return true;
    }

    @Override
    public <T> T standing(Class<T> type, Function<TaskView, T> first) {
      if (!type.isInstance(standing)) {
        standing = first.apply(this);
      }
      return type.cast(standing);
    }
  }

  /// Makes the tasks ready, each with values of its own, and takes the first.
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    scheduler = new Policies().choose(policy, random::nextLong);
    for (int tid = 1; tid <= tasks + 1; tid++) {
      int nice = random.nextInt(NICE_VALUES) - HIGHEST_NICE;
      scheduler.ready(new BenchmarkTask(tid, nice, attributes(random)), Reason.CREATED, now);
    }
    running = (BenchmarkTask) scheduler.next(0, now).orElseThrow();
  }

  private Attributes attributes(SplittableRandom random) {
    long time = random.nextLong(1_000_000_000, 1_000_000_000_000L);
    return scheduler.servesDeadlines()
        ? Attributes.periodic(time / 2, time, time)
        : Attributes.estimated(time);
  }

  /// One decision.
  @Benchmark
  public long decide() {
    now += TURN;
    running.cycles += TURN;
    scheduler.ready(running, Reason.EXPIRED, now);
    running = (BenchmarkTask) scheduler.next(0, now).orElseThrow();
    return scheduler.quantum(running, now) + scheduler.nextChange(now);
  }
}
