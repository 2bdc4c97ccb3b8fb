package spool.kernel.debug;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import spool.emulator.debug.GuestThread;
import spool.emulator.debug.HartTriggers;
import spool.emulator.debug.HartsTarget;
import spool.emulator.debug.Move;
import spool.emulator.debug.Moves;
import spool.emulator.debug.Point;
import spool.emulator.debug.RefusedException;
import spool.emulator.debug.RegisterGroup;
import spool.emulator.debug.RiscvRegisters;
import spool.emulator.debug.Stop;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.ErrnoException;
import spool.kernel.process.Process;
import spool.kernel.process.Task;
import spool.kernel.process.TaskObserver;
import spool.kernel.process.WaitStatus;
import spool.kernel.signal.SignalInfo;
import spool.kernel.trap.Kernel;

/// The kernel's tasks, which a debugger sees as threads with their names: those of all processes
/// but init. Breakpoints and watchpoints hold for every one of them, by its own addresses.
///
/// **Faults.** An instruction that is about to raise a signal stops its task before it does. The
/// kernel has then begun to serve the exception, and what is left of that is kept as a
/// [TaskObserver.Continuation], which is called at the very time when the task goes on; so the run
/// is the one without a debugger.
///
/// **Steps.** A step is over when the task has executed an instruction or entered the kernel and
/// come back to another place. If it leaves its hart meanwhile, the others run until it is back.
///
/// **Watchpoints** are also met by what the kernel stores for a task ([KernelStores]); the task
/// stops when it is back.
///
/// **Several at once.** Where harts execute side by side, several tasks may meet points and faults
/// before all stand. The debugger is told of one after the other, and nothing runs in between; a
/// task that it lets stand keeps what it has met.
///
/// Invariant: as long as no task is held back, no signal kept and nothing written, the run is the
/// one without a debugger, to the instruction, unless harts execute side by side.
public final class KernelTarget extends HartsTarget {
  private static final String HELP =
      """
      monitor time   virtual time in cycles
      monitor tasks  every task, also those of init
      """;

  /// A task that stands still before its signal.
  private record Held(
      Task task, SignalInfo fault, TaskObserver.Continuation continuation, Verdict verdict) {
    Held with(Verdict next) {
      return new Held(task, fault, continuation, next);
    }
  }

  /// What the debugger makes of a fault.
  private enum Verdict {
    /// It has not been told.
    UNTOLD,

    /// It has been told, and has not said.
    TOLD,

    /// The signal is to be raised.
    RAISED,

    /// The signal is to be forgotten.
    DROPPED
  }

  /// A task that executes one instruction.
  private record Step(Task task, Move move, long pc, long retired) {}

  private final Kernel kernel;
  private final TaskRegisters registers;
  private final KernelStores stores = new KernelStores();
  private final Map<Task, Step> steps = new HashMap<>();

  /// In the order in which they came.
  private final Map<Task, Held> held = new LinkedHashMap<>();

  /// The harts whose tasks are to stand.
  private Set<Hart> still = Set.of();

  private @Nullable Process root;
  private int current;

  /// The target for `kernel`, which has just been put onto `machine`.
  public KernelTarget(Machine machine, Kernel kernel) {
    super(
        machine,
        hart -> kernel.dispatcher().current(hart).filter(KernelTarget::isSeen).isPresent());
    this.kernel = kernel;
    registers = new TaskRegisters(kernel.dispatcher(), machine.harts());
  }

  private static boolean isSeen(Task task) {
    return !task.process().isInit();
  }

  private Optional<Task> task(Hart hart) {
    return kernel.dispatcher().current(hart);
  }

  /// Runs to the first instruction of the program that init starts.
  @Override
  public Optional<Outcome> begin() {
    kernel.dispatcher().observe(new Start());
    Outcome outcome = machine.run();
    if (!(outcome instanceof Outcome.Paused)) {
      return Optional.of(outcome);
    }
    kernel.dispatcher().observe(TaskObserver.none());
    triggers().forEach(HartTriggers::goOn);
    return Optional.empty();
  }

  @Override
  public void attach() {
    kernel.dispatcher().observe(new Observer());
  }

  private final class Start implements TaskObserver {
    @Override
    public void enters(Task task, Hart hart) {}

    @Override
    public void resumes(Task task, Hart hart) {
      if (root == null && isSeen(task) && task.process().hasExecuted()) {
        root = task.process();
        current = task.tid();
        hart.pauseAt(hart.cycles());
      }
    }

    @Override
    public boolean holds(Task task, Hart hart, SignalInfo fault, Continuation goOn) {
      return false;
    }
  }

  private final class Observer implements TaskObserver {
    @Override
    public void enters(Task task, Hart hart) {
      if (isSeen(task)) {
        stores.look(task, storePoints());
      }
    }

    @Override
    public void resumes(Task task, Hart hart) {
      stores.changed(task).ifPresent(triggers(hart)::meet);
      if (steps.containsKey(task)) {
        hart.pauseAt(hart.cycles());
      }
    }

