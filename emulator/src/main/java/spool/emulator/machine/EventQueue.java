package spool.emulator.machine;

import java.util.TreeSet;
import java.util.function.LongConsumer;

/// What is to happen at given virtual times, in order of time and, at one time, of scheduling.
///
/// Scheduling, cancelling and running an event each take logarithmic time.
public final class EventQueue {
  /// A scheduled action; kept by whoever may want to cancel it.
  public static final class Event implements Comparable<Event> {
    private final long time;
    private final long sequence;
    private final Runnable action;

    private Event(long time, long sequence, Runnable action) {
      this.time = time;
      this.sequence = sequence;
      this.action = action;
    }

    /// When it is due, in cycles.
    public long time() {
      return time;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final TreeSet<Event> events = new TreeSet<>();
  private final LongConsumer onEarlier;
  private long sequence;

  /// An empty queue.
  public EventQueue() {
    this(time -> {});
  }

  /// An empty queue that tells `onEarlier` the time of every event that becomes the first.
  public EventQueue(LongConsumer onEarlier) {
    this.onEarlier = onEarlier;
  }

  /// Runs `action` at virtual time `time`, in cycles.
  public Event schedule(long time, Runnable action) {
    Event event = new Event(time, sequence++, action);
    events.add(event);
    if (events.first() == event) {
      onEarlier.accept(time);
    }
    return event;
  }

  /// Forgets an event; nothing happens if it has run.
  public void cancel(Event event) {
    events.remove(event);
  }

  /// The time of the earliest event, or [Long#MAX_VALUE] without one.
  public long nextTime() {
    return events.isEmpty() ? Long.MAX_VALUE : events.first().time;
  }

  /// Runs the earliest event. Throws [java.util.NoSuchElementException] when there is none.
  public void runFirst() {
    events.removeFirst().action.run();
  }
}
