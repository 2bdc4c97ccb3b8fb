package spool.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spool.userland.InBoxImage;

/// Every workload prints what is known of it, which the programs themselves check too. The
/// constants are results of mathematics (primes, queens, Collatz, Fibonacci), of a standard
/// (SHA-256), of a published benchmark (n-body), or else what the same source printed when it was
/// compiled for another processor by another compiler.
class WorkloadTest {
  private static final int TIMES = 2;
  private static final InBoxImage IMAGE = InBoxImage.open();

  static List<Workload> workloads() {
    return Workload.ALL;
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void printsItsChecksum(Workload workload) {
    Benchmark benchmark = new Benchmark(workload.name(), workload.path(), TIMES);
    benchmark.run(TIMES, workload.expected(TIMES));
  }

  @Test
  void eachHasItsSourceInTheBox() {
    Set<String> missing =
        Workload.ALL.stream()
            .map(workload -> workload.path() + ".c")
            .filter(source -> IMAGE.find(source).isEmpty())
            .collect(Collectors.toSet());
    assertEquals(Set.of(), missing);
  }
}