    @Override
    public boolean holds(Task task, Hart hart, SignalInfo fault, Continuation goOn) {
      if (!isSeen(task)) {
        return false;
      }
      held.put(task, new Held(task, fault, goOn, Verdict.UNTOLD));
      hart.pauseAt(hart.cycles());
      return true;
    }
  }

  // Threads

  private List<Task> tasks() {
    return kernel.processes().all().stream()
        .filter(process -> !process.isInit())
        .flatMap(process -> process.tasks().stream())
        .sorted(Comparator.comparingInt(Task::tid))
        .toList();
  }

  private Task task(int thread) {
    return kernel
        .processes()
        .task(thread)
        .filter(task -> task.isAlive() && isSeen(task))
        .orElseThrow(() -> new RefusedException("no thread " + thread));
  }

  @Override
  public List<GuestThread> threads() {
    return tasks().stream().map(KernelTarget::describe).toList();
  }

  private static GuestThread describe(Task task) {
    String state = "process %d, %s".formatted(task.pid(), task.state());
    return new GuestThread(task.tid(), task.name(), state);
  }

  @Override
  public int current() {
    return current;
  }

  @Override
  public List<RegisterGroup> registers() {
    return List.of(RiscvRegisters.integers(), RiscvRegisters.floatingPoint());
  }

  @Override
  public long register(int thread, int number) {
    return registers.read(task(thread), number);
  }

  @Override
  public void register(int thread, int number, long value) {
    registers.write(task(thread), number, value);
  }

  @Override
  public byte[] read(int thread, long address, int length) {
    byte[] bytes = new byte[length];
    int count = task(thread).memory().look(address, bytes);
    if (count == 0) {
      throw new RefusedException("no memory at 0x" + Long.toHexString(address));
    }
    return Arrays.copyOf(bytes, count);
  }

  @Override
  public void write(int thread, long address, byte[] bytes) {
    try {
      task(thread).memory().write(address, bytes);
    } catch (ErrnoException failure) {
      throw new RefusedException("0x%x: %s".formatted(address, failure.getMessage()));
    }
    machine.harts().forEach(Hart::clearReservation);
  }

  // Execution

  @Override
  public Stop resume(Moves moves) {
    tasks().stream()
        .filter(task -> registers.hart(task).isEmpty())
        .forEach(task -> stores.look(task, storePoints()));
    hold(moves);
    decide(moves);
    Optional<Stop> overdue = overdue();
    if (overdue.isPresent()) {
      return overdue.get();
    }
    moving().forEach(hart -> triggers(hart).goOn());
    step(moves);
    goOn();
    hold(moves);
    return run(this::stop);
  }

  /// Lets the harts stand still whose tasks are to. If none of those that are to run is on a hart,
  /// it needs the others to get there.
  private void hold(Moves moves) {
    boolean runs =
        machine.harts().stream()
            .anyMatch(hart -> task(hart).filter(task -> !isToStand(moves, task)).isPresent());
    hold(runs ? harts(task -> isToStand(moves, task)) : Set.of());
  }

  private Set<Hart> harts(Predicate<Task> condition) {
    return machine.harts().stream()
        .filter(hart -> task(hart).filter(condition).isPresent())
        .collect(Collectors.toUnmodifiableSet());
  }

  private void hold(Set<Hart> harts) {
    still = harts;
    machine.hold(still);
  }

  private List<Hart> moving() {
    return machine.harts().stream().filter(hart -> !still.contains(hart)).toList();
  }

  private boolean stands(Task task) {
    return registers.hart(task).filter(still::contains).isPresent();
  }

  private static boolean isToStand(Moves moves, Task task) {
    return isSeen(task) && moves.of(task.tid()).kind() == Move.Kind.HOLD;
  }

  private void step(Moves moves) {
    steps.clear();
    for (Task task : tasks()) {
      Move move = moves.of(task.tid());
      if (move.kind() == Move.Kind.STEP) {
        begin(task, move);
      }
    }
  }

  private void begin(Task task, Move move) {
    Optional<Hart> hart = registers.hart(task);
    long retired = hart.map(Hart::retired).orElse(0L);
    steps.put(task, new Step(task, move, task.pc(), retired));
    if (!held.containsKey(task)) {
      hart.ifPresent(on -> triggers(on).step());
    }
  }

  /// Notes which signals the debugger wants to be raised. It says so once, and the tasks may have
  /// to wait until it has been told of others.
  private void decide(Moves moves) {
    held.replaceAll((task, fault) -> decided(fault, moves.of(task.tid())));
  }

  private static Held decided(Held fault, Move move) {
    if (fault.verdict() != Verdict.TOLD || move.kind() == Move.Kind.HOLD) {
      return fault;
    }
    return fault.with(move.signal() == 0 ? Verdict.DROPPED : Verdict.RAISED);
  }

  /// Ends the stop of those that move before a signal, which comes again if nothing was decided.
  private void goOn() {
    List<Held> ended = held.values().stream().filter(each -> !stands(each.task())).toList();
    ended.forEach(each -> held.remove(each.task()));
    ended.forEach(each -> each.continuation().goOn(each.verdict() == Verdict.RAISED));
  }

