package spool.emulator.machine;

import java.util.PriorityQueue;

/// What is to happen at given virtual times, in order of time and, at one time, of scheduling.
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

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(time, other.time);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private long sequence;

  /// Runs `action` at virtual time `time`, in cycles.
  public Event schedule(long time, Runnable action) {
    Event event = new Event(time, sequence++, action);
    events.add(event);
    return event;
  }

  /// Forgets an event; nothing happens if it has run.
  public void cancel(Event event) {
    events.remove(event);
  }

  /// The time of the earliest event, or [Long#MAX_VALUE] without one.
  public long nextTime() {
    Event first = events.peek();
    return first == null ? Long.MAX_VALUE : first.time;
  }

  /// Runs the events up to and including `now`, earliest first.
  public void runUntil(long now) {
    while (nextTime() <= now) {
      events.remove().action.run();
    }
  }
}
