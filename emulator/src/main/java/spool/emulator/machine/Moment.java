package spool.emulator.machine;

/// A place between two instructions, events or inputs of a run. Of two places the one with more
/// steps is later; of those with equal steps, the one where the hart that ran last has the greater
/// clock, and of those, the one where more idle time has passed.
///
/// @param steps how many slices, events and inputs have begun before it
/// @param cycles the clock of the hart that ran last
/// @param time the machine's own time
public record Moment(long steps, long cycles, long time) implements Comparable<Moment> {
  /// Before everything.
  static final Moment NEVER = new Moment(-1, 0, 0);

  @Override
  public int compareTo(Moment other) {
    int bySteps = Long.compare(steps, other.steps);
    if (bySteps != 0) {
      return bySteps;
    }
    int byCycles = Long.compare(cycles, other.cycles);
    return byCycles != 0 ? byCycles : Long.compare(time, other.time);
  }

  /// Whether this is earlier than `other`.
  public boolean isBefore(Moment other) {
    return compareTo(other) < 0;
  }
}
