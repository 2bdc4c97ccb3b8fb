package spool.emulator.machine;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spool.emulator.device.InterruptLine;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.memory.Device;

/// The deterministic engine: all harts on one host thread, in slices.
///
/// Every hart has a clock of its own. The engine lets the hart run whose clock is behind all others
/// (the lowest number among equals), for one slice; then it looks again. The length of a slice
/// comes from the seed: long while a single hart runs, short while several do, so that their
/// instructions mix finely and differently for every seed.
///
/// An event runs once no running hart is behind its time. A slice therefore ends at the first
/// event's time, even when that event is scheduled, or another hart woken, in the middle of the
/// slice. Parked harts hold nothing back: they take up the time at which they are woken, or at
/// which an interrupt line ends their wait. When every hart is parked, time jumps to the next
/// event, or passes as the [Pacer] has it.
///
/// Between two slices the engine takes the mail of the [Inbox]: the one thing that depends on the
/// host's timing. A run without mail is repeatable; an input that must be repeatable is an event.
///
/// A hart loses its reservation when another hart or an event comes between, so that a
/// store-conditional succeeds only where nothing can have happened since its load-reserved.
///
/// Invariant: a hart never sees what another one did later than one slice (and the cost of one
/// charge) after its own present; no event runs before its time, nor after a hart that was running
/// when it was scheduled has passed that time by more than this; and all of it is a function of the
/// image, the inputs and the seed.
final class Engine implements Conductor {
  /// The mean length of a slice of the only running hart, in cycles.
  static final long LONE_SLICE = 20_000;

  /// The mean length of a slice while several harts run.
  static final long SHARED_SLICE = 1_000;

  private final List<Hart> harts;
  private final Executor executor;
  private final Pacer pacer;
  private final SliceListener listener;
  private final SplitMix random;
  private final EventQueue events = new EventQueue(this::limit);
  private final Inbox inbox = new Inbox();

  private long time;
  private Hart latest;
  private @Nullable Hart running;
  private @Nullable Outcome outcome;

  Engine(
      List<Hart> harts, Executor executor, Pacer pacer, SliceListener listener, SplitMix random) {
    this.harts = harts;
    this.executor = executor;
    this.pacer = pacer;
    this.listener = listener;
    this.random = random;
    this.latest = harts.getFirst();
  }

  @Override
  public EventQueue events() {
    return events;
  }

  @Override
  public Inbox inbox() {
    return inbox;
  }

  @Override
  public long now() {
    return running == null ? time : running.cycles();
  }

  @Override
  public Alarm schedule(long when, Runnable action) {
    EventQueue.Event event = events.schedule(when, action);
    return () -> events.cancel(event);
  }

  /// Lets a hart go on from now if it is parked, ahead of the running one.
  @Override
  public void wake(Hart hart) {
    if (hart.isParked()) {
      hart.unpark(now());
      limit(hart.cycles());
    }
  }

  /// Ends the run once the instruction or event at hand is over.
  @Override
  public void finish(Outcome reason) {
    time = Math.max(time, now());
    outcome = reason;
    limit(time);
  }

  /// Runs until something finishes the run.
  @Override
  public Outcome run() {
    while (outcome == null) {
      if (inbox.hasMail()) {
        deliver();
      } else {
        step();
      }
    }
    Outcome reason = outcome;
    outcome = null;
    return reason;
  }

  @Override
  public boolean isParallel() {
    return false;
  }

  @Override
  public void exclusively(Runnable action) {
    action.run();
  }

  @Override
  public void onEach(List<Hart> chosen, Consumer<Hart> action) {
    chosen.forEach(action);
  }

  @Override
  public InterruptLine line(Hart hart, InterruptLine line) {
    return line;
  }

  @Override
  public Device guard(Device device) {
    return device;
  }

  @Override
  public Supervisor guard(Supervisor supervisor) {
    return supervisor;
  }

  /// A hart's clock is the present while it runs.
  @Override
  public void synchronize(Hart hart) {}

  private void limit(long when) {
    if (running != null) {
      running.lowerLimit(when);
    }
  }

  private void deliver() {
    Hart hart = earliest();
    time = Math.max(time, hart == null ? latestClock() : hart.cycles());
    latest.clearReservation();
    inbox.deliver();
  }

  private void step() {
    Hart hart = earliest();
    long due = events.nextTime();
    if (hart != null && hart.cycles() < due) {
      slice(hart, due);
    } else if (hart != null || due <= Math.max(time, latestClock())) {
      event(due);
    } else {
      idle(due);
    }
  }

  private void slice(Hart hart, long due) {
    if (hart != latest) {
      latest.clearReservation();
      latest = hart;
    }
    time = Math.max(time, hart.cycles());
    hart.limit(Math.min(due, hart.cycles() + sliceLength()));
    listener.begins(hart.cycles(), hart.id(), hart.pc());
    running = hart;
    try {
      executor.run(hart);
    } catch (RuntimeException | Error failure) {
      throw new EngineFailure(hart, failure);
    } finally {
      running = null;
    }
  }

  private void event(long due) {
    time = Math.max(time, due);
    latest.clearReservation();
    events.runFirst();
  }

  private void idle(long due) {
    if (due == Long.MAX_VALUE && !inbox.isOpen() && !inbox.hasMail()) {
      finish(new Outcome.IdleForever());
      return;
    }
    try {
      time = pacer.idle(Math.max(time, latestClock()), due, inbox);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      finish(new Outcome.Stopped());
    }
  }

  private long sliceLength() {
    long mean = isShared() ? SHARED_SLICE : LONE_SLICE;
    return mean / 2 + random.below(mean);
  }

  private boolean isShared() {
    return harts.stream().filter(hart -> !hart.isParked()).limit(2).count() == 2;
  }

  private @Nullable Hart earliest() {
    Hart first = null;
    for (Hart hart : harts) {
      if (!hart.isParked() && (first == null || hart.cycles() < first.cycles())) {
        first = hart;
      }
    }
    return first;
  }

  private long latestClock() {
    return harts.stream().mapToLong(Hart::cycles).max().orElse(0);
  }
}
