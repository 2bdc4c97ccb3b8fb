package spool.emulator.debug;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Moment;
import spool.emulator.machine.Recording;

/// The way of a recorded machine back to where a debugger wants it.
final class WayBack {
  /// A place where a hart meets a point: in front of the instruction.
  record Meeting(Hart hart, Point point, Moment moment) {}

  private final Machine machine;
  private final Recording run;
  private final List<HartTriggers> triggers;
  private final Consumer<Boolean> heedPoints;

  /// The way back of `machine`, recorded as `run`. `heedPoints` lets all harts go on from where
  /// they are, which are paused at points from then on, or are not.
  WayBack(
      Machine machine, Recording run, List<HartTriggers> triggers, Consumer<Boolean> heedPoints) {
    this.machine = machine;
    this.run = run;
    this.triggers = triggers;
    this.heedPoints = heedPoints;
  }

  /// Goes to where `hart` was about to do what it did last. If it has done nothing yet, goes to the
  /// beginning and answers false.
  boolean step(Hart hart) {
    Optional<Moment> act = run.lastAct(hart);
    goTo(act.orElse(run.beginning()));
    return act.isPresent();
  }

  /// Goes to the last place where a point was met, or to the beginning if there is none. When it is
  /// given up, where the run is then is left open.
  Optional<Meeting> toPoint(BooleanSupplier isGivenUp) {
    heedPoints.accept(true);
    Optional<Meeting> found = run.search(this::look, isGivenUp);
    if (!isGivenUp.getAsBoolean()) {
      goTo(found.map(Meeting::moment).orElse(run.beginning()));
      found.ifPresent(this::standAt);
    }
    return found;
  }

  private void goTo(Moment moment) {
    heedPoints.accept(false);
    run.goTo(moment);
    heedPoints.accept(true);
  }

  /// A hart that was paused at a breakpoint passes that when it goes on.
  private void standAt(Meeting meeting) {
    if (meeting.point().kind().isForCode()) {
      triggers.get(meeting.hart().id()).standAt(meeting.point());
    }
  }

  private Optional<Meeting> look() {
    return machine.harts().stream().filter(Hart::isPaused).findFirst().flatMap(this::look);
  }

  private Optional<Meeting> look(Hart hart) {
    HartTriggers own = triggers.get(hart.id());
    Optional<Meeting> found = own.met().map(point -> new Meeting(hart, point, moment(hart, point)));
    own.tell();
    own.goOn();
    return found;
  }

  /// An access has been executed when its hart is paused.
  private Moment moment(Hart hart, Point point) {
    return point.kind().isForCode() ? run.now() : run.lastAct(hart).orElseThrow();
  }
}
