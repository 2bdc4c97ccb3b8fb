package spool.emulator.hart;

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

/// What it costs to look an address up in the cache of pages, and to fill a slot where it is not
/// there: one program goes to so many pages in random order, of which the cache holds 256.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class TlbBenchmark {
  private static final int ADDRESSES = 1 << 14;
  private static final long BASE = 0x10_0000;

  /// How many pages the program goes to.
  @Param({"1", "64", "256", "1024"})
  public int pages;

  private final Tlb tlb = new Tlb();
  private final long[] addresses = new long[ADDRESSES];
  private int at;

  /// Chooses the addresses.
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int index = 0; index < ADDRESSES; index++) {
      addresses[index] = BASE + random.nextLong((long) pages << Tlb.PAGE_SHIFT);
    }
  }

  /// One access.
  @Benchmark
  public long lookUp() {
    long address = addresses[at++ & ADDRESSES - 1];
    if (!tlb.holds(address)) {
      tlb.put(address, address - BASE & Tlb.PAGE_MASK);
    }
    return tlb.offset(address);
  }
}
