package spool.kernel.sched.kit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import spool.kernel.sched.Scheduler.Departure;
import spool.kernel.trace.Activity;
import spool.kernel.trace.SchedulingListener;

/// A history by tasks: when each was waiting for a hart, and when it ran. A task waits until a hart
/// begins to switch to it. What it does from coming to a hart until leaving it is one run.
public final class Timeline {
  /// A span of time in which a task waited, or ran on a hart.
  ///
  /// @param from its first cycle
  /// @param to the cycle after its last
  /// @param tid the task
  /// @param hart the hart on which it ran, or -1
  public record Span(long from, long to, int tid, int hart) {
    /// How long it is; cycles.
    public long length() {
      return to - from;
    }

    /// How much of it lies in another; cycles, not negative.
    public long overlap(long start, long end) {
      return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
  }

  private static final int NO_HART = -1;

  private final Map<Integer, List<Span>> runs = new TreeMap<>();
  private final Map<Integer, List<Span>> waits = new TreeMap<>();
  private final Map<Integer, Long> arrivals = new TreeMap<>();
  private final Map<Integer, Long> ends = new TreeMap<>();

  /// The timeline of what `history` tells.
  public Timeline(History history) {
    Map<Integer, Long> waiting = new TreeMap<>();
    Map<Integer, History.Spent> switches = new TreeMap<>();
    Set<Integer> fresh = new TreeSet<>();
    for (History.Event event : history.events()) {
      switch (event) {
        case History.Ready ready -> {
          arrivals.putIfAbsent(ready.tid(), ready.time());
          waiting.put(ready.tid(), ready.time());
        }
        case History.Runs begins -> {
          fresh.add(begins.tid());
          stopWaiting(waiting, begins.tid(), decided(begins, switches.get(begins.hart())));
        }
        case History.Left left -> end(left);
        case History.Spent spent -> {
          if (spent.activity() == Activity.SWITCH) {
            switches.put(spent.hart(), spent);
          }
          run(spent, fresh.remove(spent.tid()));
        }
        case History.GaveUp _, History.Marked _ -> {}
      }
    }
    List.copyOf(waiting.keySet()).forEach(tid -> stopWaiting(waiting, tid, history.end()));
  }

  /// When a hart was given to a task: before the switch.
  private static long decided(History.Runs begins, History.@Nullable Spent lastSwitch) {
    return lastSwitch != null && lastSwitch.to() == begins.time()
        ? lastSwitch.time()
        : begins.time();
  }

  private void stopWaiting(Map<Integer, Long> waiting, int tid, long time) {
    Long from = waiting.remove(tid);
    if (from != null && time > from) {
      add(waits, new Span(from, time, tid, NO_HART));
    }
  }

  private void run(History.Spent spent, boolean isFresh) {
    if (spent.tid() == SchedulingListener.NO_TASK || spent.activity() == Activity.IDLE) {
      return;
    }
    List<Span> before = runs.computeIfAbsent(spent.tid(), _ -> new ArrayList<>());
    boolean goesOn = !isFresh && !before.isEmpty() && before.getLast().to() == spent.time();
    long from = goesOn ? before.removeLast().from() : spent.time();
    before.add(new Span(from, spent.to(), spent.tid(), spent.hart()));
  }

  private void end(History.Left left) {
    if (left.departure() == Departure.ENDED) {
      ends.put(left.tid(), left.time());
    }
  }

  private static void add(Map<Integer, List<Span>> spans, Span span) {
    spans.computeIfAbsent(span.tid(), _ -> new ArrayList<>()).add(span);
  }

  /// The tasks that came.
  public List<Integer> tasks() {
    return List.copyOf(arrivals.keySet());
  }

  /// When a task ran.
  public List<Span> runs(int tid) {
    return Collections.unmodifiableList(runs.getOrDefault(tid, List.of()));
  }

  /// When any task ran.
  public List<Span> runs() {
    return runs.values().stream().flatMap(List::stream).toList();
  }

  /// When a task was ready and did not run.
  public List<Span> waits(int tid) {
    return Collections.unmodifiableList(waits.getOrDefault(tid, List.of()));
  }

  /// When any task was ready and did not run.
  public List<Span> waits() {
    return waits.values().stream().flatMap(List::stream).toList();
  }

  /// When a task ended, if it did; cycles.
  public OptionalLong end(int tid) {
    Long end = ends.get(tid);
    return end == null ? OptionalLong.empty() : OptionalLong.of(end);
  }

  /// The time from the first that was heard of a task to its end, summed over all that ended.
  public long turnaround() {
    return ends.entrySet().stream()
        .mapToLong(entry -> entry.getValue() - arrivals.getOrDefault(entry.getKey(), 0L))
        .sum();
  }

  /// What a task had run for up to `time`; cycles.
  public long service(int tid, long time) {
    return runs(tid).stream().mapToLong(span -> span.overlap(0, time)).sum();
  }

  /// When a task had run for so many cycles, if it ever had.
  public OptionalLong served(int tid, long cycles) {
    long left = cycles;
    for (Span span : runs(tid)) {
      if (span.length() >= left) {
        return OptionalLong.of(span.from() + left);
      }
      left -= span.length();
    }
    return OptionalLong.empty();
  }
}
