package spool.emulator.machine;

import java.util.TreeSet;
import java.util.function.LongConsumer;
import spool.emulator.device.VirtualTime;
import spool.emulator.state.Exchange;
import spool.emulator.state.StateException;
import spool.emulator.state.Stateful;

/// What is to happen at given virtual times, in order of time and, at one time, of scheduling.
///
/// Scheduling, cancelling and running an event each take logarithmic time.
///
/// Of the state of the queue only the number of the next event is its own. An event belongs to
/// whoever has scheduled it, see [VirtualTime#exchange].
public final class EventQueue implements Stateful {
  /// A scheduled action; kept by whoever may want to cancel it.
  public static final class Event implements Comparable<Event>, VirtualTime.Alarm {
    private final EventQueue queue;
    private final long time;
    private final long sequence;
    private final Runnable action;

    private Event(EventQueue queue, long time, long sequence, Runnable action) {
      this.queue = queue;
      this.time = time;
      this.sequence = sequence;
      this.action = action;
    }

    @Override
    public long time() {
      return time;
    }

    @Override
    public long rank() {
      return sequence;
    }

    @Override
    public void cancel() {
      queue.cancel(this);
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

  /// How many events their owners have saved since this was.
  private int saved;

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
    return add(new Event(this, time, sequence++, action));
  }

  /// Runs `action` as an event that was forgotten when the queue was restored, in its place.
  public Event reschedule(long time, long rank, Runnable action) {
    return add(new Event(this, time, rank, action));
  }

  private Event add(Event event) {
    events.add(event);
    if (events.first() == event) {
      onEarlier.accept(event.time);
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

  /// How many events there are.
  public int size() {
    return events.size();
  }

  /// Restoring forgets all events.
  @Override
  public void exchange(Exchange exchange) {
    saved = 0;
    sequence = exchange.number(sequence);
    if (exchange.isRestoring()) {
      events.clear();
    }
  }

  /// Notes that the owner of an event has saved it, or brought it back.
  void countSaved() {
    saved++;
  }

  /// Throws [StateException] if the owner of an event has not saved it since this was saved.
  void demandAllSaved() {
    if (saved != events.size()) {
      throw new StateException(
          "%d of %d events belong to parts of the machine that cannot be saved"
              .formatted(events.size() - saved, events.size()));
    }
  }

  /// Runs the earliest event. Throws [java.util.NoSuchElementException] when there is none.
  public void runFirst() {
    events.removeFirst().action.run();
  }
}
