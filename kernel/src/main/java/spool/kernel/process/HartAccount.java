package spool.kernel.process;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import spool.kernel.trace.Activity;

/// What a hart's time was spent on, to the cycle.
///
/// Every cycle since the account was opened belongs to exactly one activity, so that the sum of all
/// is the time elapsed.
public final class HartAccount {
  private static final class Item {
    final Activity activity;
    long cycles;

    Item(Activity activity) {
      this.activity = activity;
    }
  }

  private final Map<Activity, Item> items = new EnumMap<>(Activity.class);
  private Item present;
  private long since;

  /// An account that begins at cycle `now` with an idle hart.
  HartAccount(long now) {
    since = now;
    for (Activity each : Activity.values()) {
      items.put(each, new Item(each));
    }
    present = item(Activity.IDLE);
  }

  private Item item(Activity activity) {
    return Objects.requireNonNull(items.get(activity));
  }

  /// Since when the hart does that.
  long since() {
    return since;
  }

  /// What the hart does now.
  public Activity activity() {
    return present.activity;
  }

  /// Ends the present activity at cycle `now`, begins `next`, and answers how long the former took.
  long begin(Activity next, long now) {
    long elapsed = now - since;
    present.cycles += elapsed;
    present = item(next);
    since = now;
    return elapsed;
  }

  /// Cycles spent so far on each activity, up to cycle `now`.
  public Map<Activity, Long> spent(long now) {
    EnumMap<Activity, Long> sum = new EnumMap<>(Activity.class);
    items.forEach((activity, item) -> sum.put(activity, item.cycles));
    sum.merge(present.activity, now - since, Long::sum);
    return sum;
  }
}
