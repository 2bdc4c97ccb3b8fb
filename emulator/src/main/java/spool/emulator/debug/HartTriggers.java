package spool.emulator.debug;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Triggers;
import spool.emulator.memory.Access;

/// Pauses a hart at breakpoints and watchpoints, and says at which.
///
/// Where harts execute side by side, several can be paused, of which a debugger is told one by one.
/// A breakpoint that it has not been told of is met again when the hart goes on, if it is there
/// then; an access to watched memory is over, so that it has to be asked for ([#overdue]) before.
public final class HartTriggers implements Triggers {
  private static final long NEVER = -1;

  private final Hart hart;
  private final Points points;
  private final BooleanSupplier count;
  private Optional<Point> met = Optional.empty();
  private boolean isTold;
  private long passed = NEVER;

  /// Pauses `hart` at `points`, but only where `count` says so at the moment.
  public HartTriggers(Hart hart, Points points, BooleanSupplier count) {
    this.hart = hart;
    this.points = points;
    this.count = count;
  }

  /// Goes by the points as they are now.
  public void renew() {
    hart.triggers(this);
  }

  /// What the hart was paused at since the last [#goOn].
  public Optional<Point> met() {
    return met;
  }

  /// What the hart was paused at, if the debugger has not been told yet.
  public Optional<Point> news() {
    return isTold ? Optional.empty() : met;
  }

  /// The watchpoint, which is there still, of [#news].
  public Optional<Point> overdue() {
    return news().filter(point -> !point.kind().isForCode() && points.contains(point));
  }

  /// Notes that the debugger is told of what was met.
  public void tell() {
    isTold = true;
  }

  /// Lets the hart go on, over the breakpoint that it was paused at if that was told of.
  public void goOn() {
    passed = isTold && met.isPresent() ? hart.cycles() : NEVER;
    met = Optional.empty();
    isTold = false;
    hart.pauseAt(Long.MAX_VALUE);
  }

  /// Forgets what the hart was paused at, and lets it go on from where it was put meanwhile.
  void forget() {
    met = Optional.empty();
    goOn();
  }

  /// Notes that the hart was put to where it is paused at `point`.
  void standAt(Point point) {
    met = Optional.of(point);
  }

  /// Lets the hart go on for one instruction or trap.
  public void step() {
    goOn();
    passed = hart.cycles();
    hart.pauseAt(hart.cycles() + 1);
  }

  @Override
  public boolean areInCode(long address) {
    return points.areInCode(address);
  }

  @Override
  public boolean areAt(long pc) {
    return points.at(pc).isPresent();
  }

  @Override
  public void reached(long pc) {
    if (hart.cycles() != passed && count.getAsBoolean()) {
      pause(points.at(pc));
    }
  }

  @Override
  public boolean areInData(long address) {
    return points.areInData(address);
  }

  @Override
  public void accessed(long address, int size, Access access) {
    Optional<Point> watched = points.met(address, size, access);
    if (watched.isPresent() && met.isEmpty() && count.getAsBoolean()) {
      pause(watched);
    }
  }

  /// Pauses the hart because somebody else has met `point` for it.
  public void meet(Point point) {
    pause(Optional.of(point));
  }

  private void pause(Optional<Point> point) {
    met = point;
    isTold = false;
    hart.pauseAt(hart.cycles());
  }
}
