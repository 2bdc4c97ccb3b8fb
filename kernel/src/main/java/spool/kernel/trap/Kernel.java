package spool.kernel.trap;

import java.util.Optional;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Supervisor;
import spool.emulator.isa.Cause;
import spool.emulator.machine.Machine;
import spool.kernel.driver.InterruptController;
import spool.kernel.driver.Terminal;
import spool.kernel.lock.LockWatch;
import spool.kernel.process.Dispatcher;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Registers;
import spool.kernel.process.SchedulerControl;
import spool.kernel.process.SignalDelivery;
import spool.kernel.process.Signals;
import spool.kernel.process.Task;
import spool.kernel.process.TaskState;
import spool.kernel.signal.SignalInfo;
import spool.kernel.vm.Frames;

/// The kernel at the trap boundary: every entry comes through here and leaves through [#proceed].
///
/// A trap is served in three steps. The cause is noted: a system call is begun, a page brought in,
/// a signal raised, a quantum ended. Then the task, if the hart still has one, is brought to the
/// point where it can go on: its system call is executed, its signals are handled, in turns until
/// neither is left. If it stops, waits or ends on the way, the next task is brought there in the
/// same manner, and with no task left the hart waits for an interrupt.
///
/// Invariant: a hart in user mode runs its current task, which has no system call under way and no
/// signal to handle.
public final class Kernel implements Supervisor {
  private final Dispatcher dispatcher;
  private final SchedulerControl scheduler;
  private final ProcessTable table;
  private final SystemCallExecution calls;
  private final SignalDelivery signals;
  private final Faults faults;
  private final InterruptController interrupts;
  private final Terminal terminal;
  private final Frames frames;
  private final PageCosts pageCosts;
  private final LockWatch locks;

  Kernel(
      Dispatcher dispatcher,
      SchedulerControl scheduler,
      ProcessTable table,
      SystemCallExecution calls,
      SignalDelivery signals,
      Faults faults,
      InterruptController interrupts,
      Terminal terminal,
      Frames frames,
      PageCosts pageCosts,
      LockWatch locks) {
    this.dispatcher = dispatcher;
    this.scheduler = scheduler;
    this.table = table;
    this.calls = calls;
    this.signals = signals;
    this.faults = faults;
    this.interrupts = interrupts;
    this.terminal = terminal;
    this.frames = frames;
    this.pageCosts = pageCosts;
    this.locks = locks;
  }

  /// Puts a kernel onto `machine`, with init ready to run; [Machine#run] does the rest. Throws
  /// [spool.kernel.abi.ErrnoException] if init cannot be loaded, with the reason.
  public static Kernel boot(Machine machine, Configuration configuration) {
    return new Boot(machine, configuration).boot();
  }

  /// The processes.
  public ProcessTable processes() {
    return table;
  }

  /// Which policy is chosen, and how to choose another.
  public SchedulerControl scheduler() {
    return scheduler;
  }

  /// The harts and what they do.
  public Dispatcher dispatcher() {
    return dispatcher;
  }

  /// The page frames of RAM.
  public Frames frames() {
    return frames;
  }

  /// Deadlocks, and how long locks were waited for.
  public LockWatch locks() {
    return locks;
  }

  /// The terminal on the console's serial line.
  public Terminal terminal() {
    return terminal;
  }

  @Override
  public void exception(Hart hart, int cause, long value) {
    try {
      dispatcher.enter(hart);
      Task task = dispatcher.current(hart).orElseThrow();
      if (cause == Cause.ECALL_FROM_U) {
        task.beginCall();
      } else if (isHeld(hart, task, faults.serve(task, cause, value))) {
        return;
      }
      proceed(hart);
    } catch (RuntimeException | Error defect) {
      throw panic(hart, "exception " + cause, defect);
    }
  }

  /// Raises `fault`, if there is one, unless a debugger wants `task` to stand still before.
  private boolean isHeld(Hart hart, Task task, Optional<SignalInfo> fault) {
    if (fault.isEmpty()) {
      return false;
    }
    SignalInfo info = fault.get();
    if (dispatcher.observer().holds(task, hart, info, raised -> goOn(hart, task, info, raised))) {
      return true;
    }
    Signals.force(task, info);
    return false;
  }

  private void goOn(Hart hart, Task task, SignalInfo fault, boolean isRaised) {
    try {
      if (isRaised) {
        Signals.force(task, fault);
      }
      proceed(hart);
    } catch (RuntimeException | Error defect) {
      throw panic(hart, "the end of a debugger's stop", defect);
    }
  }

  @Override
  public void interrupt(Hart hart, int cause) {
    try {
      dispatcher.enter(hart);
      switch (cause) {
        case Cause.MACHINE_SOFTWARE -> dispatcher.answer(hart);
        case Cause.MACHINE_TIMER -> dispatcher.quantumOver(hart);
        case Cause.MACHINE_EXTERNAL -> interrupts.serve();
        default -> throw new IllegalStateException("nobody enabled interrupt " + cause);
      }
      proceed(hart);
    } catch (RuntimeException | Error defect) {
      throw panic(hart, "interrupt " + cause, defect);
    }
  }

  private void proceed(Hart hart) {
    Optional<Task> task;
    do {
      task = next(hart);
    } while (task.isPresent() && (!isReady(task.get()) || dispatcher.makesRoom(hart)));
    pageCosts.charge(hart);
    if (task.isPresent()) {
      dispatcher.resume(hart);
    } else {
      dispatcher.idle(hart);
    }
  }

  private Optional<Task> next(Hart hart) {
    Optional<Task> current = dispatcher.current(hart);
    return current.isPresent() ? current : dispatcher.dispatch(hart);
  }

  /// Brings a task to where it can go on in user mode, and says whether it got there.
  private boolean isReady(Task task) {
    task.process().checkTimers();
    do {
      if (task.isInCall()) {
        calls.execute(task);
      }
      signals.settle(task);
    } while (task.state() == TaskState.RUNNING && task.isInCall());
    locks.left(task);
    return task.state() == TaskState.RUNNING;
  }

  private KernelPanic panic(Hart hart, String occasion, Throwable defect) {
    String task = dispatcher.current(hart).map(this::describe).orElse("no task");
    return new KernelPanic(
        "kernel panic on hart %d at cycle %d, serving %s for %s: %s"
            .formatted(hart.id(), hart.cycles(), occasion, task, defect),
        defect);
  }

  private String describe(Task task) {
    return "%s at pc 0x%x%s"
        .formatted(
            task,
            task.pc(),
            task.isInCall() ? ", system call " + task.integers()[Registers.A7] : "");
  }
}
