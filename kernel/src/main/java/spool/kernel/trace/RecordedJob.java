package spool.kernel.trace;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A job as the [Recorder] knows it.
final class RecordedJob {
  final int number;
  private final String name;
  private final long arrival;
  private Tally tally;
  private Optional<RecordedProcess> first = Optional.empty();
  private OptionalLong finish = OptionalLong.empty();
  private String result = "";

  RecordedJob(int number, String name, long arrival) {
    this.number = number;
    this.name = name;
    this.arrival = arrival;
    tally = new Tally(arrival);
  }

  /// Gets `first` as its first process, with all that it has done since it was made.
  void start(RecordedProcess process) {
    first = Optional.of(process);
    tally = new Tally(process.tally);
  }

  boolean hasStarted() {
    return first.isPresent();
  }

  /// Is done with at `time`; what its processes do from then on is theirs.
  void end(long time, String words) {
    tally.settle(time);
    finish = OptionalLong.of(time);
    result = words;
  }

  boolean isOpen() {
    return finish.isEmpty();
  }

  Tally tally() {
    return tally;
  }

  /// The account with a life that is not over counted up to `now`.
  JobAccount account(long now) {
    Tally sum = new Tally(tally);
    if (isOpen()) {
      sum.settle(now);
    }
    long admission = first.map(process -> process.arrival() - arrival).orElse(0L);
    long more = admission + sum.spent(Condition.ABSENT);
    OptionalInt pid = first.isPresent() ? OptionalInt.of(first.get().pid) : OptionalInt.empty();
    return new JobAccount(
        number,
        name,
        pid,
        result,
        hasStarted() ? admission : more,
        sum.service(arrival, finish, more));
  }
}
