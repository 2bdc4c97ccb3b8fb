package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.kernel.trace.TraceWriter;

/// A run is a function of image, input and seed: its trace, with the virtual time of every event,
/// is the same byte for byte wherever and whenever it is repeated.
class DeterminismTest {
  private static final int HARTS = 4;

  /// What a run did, and what it printed.
  private record Traced(String trace, GuestRun run) {
    static Traced of(String program, int harts, long seed) {
      StringBuilder trace = new StringBuilder();
      Computer.Builder builder =
          Computer.builder()
              .harts(harts)
              .seed(seed)
              .trace(new TraceWriter(trace))
              .program(program, List.of());
      GuestRun run = GuestRun.of(builder);
      assertEquals(0, run.status(), run.output() + run.error());
      assertFalse(trace.isEmpty());
      return new Traced(trace.toString(), run);
    }
  }

  /// Prints the trace of a run: what another JVM is started for.
  static final class OtherMachine {
    private OtherMachine() {}

    public static void main(String[] arguments) {
      Traced traced = Traced.of(arguments[0], HARTS, Long.parseLong(arguments[1]));
      System.out.write(traced.trace().getBytes(UTF_8), 0, traced.trace().length());
      System.out.flush();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/test/fork_tree", "/test/pipe_bulk", "/test/clocks", "/test/futexes"})
  void sameSeedGivesTheSameTrace(String program) {
    assertEquals(Traced.of(program, HARTS, 42), Traced.of(program, HARTS, 42));
  }

  @ParameterizedTest
  @ValueSource(longs = {7, -1})
  void sameSeedGivesTheSameTraceInAnotherJvm(long seed) throws IOException, InterruptedException {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherMachine.class.getName(),
                "/test/fork_tree",
                Long.toString(seed))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String trace = new String(other.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, other.waitFor());
    assertEquals(Traced.of("/test/fork_tree", HARTS, seed).trace(), trace);
  }

  @Test
  void anotherSeedGivesAnotherInterleaving() {
    Traced one = Traced.of("/examples/join_ten", HARTS, 1);
    Traced another = Traced.of("/examples/join_ten", HARTS, 2);
    assertNotEquals(one.trace(), another.trace());
  }
}
