package spool.emulator.machine;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spool.emulator.device.InterruptLine;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.memory.Device;
import spool.emulator.state.Exchange;

/// The parallel engine: each hart on a thread of the host, and time is the host's.
///
/// Harts execute side by side without a lock. Everything else that they share is entered under one:
/// devices, events, mail, a kernel in Java. Whoever holds it may do what the deterministic engine
/// lets a hart do in its slice. Events run when they are due by the host's clock, on the thread
/// that called [#run] or on that of a hart that enters just then.
///
/// ## What belongs to a hart
///
/// Registers, translations and interrupts of a hart are its own thread's, which takes no lock for
/// them. Two ways lead there for the holder of the lock, see [Seat]: [#line] leaves word, which the
/// hart reads before its next slice, or when it is woken for it; [#onEach] waits until the hart is
/// out of guest code (between two slices, waiting for the lock, or parked) and keeps it there while
/// the action is done. A slice is short, so that nobody waits for long.
///
/// ## Time
///
/// Virtual time is the nanoseconds that the machine has run for. The clock of a hart counts its
/// instructions as ever, and is brought to the present by [#synchronize] and when it is woken.
///
/// ## A debugger's wishes
///
/// A hart that comes to a place where it is to pause ends the run, which is over when every thread
/// is: so all of them stand while a debugger looks. Several may have come to such places by then;
/// each stays where it is. Harts that are held sleep from the beginning of a run to its end.
///
/// Invariant: a hart changes nothing but memory and itself without the lock, and nothing of a hart
/// is changed by others while it is in guest code.
final class ParallelEngine implements Conductor {
  /// How many instructions a hart executes before it looks up.
  private static final long SLICE = 20_000;

  /// How long the clock sleeps at most, in nanoseconds.
  private static final long LONGEST_SLEEP = 100_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Seat> seats;
  private final Inbox inbox = new Inbox();
  private final EventQueue events = new EventQueue(this::becameFirst);

  /// What the other engine makes slices with, kept for it.
  private final SplitMix slices;

  /// When time was zero, by the host's clock, while the machine runs.
  private long origin;

  private long elapsed;
  private volatile boolean isRunning;

  /// When the clock looks for events, at the latest.
  private volatile long nextLook = Long.MAX_VALUE;

  /// Written by other threads.
  private volatile boolean isPauseRequested;

  /// Which harts do not run; changed only while none does.
  private Set<Hart> held = Set.of();

  private volatile @Nullable Outcome outcome;
  private volatile @Nullable EngineFailure failure;

