package spool.emulator.machine;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spool.emulator.device.InterruptLine;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.memory.Device;
import spool.emulator.state.Exchange;

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
/// A run can be stopped in the middle of a slice, also by a debugger ([Hart#pauseAt]), and goes on
/// with the rest of that: who looks at a run does not change it.
///
/// What comes from outside, be it mail or a debugger's doing, is told to whoever records the run,
/// with the [Moment] at which it came; from these and a state of the machine the run can be
/// repeated ([Recording]). A run that is repeated takes no mail, waits for no clock of the host's,
/// and lets the host hear nothing.
///
/// Invariant: a hart never sees what another one did later than one slice (and the cost of one
/// charge) after its own present; no event runs before its time, nor after a hart that was running
/// when it was scheduled has passed that time by more than this; and all of it is a function of the
/// image, the inputs and the seed.
final class Engine implements Conductor, Repeater {
  /// The mean length of a slice of the only running hart, in cycles.
  static final long LONE_SLICE = 1_000_000;

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

  /// The hart whose slice has begun and is not over.
  private @Nullable Hart running;

  private @Nullable Outcome outcome;
  private boolean isActing;
  private Pause pause = Pause.NEVER;
  private Set<Hart> held = Set.of();

  /// How many slices, events and inputs there have been.
  private long steps;

  /// For each hart, when it was about to do what it did last.
  private final Moment[] acts;

  private boolean isRepeating;
  private Consumer<Input> recorder = input -> {};

  /// Written by other threads.
  private volatile boolean pauseRequested;

  Engine(
      List<Hart> harts, Executor executor, Pacer pacer, SliceListener listener, SplitMix random) {
    this.harts = harts;
    this.executor = executor;
    this.pacer = pacer;
    this.listener = listener;
    this.random = random;
    this.latest = harts.getFirst();
    this.acts = new Moment[harts.size()];
    Arrays.fill(acts, Moment.NEVER);
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
    return events.schedule(when, action);
  }

  @Override
  public Alarm reschedule(long when, long rank, Runnable action) {
    return events.reschedule(when, rank, action);
  }

  @Override
  public void exchange(Exchange exchange) {
    exchange.number(now());
    time = exchange.number(time);
    latest = harts.get(exchange.index(latest.id(), harts.size()));
    int number = exchange.index(running == null ? 0 : running.id() + 1, harts.size() + 1);
    running = number == 0 ? null : harts.get(number - 1);
    random.exchange(exchange);
    events.exchange(exchange);
  }

  @Override
  public void demandStanding() {
    if (isActing) {
      throw new IllegalStateException("the machine is in the middle of an instruction or event");
    }
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
    outcome = reason;
    if (running != null) {
      time = reason instanceof Outcome.Stopped ? time : Math.max(time, now());
      running.pause(now());
    }
  }

  /// Ends the run before the next slice or event, and leaves no other trace. Any thread may call
  /// it.
  @Override
  public void requestPause() {
    pauseRequested = true;
    inbox.rouse();
  }

  /// Lets none of `harts` run, for a debugger's sake, until told otherwise. One that is held in the
  /// middle of its slice loses the rest of that.
  @Override
  public void hold(Set<Hart> harts) {
    held = harts;
    if (running != null && held.contains(running)) {
      running = null;
    }
  }

  @Override
  public Repeater repeater() {
    return this;
  }

  @Override
  public void onInput(Consumer<Input> listener) {
    recorder = listener;
  }

  @Override
  public void input(List<Runnable> mail, Runnable action) {
    Moment moment = place().moment();
    action.run();
    recorder.accept(new Input(moment, mail, action));
    steps++;
  }

  @Override
  public Place place() {
    return new Place(new Moment(steps, latest.cycles(), time), List.of(acts), held);
  }

  @Override
  public void place(Place place) {
    steps = place.moment().steps();
    place.acts().toArray(acts);
    held = place.held();
  }

  @Override
  public Outcome repeat(Moment end) {
    isRepeating = true;
    try {
      return run(Pause.before(end));
    } finally {
      isRepeating = false;
    }
  }

  @Override
  public void repeat(Input input) {
    isRepeating = true;
    try {
      input.action().run();
      steps++;
    } finally {
      isRepeating = false;
    }
  }

