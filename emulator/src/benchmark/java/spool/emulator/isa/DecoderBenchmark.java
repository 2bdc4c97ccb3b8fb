package spool.emulator.isa;

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

/// What it costs to decode an instruction, among others of its length in random order.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class DecoderBenchmark {
  private static final int LENGTH = 1024;
  private static final int WORD = 3;

  /// Which instructions: those of 32 bits, those of 16, or both in turns without a rule.
  @Param({"word", "compressed", "mixed"})
  public String length = "word";

  private final int[] instructions = new int[LENGTH];
  private int at;

  /// Finds legal instructions of that length.
  @Setup
  public void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int index = 0; index < LENGTH; ) {
      int bits = random.nextInt();
      if (fits(bits) && Decoded.opcode((int) Decoder.decode(bits)) != Opcode.ILLEGAL.ordinal()) {
        instructions[index++] = bits;
      }
    }
  }

  private boolean fits(int bits) {
    boolean isWord = (bits & WORD) == WORD;
    return length.equals("mixed") || isWord == length.equals("word");
  }

  /// One instruction.
  @Benchmark
  public long decode() {
    return Decoder.decode(instructions[at++ & LENGTH - 1]);
  }
}