  private Optional<Stop> stop() {
    Optional<Stop> stop = reason();
    stop.ifPresent(_ -> steps.clear());
    return stop;
  }

  private Optional<Stop> reason() {
    Optional<Stop> fault = fault();
    if (fault.isPresent()) {
      return fault;
    }
    for (Hart hart : moving()) {
      Optional<Stop> stop = stop(hart);
      if (stop.isPresent()) {
        return stop;
      }
    }
    if (isInterrupted()) {
      Optional<Task> chosen = chosen();
      if (chosen.isPresent()) {
        return Optional.of(at(Stop.SIGINT, chosen.get(), ""));
      }
    }
    if (!still.isEmpty() && moving().stream().noneMatch(Hart::isPaused)) {
      return holdNobody();
    }
    stepOn();
    return Optional.empty();
  }

  /// Lets those run that were to stand, as the others need them; but first tells what they have
  /// met.
  private Optional<Stop> holdNobody() {
    Set<Hart> stood = still;
    hold(Set.of());
    Optional<Stop> overdue = overdue();
    if (overdue.isEmpty()) {
      stood.forEach(hart -> triggers(hart).goOn());
      goOn();
    }
    return overdue;
  }

  /// What a task that is to go on has met and nobody was told of.
  private Optional<Stop> overdue() {
    return fault().or(() -> moving().stream().flatMap(hart -> overdue(hart).stream()).findFirst());
  }

  private Optional<Stop> overdue(Hart hart) {
    return task(hart).flatMap(task -> triggers(hart).overdue().map(point -> at(hart, task, point)));
  }

  private Optional<Stop> fault() {
    return held.values().stream()
        .filter(each -> each.verdict() == Verdict.UNTOLD && !stands(each.task()))
        .findFirst()
        .map(this::tell);
  }

  private Stop tell(Held fault) {
    held.put(fault.task(), fault.with(Verdict.TOLD));
    return at(DebugSignals.number(fault.fault().signal()), fault.task(), "");
  }

  private Optional<Stop> stop(Hart hart) {
    Optional<Task> task = task(hart);
    if (!hart.isPaused() || task.isEmpty()) {
      return Optional.empty();
    }
    Optional<Point> met = triggers(hart).news();
    if (met.isPresent()) {
      return Optional.of(at(hart, task.get(), met.get()));
    }
    Step step = steps.get(task.get());
    return step != null && isOver(step, hart)
        ? Optional.of(at(Stop.SIGTRAP, task.get(), ""))
        : Optional.empty();
  }

  private static boolean isOver(Step step, Hart hart) {
    boolean executed = hart.pc() != step.pc() || hart.retired() != step.retired();
    return executed && !step.move().goesOnAt(hart.pc());
  }

  /// Lets what was paused for a step that is not over go on.
  private void stepOn() {
    for (Hart hart : moving()) {
      if (hart.isPaused()) {
        HartTriggers own = triggers(hart);
        if (task(hart).filter(steps::containsKey).isPresent()) {
          own.step();
        } else {
          own.goOn();
        }
      }
    }
  }

  /// Whom an interruption is told of: the last one, else one that runs, else any.
  private Optional<Task> chosen() {
    List<Task> tasks = tasks();
    return tasks.stream()
        .filter(task -> task.tid() == current)
        .findFirst()
        .or(() -> tasks.stream().filter(task -> registers.hart(task).isPresent()).findFirst())
        .or(() -> tasks.stream().findFirst());
  }

  private Stop at(Hart hart, Task task, Point point) {
    triggers(hart).tell();
    return at(Stop.SIGTRAP, task, point.report());
  }

  private Stop at(int signal, Task task, String detail) {
    current = task.tid();
    return new Stop.At(signal, current, detail);
  }

  @Override
  protected Stop over(Outcome outcome) {
    if (root != null && root.hasEnded() && root.status().isKill()) {
      WaitStatus status = root.status();
      return new Stop.Over(outcome, "X%02x".formatted(DebugSignals.number(status.detail())));
    }
    return super.over(outcome);
  }

  @Override
  public String command(String text) {
    return switch (text) {
      case "time" -> "%d cycles\n".formatted(now());
      case "tasks" ->
          kernel.processes().all().stream()
              .flatMap(process -> process.tasks().stream())
              .map(KernelTarget::line)
              .collect(Collectors.joining());
      default -> HELP;
    };
  }

  private long now() {
    long latest =
        machine.harts().stream().filter(Hart::isPaused).mapToLong(Hart::cycles).max().orElse(0);
    return Math.max(machine.now(), latest);
  }

  private static String line(Task task) {
    return "%d %s, process %d: %s, at 0x%x\n"
        .formatted(task.tid(), task.name(), task.pid(), task.state(), task.pc());
  }

  @Override
  public void release() {
    super.release();
    still = Set.of();
    steps.clear();
    kernel.dispatcher().observe(TaskObserver.none());
    held.replaceAll(
        (task, fault) -> fault.verdict() == Verdict.DROPPED ? fault : fault.with(Verdict.RAISED));
    goOn();
  }
}
