package spool.emulator.machine;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import spool.emulator.hart.Hart;
import spool.emulator.state.MachineState;

/// A run that can be taken back and repeated, for a debugger's sake.
///
/// Of the run there are kept checkpoints, states of the machine every few milliseconds of virtual
/// time that get fewer with age ([Checkpoints]), and every input with the [Moment] at which it
/// came. What happens between two inputs follows from the state before. So every place since the
/// recording began can be reached: by restoring the last checkpoint in front of it and repeating
/// the run from there.
///
/// **In the past** the run goes on as it went, instruction by instruction: what was typed is typed
/// again at its time, no hart is held back that was not, and the host hears nothing of what it has
/// heard before. When the run has come to where it had been at the furthest, it goes on from there
/// as if it had never gone back; what was typed meanwhile waits until then. But who *changes* the
/// machine in the past begins another future: the old one is forgotten, and what had been typed in
/// it is typed anew.
///
/// When the run has ended there is no going back.
///
/// **Inputs** are the mail of the [Inbox], what a debugger writes, and which harts it lets stand.
/// They are kept as long as the recording, and are small.
///
/// **A checkpoint** makes the harts forget what they have learnt of their page tables, as they may
/// at any time; as that can be seen by a guest that forgets `sfence.vma`, it counts as an input. So
/// one is made again in the past only where there was one.
///
/// Invariant: a run that goes back and forth is the one that does not.
public final class Recording implements AutoCloseable {
  /// When checkpoints are made.
  ///
  /// @param cycles how long the run goes on between two looks at whether one is worth it
  /// @param steps the least work from one to the next: slices, events and inputs
  record Pace(long cycles, long steps) {
    static final Pace USUAL = new Pace(2_000_000, 64);
  }

  private static final int MOST_CHECKPOINTS = 60;
  private static final long MOST_BYTES = 256L << 20;

  private final Machine machine;
  private final Repeater repeater;
  private final Pace pace;

  /// By the steps of their moments.
  private final NavigableMap<Long, Input> inputs = new TreeMap<>();

  /// The steps of the moments at which a checkpoint may be made again.
  private final NavigableSet<Long> marks = new TreeSet<>();

  private final Checkpoints checkpoints = new Checkpoints(MOST_CHECKPOINTS, MOST_BYTES);

  /// How far the run had come when it was taken back.
  private Moment present = Moment.NEVER;

  /// Which harts are to stand in the present.
  private Set<Hart> held;

  /// The one saved or restored last.
  private Checkpoint last;

  /// Records the run of `machine`, which stands, from now on.
  Recording(Machine machine, Repeater repeater, Pace pace) {
    this.machine = machine;
    this.repeater = repeater;
    this.pace = pace;
    held = repeater.place().held();
    last = new Checkpoint(repeater.place(), machine.save());
    checkpoints.add(last);
    repeater.onInput(input -> inputs.put(input.moment().steps(), input));
  }

  /// Where the run is.
  public Moment now() {
    return repeater.place().moment();
  }

  /// Where the recording begins.
  public Moment beginning() {
    return checkpoints.first().moment();
  }

  /// When `hart` was about to do what it has done last: an instruction, or a trap. Nothing if it
  /// has done nothing since the recording began.
  public Optional<Moment> lastAct(Hart hart) {
    Moment found = repeater.place().acts().get(hart.id());
    return found.isBefore(beginning()) ? Optional.empty() : Optional.of(found);
  }

  /// Whether the run has been taken back and is not yet where it was.
  public boolean isPast() {
    return now().isBefore(present);
  }

  // Forth

  /// Runs as [Machine#run()], from wherever the run is.
  public Outcome run() {
    Optional<Outcome> end = Optional.empty();
    while (end.isEmpty()) {
      end = isPast() ? again(present) : onward();
    }
    return end.get();
  }

  private Optional<Outcome> onward() {
    standAsWanted();
    long end = machine.now() + pace.cycles();
    Outcome outcome = machine.run(end);
    if (!(outcome instanceof Outcome.Stopped) || machine.now() < end) {
      return Optional.of(outcome);
    }
    if (now().steps() - last.moment().steps() >= pace.steps()) {
      repeater.input(List.of(), () -> machine.harts().forEach(Hart::flushTranslations));
      marks.add(now().steps());
      keep();
    }
    return Optional.empty();
  }