  /// An engine of `harts`, of which each has an executor of its own in `executors`. With `slices`
  /// an engine that takes turns begins.
  ParallelEngine(List<Hart> harts, List<Executor> executors, SplitMix slices) {
    this.slices = slices;
    seats = harts.stream().map(hart -> new Seat(hart, executors.get(hart.id()), lock)).toList();
    harts.forEach(Hart::countInstructionsAsCycles);
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
  public boolean isParallel() {
    return true;
  }

  // Time and events

  @Override
  public long now() {
    return isRunning ? System.nanoTime() - origin : elapsed;
  }

  @Override
  public Alarm schedule(long when, Runnable action) {
    return events.schedule(when, action);
  }

  private void becameFirst(long when) {
    if (isRunning && when < nextLook) {
      nextLook = when;
      wakeClock();
    }
  }

  private void wakeClock() {
    inbox.post(() -> {});
  }

  private void runDueEvents() {
    while (!isOver() && events.nextTime() <= now()) {
      events.runFirst();
    }
  }

  @Override
  public void synchronize(Hart hart) {
    hart.charge(now() - hart.cycles());
    hart.limit(hart.cycles() + SLICE);
  }

  // The lock

  private void enter() {
    if (!lock.isHeldByCurrentThread()) {
      Seat.current().ifPresent(Seat::leave);
      lock.lock();
      runDueEventsOrExit();
    } else {
      lock.lock();
    }
  }

  private void runDueEventsOrExit() {
    try {
      runDueEvents();
    } catch (RuntimeException | Error defect) {
      exit();
      throw defect;
    }
  }

  private void exit() {
    lock.unlock();
    if (!lock.isHeldByCurrentThread()) {
      Seat.current().ifPresent(Seat::enter);
    }
  }

  @Override
  public void exclusively(Runnable action) {
    enter();
    try {
      action.run();
    } finally {
      exit();
    }
  }

  @Override
  public Device guard(Device device) {
    return new Device() {
      @Override
      public void exchange(Exchange exchange) {
        device.exchange(exchange);
      }

      @Override
      public long load(long offset, int size) {
        enter();
        try {
          return device.load(offset, size);
        } finally {
          exit();
        }
      }

      @Override
      public void store(long offset, int size, long value) {
        enter();
        try {
          device.store(offset, size, value);
        } finally {
          exit();
        }
      }
    };
  }

  @Override
  public Supervisor guard(Supervisor supervisor) {
    return new Supervisor() {
      @Override
      public void exception(Hart hart, int cause, long value) {
        enter();
        try {
          synchronize(hart);
          supervisor.exception(hart, cause, value);
        } finally {
          exit();
        }
      }

      @Override
      public void interrupt(Hart hart, int cause) {
        enter();
        try {
          synchronize(hart);
          supervisor.interrupt(hart, cause);
        } finally {
          exit();
        }
      }
    };
  }

  // What belongs to a hart

  @Override
  public void wake(Hart hart) {
    exclusively(() -> seat(hart).post(() -> unpark(hart)));
  }

  private void unpark(Hart hart) {
    if (hart.isParked()) {
      hart.unpark(now());
    }
  }

  @Override
  public InterruptLine line(Hart hart, InterruptLine line) {
    return raised -> exclusively(() -> seat(hart).post(() -> line.set(raised)));
  }

  @Override
  public void onEach(List<Hart> chosen, Consumer<Hart> action) {
    exclusively(
        () -> {
          chosen.forEach(hart -> seat(hart).call());
          chosen.forEach(hart -> seat(hart).act(() -> action.accept(hart)));
        });
  }

  private Seat seat(Hart hart) {
    return seats.get(hart.id());
  }

  // State

  /// Whose turn it is has a meaning only where harts take turns, and there their clocks decide.
  @Override
  public void exchange(Exchange exchange) {
    seats.forEach(seat -> synchronize(seat.hart()));
    elapsed = exchange.number(elapsed);
    exchange.number(elapsed);
    exchange.index(0, seats.size());
    exchange.index(0, seats.size() + 1);
    slices.exchange(exchange);
    events.exchange(exchange);
  }

  @Override
  public void demandStanding() {
    if (isRunning) {
      throw new IllegalStateException("the machine runs");
    }
  }

  // Running

  @Override
  public Outcome run(long end) {
    Alarm alarm = schedule(end, () -> finish(new Outcome.Stopped()));
    try {
      return run();
    } finally {
      alarm.cancel();
    }
  }

  @Override
  public void finish(Outcome reason) {
    note(reason);
    if (isRunning) {
      exclusively(() -> seats.forEach(Seat::call));
      wakeClock();
    }
  }

  /// Harts can find reasons at the same time. An end for good counts more than a stop, and that
  /// more than a pause, whose cause stays where it is; of equals the first counts.
  private synchronized void note(Outcome reason) {
    Outcome earlier = outcome;
    if (earlier == null || weight(reason) > weight(earlier)) {
      outcome = reason;
    }
  }

  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Paused _ -> 0;
      case Outcome.Stopped _ -> 1;
      default -> 2;
    };
  }

  private synchronized Outcome taken() {
    Outcome reason = outcome;
    outcome = null;
    return reason == null ? new Outcome.Stopped() : reason;
  }

  private boolean isOver() {
    return outcome != null;
  }

  @Override
  public void requestPause() {
    isPauseRequested = true;
    inbox.rouse();
  }

  @Override
  public void hold(Set<Hart> harts) {
    held = harts;
  }

  @Override
  public Outcome run() {
    origin = System.nanoTime() - elapsed;
    isRunning = true;
    seats.forEach(seat -> seat.start(() -> drive(seat)));
    try {
      keepTime();
    } finally {
      seats.forEach(Seat::join);
      elapsed = now();
      isRunning = false;
    }
    Outcome reason = taken();
    if (reason instanceof Outcome.Paused) {
      isPauseRequested = false;
    }
    EngineFailure defect = failure;
    failure = null;
    if (defect != null) {
      throw defect;
    }
    return reason;
  }

  /// Hands in mail and runs events until the run is over.
  private void keepTime() {
    try {
      while (!isOver()) {
        inbox.await(timeToSleep());
        exclusively(
            () -> {
              inbox.deliver();
              runDueEvents();
              pauseIfRequested();
              endIfIdle();
            });
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      finish(new Outcome.Stopped());
    } catch (RuntimeException | Error defect) {
      finish(new Outcome.Stopped());
      throw defect;
    }
  }

  private long timeToSleep() {
    lock.lock();
    try {
      long now = now();
      long sleep = Math.clamp(events.nextTime() - now, 0, LONGEST_SLEEP);
      nextLook = now + sleep;
      return sleep;
    } finally {
      lock.unlock();
    }
  }

  private void endIfIdle() {
    if (!isOver() && isIdle()) {
      finish(held.isEmpty() ? new Outcome.IdleForever() : new Outcome.Paused());
    }
  }

  private void pauseIfRequested() {
    if (isPauseRequested) {
      finish(new Outcome.Paused());
    }
  }

  private boolean isIdle() {
    return events.nextTime() == Long.MAX_VALUE
        && !inbox.isOpen()
        && !inbox.hasMail()
        && seats.stream().allMatch(Seat::isAsleep);
  }

  /// Executes a hart until the run is over, on its own thread.
  private void drive(Seat seat) {
    try {
      while (!isOver()) {
        if (seat.hart().isParked() || isHeld(seat)) {
          sleep(seat);
        } else {
          seat.execute(SLICE);
          pauseWith(seat.hart());
        }
      }
    } catch (RuntimeException | Error defect) {
      failure = new EngineFailure(seat.hart(), defect);
      finish(new Outcome.Stopped());
    } finally {
      seat.leave();
    }
  }

  private boolean isHeld(Seat seat) {
    return held.contains(seat.hart());
  }

  private void pauseWith(Hart hart) {
    if (hart.isPaused()) {
      finish(new Outcome.Paused());
    }
  }

  private void sleep(Seat seat) {
    lock.lock();
    try {
      if (!isOver() && seat.beginSleep(isHeld(seat))) {
        if (isIdle()) {
          wakeClock();
        }
        seat.sleep();
      }
    } finally {
      lock.unlock();
    }
  }
}
