package spool.tools.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import spool.emulator.machine.Machine;
import spool.kernel.trace.TraceWriter;
import spool.tools.computer.Computer;
import spool.tools.computer.GuestProgram;
import spool.userland.Compiler;

/// Copies of the examples with one mistake each that people make with locks and conditions: some
/// seed must show it, and show it again, to the last event of the trace; the example itself must
/// come through all the seeds that were needed for it.
class PlantedMistakesTest {
  private static final Path EXAMPLES =
      Path.of("").toAbsolutePath().resolveSibling("userland/examples");
  private static final long CYCLES = 20 * Machine.CYCLES_PER_SECOND;
  private static final int HARTS = 2;
  private static final int MOST_SEEDS = 100;

  @TempDir Path folder;

  /// A mistake: what stands in the example, and what in its copy.
  enum Mistake {
    /// Reading and writing the number of tickets is no longer one step.
    MISSING_LOCK("ticket_sale", "lock_acquire(lock);", ";"),

    /// A condition may have become false again between the notification and the return.
    IF_FOR_WHILE("bounded_buffer", "while (ring->count == 0)", "if (ring->count == 0)"),

    /// Who gives the lock up between looking and waiting may miss the notification, and then waits
    /// for the next one, or for ever.
    SIGNAL_BEFORE_WAIT(
        "bounded_buffer",
        "condition_wait(not_empty);",
        "lock_release(lock); lock_acquire(lock); condition_wait(not_empty);"),

    /// All can have their left fork and wait for their right one, if nobody is quick.
    LOCK_ORDER_CYCLE(
        "dining_philosophers",
        "int lower = left < right ? left : right, higher = left < right ? right : left;",
        "int lower = left, higher = right;");

    private final String example;
    private final String right;
    private final String wrong;

    Mistake(String example, String right, String wrong) {
      this.example = example;
      this.right = right;
      this.wrong = wrong;
    }

    String source() throws IOException {
      return Files.readString(EXAMPLES.resolve(example + ".c"));
    }

    String sourceWithMistake() throws IOException {
      String source = source();
      int place = source.indexOf(right);
      assertTrue(place >= 0 && place == source.lastIndexOf(right), right);
      return source.replace(right, wrong);
    }
  }

  @ParameterizedTest
  @EnumSource
  void someSeedShowsTheMistakeAgainAndAgain(Mistake mistake) throws Exception {
    GuestProgram planted = compile("planted", mistake.sourceWithMistake());
    Explorer explorer = new Explorer(computers(planted), CYCLES);
    Optional<Explorer.SeedRun> found =
        LongStream.range(0, MOST_SEEDS)
            .mapToObj(explorer::run)
            .filter(run -> !run.ending().isSuccess())
            .findFirst();
    assertTrue(found.isPresent(), "no seed of " + MOST_SEEDS);
    long seed = found.get().seed();
    assertEquals(found.get(), explorer.run(seed));
    assertEquals(trace(planted, seed), trace(planted, seed));

    Explorer right = new Explorer(computers(compile("right", mistake.source())), CYCLES);
    for (long each = 0; each <= seed; each++) {
      assertEquals(new Ending.Exited(0), right.run(each).ending(), "seed " + each);
    }
  }

  private GuestProgram compile(String name, String text) throws Exception {
    Path source = Files.writeString(folder.resolve(name + ".c"), text);
    Path program = folder.resolve(name);
    Compiler.compile(List.of(source), program, List.of("-O2"));
    return GuestProgram.ofHost(program, name);
  }

  private static Supplier<Computer.Builder> computers(GuestProgram program) {
    return () ->
        Computer.builder().harts(HARTS).files(program.entries()).program(program.path(), List.of());
  }

  private static String trace(GuestProgram program, long seed) {
    StringWriter trace = new StringWriter();
    new Explorer(() -> computers(program).get().trace(new TraceWriter(trace)), CYCLES).run(seed);
    return trace.toString();
  }
}
