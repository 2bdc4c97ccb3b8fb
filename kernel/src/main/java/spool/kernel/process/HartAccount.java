package spool.kernel.process;

import java.util.EnumMap;
import java.util.Map;
import spool.kernel.trace.Activity;

/// What a hart's time was spent on, to the cycle.
///
/// Every cycle since the account was opened belongs to exactly one activity, so that the sum of all
/// is the time elapsed.
public final class HartAccount {
  private final EnumMap<Activity, Long> spent = new EnumMap<>(Activity.class);
  private Activity activity = Activity.IDLE;
  private long since;

  /// An account that begins at cycle `now` with an idle hart.
  HartAccount(long now) {
    since = now;
    for (Activity each : Activity.values()) {
      spent.put(each, 0L);
    }
  }

  /// Since when the hart does that.
  long since() {
    return since;
  }

  /// What the hart does now.
  public Activity activity() {
    return activity;
  }

  /// Ends the present activity at cycle `now`, begins `next`, and answers how long the former took.
  long begin(Activity next, long now) {
    long elapsed = now - since;
    spent.merge(activity, elapsed, Long::sum);
    activity = next;
    since = now;
    return elapsed;
  }

  /// Cycles spent so far on each activity, up to cycle `now`.
  public Map<Activity, Long> spent(long now) {
    EnumMap<Activity, Long> sum = new EnumMap<>(spent);
    sum.merge(activity, now - since, Long::sum);
    return sum;
  }
}
