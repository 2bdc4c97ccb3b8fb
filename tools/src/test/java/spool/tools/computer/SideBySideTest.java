package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Programs under the kernel with each hart on a thread of the host.
class SideBySideTest {
  private static final int HARTS = 2;

  private static Computer.Builder computer() {
    return Computer.builder().harts(HARTS).parallel();
  }

  /// The last line that these programs print says that all went well.
  private static void assertPasses(GuestRun run) {
    assertEquals(0, run.status(), run.error());
    assertTrue(run.output().endsWith("\nok\n"), run::output);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/test/pthread_mutexes",
        "/test/pthread_conditions",
        "/test/pthread_inheritance",
        "/test/pthread_robust",
        "/test/thread_library",
        "/test/futexes",
        "/test/signal_handlers",
        "/test/posix_timers",
        "/test/fork_tree",
        "/test/memory_fork",
        "/test/multi_queues"
      })
  void programsThatCheckThemselvesFindNothing(String program) {
    GuestRun run = GuestRun.of(computer().program(program, List.of()));
    assertPasses(run);
  }

  @Test
  void translatedProgramsDoTheSame() {
    GuestRun run = GuestRun.of(computer().translated().program("/test/pthread_mutexes", List.of()));
    assertPasses(run);
  }

  @Test
  void aScriptForTheShellEndsWithItsStatus() {
    GuestRun run =
        GuestRun.of(computer().script(), "for i in 1 2 3; do echo $i | cat; done; exit 7");
    assertEquals(new GuestRun(7, "1\n2\n3\n", ""), run);
  }
}