  @Override
  public void once(Runnable action) {
    if (!isRepeating) {
      action.run();
    }
  }

  /// Runs until something finishes the run.
  @Override
  public Outcome run() {
    return run(Pause.NEVER);
  }

  @Override
  public Outcome run(long end) {
    return run(Pause.before(end));
  }

  @Override
  public Outcome run(Hart hart, long end) {
    return run(Pause.before(hart, end));
  }

  private Outcome run(Pause end) {
    pause = end;
    while (outcome == null) {
      if (pauseRequested) {
        pauseRequested = false;
        outcome = new Outcome.Paused();
      } else if (running != null) {
        proceed(running);
      } else if (pause.isReached(steps)) {
        stopAt(pause.moment().time());
      } else if (inbox.hasMail() && !isRepeating) {
        deliver();
      } else {
        step();
      }
    }
    Outcome reason = outcome;
    outcome = null;
    if (!(reason instanceof Outcome.Stopped || reason instanceof Outcome.Paused)) {
      running = null;
    }
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
    long arrival = Math.max(time, hart == null ? latestClock() : hart.cycles());
    List<Runnable> mail = inbox.take();
    input(
        mail,
        () -> {
          time = arrival;
          latest.clearReservation();
          mail.forEach(Runnable::run);
        });
  }

  private void step() {
    Hart hart = earliest();
    long due = events.nextTime();
    if (hart != null && hart.cycles() < due) {
      begin(hart, due);
    } else if (hart != null || isRepeating || due <= Math.max(time, latestClock())) {
      event(due);
    } else {
      idle(due);
    }
  }

  private void begin(Hart hart, long due) {
    if (hart.cycles() >= pause.at(hart, steps)) {
      stopAt(hart.cycles());
      return;
    }
    steps++;
    if (hart != latest) {
      latest.clearReservation();
      latest = hart;
    }
    time = Math.max(time, hart.cycles());
    hart.limit(Math.min(due, hart.cycles() + sliceLength()));
    listener.begins(hart.cycles(), hart.id(), hart.pc());
    running = hart;
  }

  /// Stops while nothing runs, at a time that what comes next is not before.
  private void stopAt(long reached) {
    time = Math.max(time, reached);
    outcome = new Outcome.Stopped();
  }

  /// Executes what is left of the slice of `hart`, or of the time until the run is to pause.
  private void proceed(Hart hart) {
    long began = hart.cycles();
    if (began >= pause.at(hart, steps)) {
      outcome = new Outcome.Stopped();
      return;
    }
    hart.pause(pause.at(hart, steps));
    isActing = true;
    try {
      executor.run(hart);
    } catch (RuntimeException | Error failure) {
      running = null;
      throw new EngineFailure(hart, failure);
    } finally {
      isActing = false;
      hart.pause(Long.MAX_VALUE);
    }
    if (hart.cycles() > began) {
      acts[hart.id()] = new Moment(steps, hart.cycles() - 1, time);
    }
    if (outcome == null && hart.isPaused()) {
      outcome = new Outcome.Paused();
    }
    boolean isStopped = outcome != null || hart.cycles() >= pause.at(hart, steps);
    if (!isStopped || hart.isParked() || hart.isAtLimit()) {
      running = null;
    }
  }

  private void event(long due) {
    if (due >= pause.at()) {
      stopAt(pause.at());
      return;
    }
    steps++;
    time = Math.max(time, due);
    latest.clearReservation();
    isActing = true;
    try {
      events.runFirst();
    } finally {
      isActing = false;
    }
  }

  private void idle(long due) {
    if (due == Long.MAX_VALUE && !inbox.isOpen() && !inbox.hasMail()) {
      finish(held.isEmpty() ? new Outcome.IdleForever() : new Outcome.Paused());
      return;
    }
    long now = Math.max(time, latestClock());
    if (now >= pause.at()) {
      stopAt(now);
      return;
    }
    try {
      time = pacer.idle(now, Math.min(due, pause.at()), inbox);
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
      if (!hart.isParked()
          && !held.contains(hart)
          && (first == null || hart.cycles() < first.cycles())) {
        first = hart;
      }
    }
    return first;
  }

  private long latestClock() {
    return harts.stream().mapToLong(Hart::cycles).max().orElse(0);
  }
}
