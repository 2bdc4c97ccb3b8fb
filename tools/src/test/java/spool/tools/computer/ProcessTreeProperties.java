package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import spool.tools.computer.ProcessScript.Await;
import spool.tools.computer.ProcessScript.AwaitChild;
import spool.tools.computer.ProcessScript.EndChild;
import spool.tools.computer.ProcessScript.EndingSignal;
import spool.tools.computer.ProcessScript.Exit;
import spool.tools.computer.ProcessScript.Fork;
import spool.tools.computer.ProcessScript.Sleep;
import spool.tools.computer.ProcessScript.Step;

/// Random families of processes that fork, exit, wait, kill and leave orphans: on any number of
/// harts, with any seed, they see what [FamilyModel] allows, and leave neither a process nor a
/// frame behind.
class ProcessTreeProperties {
  private static final int DEPTH = 3;
  private static final int STEPS = 6;
  private static final int MOST_CHILD = 3;

  @Property(tries = 40)
  void familiesBehaveAndLeaveNothing(
      @ForAll("families") ProcessScript script,
      @ForAll @IntRange(min = 1, max = 4) int harts,
      @ForAll long seed) {
    GuestRun run =
        GuestRun.of(Computer.builder().harts(harts).seed(seed).script(), commands(script));
    assertEquals(0, run.status(), run.error());
    List<String> lines = run.output().lines().toList();
    List<Integer> marks = marks(lines);
    for (int i = 1; i < marks.size(); i++) {
      new FamilyModel(lines.subList(marks.get(i - 1) + 1, marks.get(i) - 1)).check(script);
    }
    assertEquals(lines.get(marks.get(2)), lines.get(marks.get(3)), "free memory");
  }

  /// Three rounds, with the free memory before and after each: the first may leave pages of the
  /// shell and of init copied for good.
  private static String commands(ProcessScript script) {
    String free = "grep MemFree /proc/meminfo\n";
    String round = "/test/process_script '" + script.text() + "' || exit 1\n" + free;
    return free + round.repeat(3);
  }

  private static List<Integer> marks(List<String> lines) {
    List<Integer> marks =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).startsWith("MemFree"))
            .boxed()
            .toList();
    assertEquals(4, marks.size(), lines::toString);
    return marks;
  }

  @Provide
  Arbitrary<ProcessScript> families() {
    return scripts(DEPTH);
  }

  private static Arbitrary<ProcessScript> scripts(int depth) {
    return step(depth).list().ofMaxSize(STEPS).map(ProcessScript::new);
  }

  private static Arbitrary<Step> step(int depth) {
    Arbitrary<Integer> child = Arbitraries.integers().between(0, MOST_CHILD);
    Arbitrary<Step> silent = Arbitraries.just(new Sleep());
    Arbitrary<Step> waits =
        Arbitraries.oneOf(Arbitraries.just(new Await()), child.map(AwaitChild::new));
    Arbitrary<Step> ends =
        Combinators.combine(child, Arbitraries.of(EndingSignal.values())).as(EndChild::new);
    Arbitrary<Step> exits = Arbitraries.integers().between(0, 9).map(Exit::new);
    Arbitrary<Step> forks = depth == 0 ? silent : scripts(depth - 1).map(Fork::new);
    return Arbitraries.frequencyOf(
        Tuple.of(8, forks),
        Tuple.of(4, waits),
        Tuple.of(3, ends),
        Tuple.of(2, silent),
        Tuple.of(1, exits));
  }
}
