package spool.kernel.debug;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
/// Invariant: as long as no task is held back, no signal kept and nothing written, the run is the
/// one without a debugger, to the instruction.
public final class KernelTarget extends HartsTarget {
  private static final String HELP =
      """
      monitor time   virtual time in cycles
      monitor tasks  every task, also those of init
      """;

  /// A task that stands still before its signal.
  private record Held(Task task, SignalInfo fault, TaskObserver.Continuation continuation) {}

  /// A task that executes one instruction.
  private record Step(Task task, Move move, long pc, long retired) {}

  private final Kernel kernel;
  private final TaskRegisters registers;
  private final KernelStores stores = new KernelStores();
  private final Map<Task, Step> steps = new HashMap<>();
  private Optional<Held> held = Optional.empty();
  private @Nullable Process root;
  private int current;
  private boolean isHolding;

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
      held = Optional.of(new Held(task, fault, goOn));
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
    triggers().forEach(HartTriggers::goOn);
    step(moves);
    goOn(moves);
    hold(moves);
    return run(this::stop);
  }

  /// Lets the harts stand still whose tasks are to. If none of those that are to run is on a hart,
  /// it needs the others to get there.
  private void hold(Moves moves) {
    Set<Hart> still =
        machine.harts().stream()
            .filter(hart -> task(hart).filter(task -> isToStand(moves, task)).isPresent())
            .collect(Collectors.toUnmodifiableSet());
    boolean runs =
        machine.harts().stream()
            .anyMatch(hart -> task(hart).filter(task -> !isToStand(moves, task)).isPresent());
    isHolding = runs && !still.isEmpty();
    machine.hold(isHolding ? still : Set.of());
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
    boolean isHeld = held.filter(stands -> stands.task() == task).isPresent();
    if (!isHeld) {
      hart.ifPresent(on -> triggers(on).step());
    }
  }

  /// Ends the stop before a signal, which is raised unless the debugger keeps it.
  private void goOn(Moves moves) {
    if (held.isPresent()) {
      Held stands = held.get();
      held = Optional.empty();
      boolean isRaised = moves.of(stands.task().tid()).signal() != 0;
      stands.continuation().goOn(isRaised);
    }
  }

  private Optional<Stop> stop() {
    Optional<Stop> stop = reason();
    stop.ifPresent(_ -> steps.clear());
    return stop;
  }

  private Optional<Stop> reason() {
    if (held.isPresent()) {
      int signal = DebugSignals.number(held.get().fault().signal());
      return Optional.of(at(signal, held.get().task(), ""));
    }
    for (Hart hart : machine.harts()) {
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
    if (isHolding && machine.harts().stream().noneMatch(Hart::isPaused)) {
      isHolding = false;
      machine.hold(Set.of());
    }
    stepOn();
    return Optional.empty();
  }

  private Optional<Stop> stop(Hart hart) {
    Optional<Task> task = task(hart);
    if (!hart.isPaused() || task.isEmpty()) {
      return Optional.empty();
    }
    Optional<Point> met = triggers(hart).met();
    if (met.isPresent()) {
      return Optional.of(at(Stop.SIGTRAP, task.get(), met.get().report()));
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
    for (Hart hart : machine.harts()) {
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
    steps.clear();
    kernel.dispatcher().observe(TaskObserver.none());
    held.ifPresent(stands -> stands.continuation().goOn(true));
    held = Optional.empty();
  }
}
