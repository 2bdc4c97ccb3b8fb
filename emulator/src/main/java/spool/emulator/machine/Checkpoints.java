package spool.emulator.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The checkpoints of a run, as many as there is room for: many near the place that is of interest,
/// fewer and fewer away from it. The first one always stays, and so does the one in front of that
/// place.
///
/// When there are too many, the one goes whose neighbours are closest to each other in proportion
/// to their distance from the place. So the gaps grow with the distance by a constant factor, and
/// the number of checkpoints that are needed with its logarithm.
final class Checkpoints {
  private static final int FEWEST = 3;

  private final int most;
  private final long mostBytes;

  /// By the steps of their moments.
  private final NavigableMap<Long, Checkpoint> all = new TreeMap<>();

  /// How much memory each takes, but for what it shares with the one before.
  private final Map<Long, Long> bytes = new HashMap<>();

  private long sum;

  /// No more than `most`, and no more than what takes `mostBytes` beside the first, but for a few.
  Checkpoints(int most, long mostBytes) {
    this.most = most;
    this.mostBytes = mostBytes;
  }

  /// Adds the checkpoint of the place that is of interest now.
  void add(Checkpoint added) {
    long focus = added.moment().steps();
    all.put(focus, added);
    measure(added);
    while (all.size() > FEWEST && (all.size() > most || sum > mostBytes)) {
      remove(leastUseful(focus));
    }
  }

  private void remove(long steps) {
    all.remove(steps);
    sum -= bytes.getOrDefault(steps, 0L);
    bytes.remove(steps);
    Map.Entry<Long, Checkpoint> next = all.higherEntry(steps);
    if (next != null) {
      measure(next.getValue());
    }
  }

  private void measure(Checkpoint measured) {
    long steps = measured.moment().steps();
    Map.Entry<Long, Checkpoint> before = all.lowerEntry(steps);
    long own = before == null ? 0 : measured.state().bytesBeside(before.getValue().state());
    sum += own - bytes.getOrDefault(steps, 0L);
    bytes.put(steps, own);
  }

  /// Whether there is one of this number of steps.
  boolean has(long steps) {
    return all.containsKey(steps);
  }

  /// How many there are.
  int size() {
    return all.size();
  }

  /// The first one.
  Checkpoint first() {
    return all.firstEntry().getValue();
  }

  /// The last one that is not behind `moment`.
  Checkpoint upTo(Moment moment) {
    Checkpoint found = all.floorEntry(moment.steps()).getValue();
    return moment.isBefore(found.moment()) ? before(found.moment()) : found;
  }

  /// The last one in front of `moment`, which is not the first one's.
  Checkpoint before(Moment moment) {
    Checkpoint found = all.floorEntry(moment.steps()).getValue();
    return found.moment().isBefore(moment) ? found : all.lowerEntry(moment.steps()).getValue();
  }

  /// Forgets those behind `moment`.
  void forgetAfter(Moment moment) {
    while (moment.isBefore(all.lastEntry().getValue().moment())) {
      remove(all.lastKey());
    }
  }

  private long leastUseful(long focus) {
    List<Long> steps = new ArrayList<>(all.keySet());
    long found = focus;
    double least = Double.MAX_VALUE;
    for (int index = 1; index < steps.size() - 1; index++) {
      long gap = steps.get(index + 1) - steps.get(index - 1);
      double weight = (double) gap / Math.abs(focus - steps.get(index));
      if (steps.get(index) != focus && weight < least) {
        least = weight;
        found = steps.get(index);
      }
    }
    return found;
  }
}
