package spool.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import spool.emulator.state.MachineState;

/// A machine that was saved and restored goes on as if nothing had happened.
class SavedRunProperties {
  @Provide
  Arbitrary<SavedRun.Plan> plans() {
    return SavedRun.plans();
  }

  @Provide
  Arbitrary<List<SavedRun.Step>> steps() {
    return SavedRun.steps();
  }

  @Property(tries = 300)
  void theRunGoesOnInAnotherMachine(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @From("steps") List<SavedRun.Step> before,
      @ForAll @From("steps") List<SavedRun.Step> after) {
    SavedRun first = new SavedRun(plan);
    first.take(before);
    MachineState state = first.machine.save();
    int shown = first.shown.length();
    SavedRun second = new SavedRun(plan);
    second.machine.restore(state);
    first.take(after);
    second.take(after);
    assertEquals(first.picture(shown), second.picture(0));
  }

  @Property(tries = 100)
  void theSameMachineGoesBackAndForth(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @From("steps") List<SavedRun.Step> before,
      @ForAll @From("steps") List<SavedRun.Step> after) {
    SavedRun run = new SavedRun(plan);
    run.take(before);
    MachineState state = run.machine.save();
    int shown = run.shown.length();
    run.take(after);
    String picture = run.picture(shown);
    MachineState later = run.machine.save(state);
    run.machine.restore(state);
    int again = run.shown.length();
    run.take(after);
    assertEquals(picture, run.picture(again));
    run.machine.restore(state);
    run.machine.restore(later);
    assertEquals(picture.substring(picture.indexOf(" state ")), state(run));
  }

  private static String state(SavedRun run) {
    String picture = run.picture(run.shown.length());
    return picture.substring(picture.indexOf(" state "));
  }

  @Property(tries = 100)
  void whoeverStopsARunDoesNotChangeIt(
      @ForAll @From("plans") SavedRun.Plan plan,
      @ForAll @IntRange(min = 1, max = 500) int stride,
      @ForAll @IntRange(min = 0, max = 2) int watched) {
    long end = 30_000;
    SavedRun straight = new SavedRun(plan);
    straight.machine.run(end);
    SavedRun halting = new SavedRun(plan);
    Outcome outcome = haltOften(halting.machine, end, stride, watched);
    // A hart that sleeps can let the watched run go on for longer.
    Assume.that(halting.machine.now() < end);
    if (outcome instanceof Outcome.Stopped) {
      halting.machine.run(end);
    }
    assertEquals(straight.picture(0), halting.picture(0));
  }

  private static Outcome haltOften(Machine machine, long end, int stride, int watched) {
    Outcome outcome = new Outcome.Stopped();
    for (long time = stride; time < end / 2 && outcome instanceof Outcome.Stopped; time += stride) {
      outcome = machine.run(time);
      if (outcome instanceof Outcome.Stopped && watched < machine.harts().size()) {
        outcome = machine.run(machine.harts().get(watched), machine.now() + 1);
      }
    }
    return outcome;
  }

  @Property(tries = 50)
  void unchangedMemoryIsShared(
      @ForAll @From("plans") SavedRun.Plan plan, @ForAll @From("steps") List<SavedRun.Step> steps) {
    SavedRun run = new SavedRun(plan);
    MachineState first = run.machine.save();
    run.take(steps);
    MachineState second = run.machine.save(first);
    MachineState third = run.machine.save(second);
    for (int frame = 0; frame < third.memory().frames(); frame++) {
      assertSame(second.memory().frame(frame), third.memory().frame(frame));
    }
  }
}
