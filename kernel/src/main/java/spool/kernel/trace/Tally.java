package spool.kernel.trace;

import java.util.EnumMap;
import java.util.OptionalLong;

/// Sums up what a process or a job gets.
///
/// The times in each condition are sums of differences between the times of changes, whichever
/// hart's clock told them, so that together they always are the time from the first change to the
/// last.
final class Tally {
  private final EnumMap<Condition, Long> spent;
  private OptionalLong start = OptionalLong.empty();
  private Durations bursts = Durations.NONE;
  private Durations interactions = Durations.NONE;
  private Condition before = Condition.ABSENT;
  private long since;
  private int running;
  private int ready;
  private int blocked;
  private long user;
  private long kernel;
  private long voluntary;
  private long involuntary;

  /// Nothing yet, and no task, at cycle `since`.
  Tally(long since) {
    spent = new EnumMap<>(Condition.class);
    this.since = since;
  }

  /// A copy that goes its own way.
  Tally(Tally other) {
    spent = new EnumMap<>(other.spent);
    start = other.start;
    bursts = other.bursts;
    interactions = other.interactions;
    before = other.before;
    since = other.since;
    running = other.running;
    ready = other.ready;
    blocked = other.blocked;
    user = other.user;
    kernel = other.kernel;
    voluntary = other.voluntary;
    involuntary = other.involuntary;
  }

  /// A task changes at `time` from one condition to another.
  void change(long time, Condition from, Condition to) {
    if (time < since && to == Condition.RUNNING && condition() == Condition.READY) {
      takeBack(since - time);
    }
    Condition previous = condition();
    before = time == since ? before : previous;
    settle(time);
    count(from, -1);
    count(to, 1);
  }

  /// The hart that takes the task is behind the one that made it ready: it counts as ready only
  /// from when it is taken. One that comes from a hart itself has run on two at once.
  private void takeBack(long cycles) {
    if (before != Condition.RUNNING) {
      boolean isFirst = before == Condition.ABSENT && start.isEmpty();
      spent.merge(before, isFirst ? 0 : -cycles, Long::sum);
      since -= cycles;
    }
  }

  /// Counts the time up to `time`.
  void settle(long time) {
    spent.merge(condition(), time - since, Long::sum);
    since = time;
  }

  private void count(Condition condition, int step) {
    switch (condition) {
      case RUNNING -> running += step;
      case READY -> ready += step;
      case BLOCKED -> blocked += step;
      case ABSENT -> {}
    }
  }

  /// What all tasks together are doing.
  Condition condition() {
    if (running > 0) {
      return Condition.RUNNING;
    }
    if (ready > 0) {
      return Condition.READY;
    }
    return blocked > 0 ? Condition.BLOCKED : Condition.ABSENT;
  }

  /// How much of the time was in `condition`, in cycles.
  long spent(Condition condition) {
    return spent.getOrDefault(condition, 0L);
  }

  void dispatched(long time) {
    if (start.isEmpty()) {
      start = OptionalLong.of(time);
    }
  }

  void spend(Activity activity, long cycles) {
    if (activity == Activity.USER) {
      user += cycles;
    } else {
      kernel += cycles;
    }
  }

  void countSwitch(boolean isVoluntary) {
    if (isVoluntary) {
      voluntary++;
    } else {
      involuntary++;
    }
  }

  void countBurst(long cycles) {
    bursts = bursts.with(cycles);
  }

  void countInteraction(long cycles) {
    interactions = interactions.with(cycles);
  }

  /// What there is so far, for one that arrived at `arrival`, ended at `finish`, and waited for
  /// `more` cycles in which it had no task.
  Service service(long arrival, OptionalLong finish, long more) {
    return new Service(
        arrival,
        start,
        finish,
        user,
        kernel,
        spent(Condition.READY) + more,
        spent(Condition.BLOCKED),
        voluntary,
        involuntary,
        bursts,
        interactions);
  }
}
