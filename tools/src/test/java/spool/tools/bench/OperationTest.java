package spool.tools.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What an operation costs in virtual time, where it can be told for certain.
class OperationTest {
  static List<Operation> operations() {
    return Suite.OPERATIONS;
  }

  private static double cycles(Operation operation, int times) {
    Benchmark benchmark = operation.benchmark();
    Benchmark few = new Benchmark(benchmark.name(), benchmark.program(), times);
    return new Operation(few, operation.each()).measure().cycles();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void costsTheSameInEveryRunAndIsNotFree(Operation operation) {
    double cost = cycles(operation, 10);
    assertTrue(cost > 0, operation.benchmark().name() + " costs " + cost);
    assertEquals(cost, cycles(operation, 10));
  }

  @Test
  void aProgramThatDoesNotPrintWhatItShouldDoesNotCount() {
    Benchmark wrong = new Benchmark("wrong", "/bench/getppid", 1);
    assertThrows(IllegalStateException.class, () -> wrong.run(1, "2"));
  }
}
