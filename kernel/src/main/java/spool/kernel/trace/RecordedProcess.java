package spool.kernel.trace;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A process as the [Recorder] knows it.
final class RecordedProcess {
  final int index;
  final int pid;
  final int parent;
  final Tally tally;
  final SegmentLog<Condition> log = new SegmentLog<>();
  private long arrival;
  private String name;
  private int tasks;
  private OptionalLong finish = OptionalLong.empty();
  private OptionalInt status = OptionalInt.empty();
  private Optional<RecordedJob> job = Optional.empty();

  RecordedProcess(int index, int pid, int parent, String name, long arrival) {
    this.index = index;
    this.pid = pid;
    this.parent = parent;
    this.name = name;
    this.arrival = arrival;
    tally = new Tally(arrival);
  }

  void rename(String newName) {
    name = newName;
  }

  void join(RecordedJob newJob) {
    job = Optional.of(newJob);
  }

  Optional<RecordedJob> job() {
    return job;
  }

  /// When it was made, or first taken by a hart that is behind the one that made it.
  long arrival() {
    return arrival;
  }

  void dispatched(long time) {
    arrival = Math.min(arrival, time);
  }

  void addTask() {
    tasks++;
  }

  void removeTask(long time) {
    tasks--;
    finish = tasks == 0 ? OptionalLong.of(time) : finish;
  }

  boolean isAlive() {
    return finish.isEmpty();
  }

  void ended(int newStatus) {
    status = OptionalInt.of(newStatus);
  }

  /// The account with a life that is not over counted up to `now`.
  ProcessAccount account(long now) {
    Tally sum = new Tally(tally);
    if (isAlive()) {
      sum.settle(now);
    }
    OptionalInt number = job.isPresent() ? OptionalInt.of(job.get().number) : OptionalInt.empty();
    return new ProcessAccount(pid, parent, name, number, status, sum.service(arrival, finish, 0));
  }
}
