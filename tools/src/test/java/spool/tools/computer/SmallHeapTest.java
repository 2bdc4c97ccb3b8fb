package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a guest takes of the host's memory is bounded by its RAM: programs that take all they can
/// get do not exhaust a heap that is not much larger.
class SmallHeapTest {
  private static final long RAM_BYTES = 64 << 20;
  private static final String HEAP = "-Xmx192m";

  /// Runs a program and ends with its status: what another JVM is started for.
  static final class SmallMachine {
    private SmallMachine() {}

    public static void main(String[] arguments) {
      GuestRun run =
          GuestRun.of(
              Computer.builder().harts(2).ramBytes(RAM_BYTES).program(arguments[0], List.of()));
      System.out.print(run.output() + run.error());
      System.exit(run.status());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/test/exhaustion", "/test/memory_shortage", "/test/systemv_exhaustion"})
  void whatAGuestTakesIsBounded(String program) throws IOException, InterruptedException {
    Process machine =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                HEAP,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SmallMachine.class.getName(),
                program)
            .redirectErrorStream(true)
            .start();
    String output = new String(machine.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, machine.waitFor(), output);
  }
}
