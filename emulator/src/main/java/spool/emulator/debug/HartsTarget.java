package spool.emulator.debug;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

/// What all targets have in common whose threads the harts of a machine execute: the points, by
/// which every hart is paused, and the run from one reason to stop to the next.
public abstract class HartsTarget implements Target {
  /// The machine.
  protected final Machine machine;

  private final Points points = new Points();
  private final List<HartTriggers> triggers;

  private boolean isHeeding = true;

  /// Written by other threads.
  private volatile boolean isInterrupted;

  /// A target of the harts of `machine`. A hart is paused at a point only while `counts` holds.
  protected HartsTarget(Machine machine, Predicate<Hart> counts) {
    this.machine = machine;
    triggers =
        machine.harts().stream()
            .map(hart -> new HartTriggers(hart, points, () -> isHeeding && counts.test(hart)))
            .toList();
  }

  /// The triggers of each hart.
  protected final List<HartTriggers> triggers() {
    return triggers;
  }

  /// The triggers of `hart`.
  protected final HartTriggers triggers(Hart hart) {
    return triggers.get(hart.id());
  }

  /// The watchpoints that stores meet.
  protected final List<Point> storePoints() {
    return points.ofStores();
  }

  /// Lets harts go on from where they are, and has points count from now on or not.
  protected final void heedPoints(boolean isHeeding) {
    this.isHeeding = isHeeding;
    triggers.forEach(HartTriggers::forget);
  }

  /// Whether the debugger wants the run to stop.
  protected final boolean isInterrupted() {
    return isInterrupted;
  }

  /// Runs until `reason`, asked at every pause, answers a stop, or the run ends.
  protected final Stop run(Supplier<Optional<Stop>> reason) {
    while (true) {
      Outcome outcome = go();
      if (outcome instanceof Outcome.Stopped) {
        return new Stop.Left(outcome);
      }
      if (!(outcome instanceof Outcome.Paused)) {
        return over(outcome);
      }
      Optional<Stop> stop = reason.get();
      if (stop.isPresent()) {
        return stop.get();
      }
    }
  }

  /// Runs to the next pause, or end.
  protected Outcome go() {
    return machine.run();
  }

  /// What the debugger is told of the end of the run.
  protected Stop over(Outcome outcome) {
    return Stop.Over.of(outcome);
  }

  @Override
  public final void add(Point point) {
    points.add(point);
    triggers.forEach(HartTriggers::renew);
  }

  @Override
  public final void remove(Point point) {
    points.remove(point);
    triggers.forEach(HartTriggers::renew);
  }

  @Override
  public final void prepare() {
    isInterrupted = false;
  }

  @Override
  public final void interrupt() {
    isInterrupted = true;
    machine.requestPause();
  }

  @Override
  public boolean isReversible() {
    return false;
  }

  @Override
  public Stop reverse(int thread, boolean isStep) {
    throw new RefusedException("there is no going back");
  }

  @Override
  public void release() {
    points.clear();
    triggers.forEach(HartTriggers::goOn);
    triggers.forEach(HartTriggers::renew);
    machine.hold(Set.of());
  }
}