  /// Lets `harts` stand as [Machine#hold] does, from now on or when the past is over.
  public void hold(Set<Hart> harts) {
    held = harts;
    if (!isPast()) {
      standAsWanted();
    }
  }

  private void standAsWanted() {
    Set<Hart> wanted = held;
    if (!wanted.equals(repeater.place().held())) {
      repeater.input(List.of(), () -> machine.hold(wanted));
    }
  }

  /// Changes the machine by `action`, which does nothing if it throws.
  public void change(Runnable action) {
    if (isPast()) {
      forgetFuture();
    }
    repeater.input(List.of(), action);
  }

  private void forgetFuture() {
    NavigableMap<Long, Input> future = inputs.tailMap(now().steps(), true);
    List<Runnable> waiting = machine.inbox().take();
    future.values().stream().flatMap(input -> input.mail().stream()).forEach(machine.inbox()::post);
    waiting.forEach(machine.inbox()::post);
    future.clear();
    marks.tailSet(now().steps(), false).clear();
    checkpoints.forgetAfter(now());
    present = Moment.NEVER;
  }

  // Back

  /// Takes the run to `target`, at which it has been.
  public void goTo(Moment target) {
    leavePresent();
    if (target.isBefore(now())) {
      restore(checkpoints.upTo(target));
    }
    while (now().isBefore(target)) {
      again(target);
    }
  }

  /// Takes the run back stretch by stretch, the last one first. Each is repeated, and at every
  /// [Outcome.Paused] in it `look` is asked, which is to let the run go on. Ends with the stretch
  /// in which it has answered something, and answers the last of that; or at the beginning, or when
  /// `isGivenUp`. Where the run is afterwards is left open.
  public <T> Optional<T> search(Supplier<Optional<T>> look, BooleanSupplier isGivenUp) {
    leavePresent();
    Moment end = now();
    Optional<T> found = Optional.empty();
    while (found.isEmpty() && beginning().isBefore(end) && !isGivenUp.getAsBoolean()) {
      Checkpoint start = checkpoints.before(end);
      restore(start);
      found = last(end, look, isGivenUp);
      end = start.moment();
    }
    return found;
  }

  private <T> Optional<T> last(Moment end, Supplier<Optional<T>> look, BooleanSupplier isGivenUp) {
    Optional<T> found = Optional.empty();
    while (now().isBefore(end) && !isGivenUp.getAsBoolean()) {
      if (again(end).isPresent()) {
        Optional<T> before = found;
        found = look.get().or(() -> before);
      }
    }
    return found;
  }

  private void leavePresent() {
    if (!isPast()) {
      present = now();
    }
  }

  private void restore(Checkpoint checkpoint) {
    machine.restore(checkpoint.state());
    repeater.place(checkpoint.place());
    last = checkpoint;
  }

  /// Repeats the run to the next input and that, or to `end` if that comes first. Answers what
  /// ended it earlier.
  private Optional<Outcome> again(Moment end) {
    Optional<Input> input =
        Optional.ofNullable(inputs.ceilingEntry(now().steps()))
            .map(Map.Entry::getValue)
            .filter(next -> next.moment().steps() < end.steps());
    Moment target = input.map(Input::moment).orElse(end);
    Outcome outcome = repeater.repeat(target);
    if (!(outcome instanceof Outcome.Stopped)) {
      return Optional.of(outcome);
    }
    if (!now().equals(target)) {
      throw new IllegalStateException(
          "a run that was repeated came to %s, not %s".formatted(now(), target));
    }
    input.ifPresent(this::repeat);
    return Optional.empty();
  }

  private void repeat(Input input) {
    repeater.repeat(input);
    long steps = now().steps();
    if (marks.contains(steps) && !checkpoints.has(steps)) {
      keep();
    }
  }

  private void keep() {
    MachineState state = machine.save(last.state());
    last = new Checkpoint(repeater.place(), state);
    checkpoints.add(last);
  }

  /// Takes the run to where it has been at the furthest and records no more.
  @Override
  public void close() {
    if (isPast()) {
      goTo(present);
    }
    repeater.onInput(input -> {});
  }
}
