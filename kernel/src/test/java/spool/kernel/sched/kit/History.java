package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.sched.Scheduler.Reason;
import spool.kernel.trace.Activity;
import spool.kernel.trace.SchedulingListener;

/// What happened in a run, in the order in which it was told: by the [Simulation], or by a kernel.
public final class History implements SchedulingListener {
  /// Something that happened. The times are those of [SchedulingListener].
  public sealed interface Event {
    /// When; cycles.
    long time();
  }

  /// A task is in the policy's hands.
  public record Ready(long time, int tid, Reason reason) implements Event {}

  /// A task is on a hart.
  public record Runs(long time, int hart, int tid) implements Event {}

  /// A task left a hart to be ready again.
  public record GaveUp(long time, int hart, int tid, Reason reason) implements Event {}

  /// A task left a hart and is not ready.
  public record Left(long time, int hart, int tid, Departure departure) implements Event {}

  /// A hart has spent the time from `time` to `to` on something.
  public record Spent(long time, long to, int hart, int tid, Activity activity) implements Event {}

  /// A program wrote a line to the trace.
  public record Marked(long time, int pid, String text) implements Event {}

  private final List<Event> events = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  /// Everything that happened.
  public List<Event> events() {
    return Collections.unmodifiableList(events);
  }

  /// What happened of one kind.
  public <E extends Event> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// What was seen at once to break a law, and cannot be told from the events.
  public List<Violation> violations() {
    return Collections.unmodifiableList(violations);
  }

  /// Notes that a law was seen to be broken.
  public void add(Violation violation) {
    violations.add(violation);
  }

  /// When the last span of any hart ends; cycles.
  public long end() {
    return events(Spent.class).stream().mapToLong(Spent::to).max().orElse(0);
  }

  @Override
  public void ready(long time, int tid, Reason reason) {
    events.add(new Ready(time, tid, reason));
  }

  @Override
  public void runs(long time, int hart, int tid) {
    events.add(new Runs(time, hart, tid));
  }

  @Override
  public void gaveUp(long time, int hart, int tid, Reason reason) {
    events.add(new GaveUp(time, hart, tid, reason));
  }

  @Override
  public void left(long time, int hart, int tid, Departure departure) {
    events.add(new Left(time, hart, tid, departure));
  }

  @Override
  public void spent(long from, long to, int hart, int tid, Activity activity) {
    events.add(new Spent(from, to, hart, tid, activity));
  }

  @Override
  public void marked(long time, int pid, String text) {
    events.add(new Marked(time, pid, text));
  }
}
