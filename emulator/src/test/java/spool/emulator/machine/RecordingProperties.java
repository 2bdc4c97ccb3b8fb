package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.hart.Hart;

/// A recorded run can be taken back to where it was, and goes on as it went.
class RecordingProperties {
  private static final long PATIENCE = 10_000;
  private static final Recording.Pace PACE = new Recording.Pace(700, 2);

  /// What happens to a recorded run.
  sealed interface Step {
    /// It goes on until a hart has done something, if it does.
    record Act(int hart) implements Step {}

    /// It goes on for a time.
    record Pass(int cycles) implements Step {}

    /// Somebody types.
    record Type(String text) implements Step {}

    /// A debugger lets harts stand.
    record Hold(int harts) implements Step {}

    /// A debugger writes.
    record Write(int hart, long value) implements Step {}
  }

  /// A machine, its recording, and everywhere that it has been.
  private static final class Run {
    final SavedRun saved;
    final Machine machine;
    final Recording recording;
    final List<Moment> moments = new ArrayList<>();
    final List<String> pictures = new ArrayList<>();
    private boolean isOver;

    Run(SavedRun.Plan plan) {
      saved = new SavedRun(plan);
      machine = saved.machine;
      recording = machine.record(PACE);
    }

    private Hart hart(int number) {
      return machine.harts().get(number % machine.harts().size());
    }

    /// After the end there is no going back.
    void take(List<Step> steps) {
      for (Step step : steps) {
        take(step);
        moments.add(recording.now());
        pictures.add(picture());
      }
      Assume.that(!isOver);
    }

    private void take(Step step) {
      switch (step) {
        case Step.Act(int number) -> act(hart(number), 1);
        case Step.Pass(int cycles) -> act(hart(0), cycles);
        case Step.Type(String text) ->
            machine
                .inbox()
                .post(
                    () ->
                        machine
                            .board()
                            .console()
                            .receive(text.getBytes(StandardCharsets.US_ASCII)));
        case Step.Hold(int harts) -> hold(harts);
        case Step.Write(int number, long value) ->
            recording.change(() -> hart(number).x[5] = value);
      }
    }

    /// Never all, as nothing would happen then.
    private void hold(int harts) {
      List<Hart> all = machine.harts();
      recording.hold(
          Set.copyOf(all.stream().skip(1).filter(hart -> (harts >>> hart.id() & 1) != 0).toList()));
    }

    /// Runs until the clock of `hart` has gone on by so much, or it turns out that it does not.
    void act(Hart hart, long cycles) {
      if (isOver) {
        return;
      }
      machine.harts().forEach(each -> each.pauseAt(each.cycles() + PATIENCE));
      hart.pauseAt(hart.cycles() + cycles);
      isOver = !(recording.run() instanceof Outcome.Paused);
      machine.harts().forEach(each -> each.pauseAt(Long.MAX_VALUE));
    }

    /// All but what was shown, and what a look does not change.
    String picture() {
      StringBuilder text = new StringBuilder();
      for (Hart hart : machine.harts()) {
        text.append(hart.cycles()).append(' ').append(hart.pc()).append(' ');
        text.append(hart.privilege()).append(hart.isParked());
        for (long value : hart.x) {
          text.append(' ').append(value);
        }
      }
      byte[] memory = new byte[HostileCode.RAM_BYTES];
      machine.bus().memory().read(Machine.RAM_BASE, memory, 0, memory.length);
      return text.append(' ').append(Arrays.hashCode(memory)).toString();
    }
  }

  @Provide
  Arbitrary<SavedRun.Plan> plans() {
    return SavedRun.plans();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> harts = Arbitraries.integers().between(0, 2);
    Arbitrary<Step> acts = harts.map(Step.Act::new);
    Arbitrary<Step> passes = Arbitraries.integers().between(1, 5_000).map(Step.Pass::new);
    Arbitrary<Step> types =
        Arbitraries.strings().withCharRange('+', '9').ofMaxLength(30).map(Step.Type::new);
    Arbitrary<Step> holds = Arbitraries.integers().between(0, 7).map(Step.Hold::new);
    Arbitrary<Step> writes = Combinators.combine(harts, Arbitraries.longs()).as(Step.Write::new);
    return Arbitraries.frequencyOf(
            Tuple.of(4, acts),
            Tuple.of(4, passes),
            Tuple.of(2, types),
            Tuple.of(1, holds),
            Tuple.of(1, writes))
        .list()
        .ofMinSize(1)
        .ofMaxSize(15);
  }

  @Property(tries = 100)
  void everyPlaceIsFoundAgain(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @From("steps") List<Step> steps,
      @ForAll @Size(max = 6) List<@IntRange(max = 1000) Integer> visits) {
    Run run = new Run(plan);
    run.take(steps);
    String shown = run.saved.shown.toString();
    for (int visit : visits) {
      int place = visit % run.moments.size();
      run.recording.goTo(run.moments.get(place));
      assertEquals(run.pictures.get(place), run.picture());
    }
    run.recording.close();
    assertEquals(run.pictures.getLast(), run.picture());
    assertEquals(shown, run.saved.shown.toString());
  }

  @Property(tries = 100)
  void goingBackLeavesNoTrace(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @From("steps") List<Step> before,
      @ForAll @From("steps") List<Step> after,
      @ForAll @IntRange(max = 1000) int visit) {
    Run straight = new Run(plan);
    straight.take(before);
    straight.take(after);
    Run wandering = new Run(plan);
    wandering.take(before);
    wandering.recording.goTo(wandering.moments.get(visit % before.size()));
    while (wandering.recording.isPast()) {
      wandering.recording.goTo(wandering.moments.getLast());
    }
    wandering.take(after);
    assertEquals(straight.pictures, wandering.pictures);
    assertEquals(straight.saved.picture(0), wandering.saved.picture(0));
  }

  @Property(tries = 100)
  void theLastActIsUndone(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @From("steps") List<Step> steps,
      @ForAll @IntRange(max = 2) int number) {
    Run run = new Run(plan);
    run.take(steps);
    Hart hart = run.hart(number);
    String late = run.picture();
    long clock = hart.cycles();
    Optional<Moment> act = run.recording.lastAct(hart);
    if (act.isPresent()) {
      run.recording.goTo(act.get());
      assertFalse(hart.isParked());
      assertTrue(hart.cycles() < clock);
      assertEquals(act.get().cycles(), hart.cycles());
      run.act(hart, 1);
      assertEquals(act, run.recording.lastAct(hart));
    }
    run.recording.close();
    assertEquals(late, run.picture());
  }

  @Property(tries = 100)
  void whoeverChangesThePastHasAnotherFuture(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @From("steps") List<Step> steps,
      @ForAll @IntRange(max = 1000) int visit) {
    Run run = new Run(plan);
    run.take(steps);
    int place = visit % steps.size();
    run.recording.goTo(run.moments.get(place));
    run.recording.change(() -> run.machine.harts().getFirst().x[6] = 42);
    assertFalse(run.recording.isPast());
    String changed = run.picture();
    Moment now = run.recording.now();
    run.act(run.hart(0), 3000);
    run.recording.goTo(now);
    assertEquals(changed, run.picture());
    run.recording.goTo(run.moments.get(place));
    assertEquals(run.pictures.get(place), run.picture());
  }
}
